// The company's lists of reasons, and what a code is called in the reader's language.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { request } from './client';

export const REASON_USES = [
  'non_productive',
  'missed',
  'cancelled',
  'rescheduled',
  'absence_refused',
  'plan_change',
] as const;
export type ReasonUse = (typeof REASON_USES)[number];

export interface VisitReason {
  code: string;
  group_code: string;
  uses: ReasonUse[];
  name_en: string;
  name_vi: string;
  name_zh: string;
  sequence: number;
  active: boolean;
  version: number;
}

/** More reasons than this are nobody's list. */
const REASONS_MAX = 1000;

export const visitReasons = queryOptions({
  queryKey: ['visit-reasons'],
  queryFn: async ({ signal }) =>
    (await request<{ items: VisitReason[] }>(`visit-reasons?limit=${REASONS_MAX}`, { signal })).items,
  staleTime: 300_000,
});

/** What groups and reasons are called by. */
export type Named = Pick<VisitReason, 'name_en' | 'name_vi' | 'name_zh'>;

export function reasonName(reason: Named, language: string): string {
  if (language === 'vi') return reason.name_vi;
  return language === 'zh' ? reason.name_zh : reason.name_en;
}

/** Names a code; what is not in the lists are somebody's own words and stay. */
export function useReasonName(): (given: string) => string {
  const { i18n } = useTranslation();
  const reasons = useQuery(visitReasons).data;
  return (given) => {
    const known = reasons?.find((reason) => reason.code === given);
    return known ? reasonName(known, i18n.language) : given;
  };
}

/** What is offered for a use, by name in the order of the lists. */
export function useReasonsFor(use: ReasonUse): { code: string; name: string }[] {
  const { i18n } = useTranslation();
  const reasons = useQuery(visitReasons).data ?? [];
  return reasons
    .filter((reason) => reason.active && reason.uses.includes(use))
    .sort((a, b) => a.group_code.localeCompare(b.group_code) || a.sequence - b.sequence)
    .map((reason) => ({ code: reason.code, name: reasonName(reason, i18n.language) }));
}
