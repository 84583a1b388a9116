// Occasions as the server tells them: when customers are greeted or given something, whom one means, and how far it is.
import { queryOptions } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { Problem, request } from '../api/client';
import type { Page } from '../api/trade';
import { etag } from '../client/headers';

export const OCCASION_KINDS = ['birthday', 'anniversary', 'date'] as const;
export type OccasionKind = (typeof OCCASION_KINDS)[number];
export const ACTS = ['greeting', 'gift'] as const;
export type Act = (typeof ACTS)[number];
export const WAYS = ['visit', 'call', 'sms', 'zalo', 'email'] as const;
export type Way = (typeof WAYS)[number];
export type Doubt = 'no_value' | 'over_value_max' | 'over_budget';

export interface Occasion {
  id: string;
  name: string;
  kind: OccasionKind;
  act: Act;
  way: Way;
  dates: string[];
  segment_id: number | null;
  segment_name: string | null;
  org_unit_id: number;
  org_unit_name: string;
  days_ahead: number;
  text: string | null;
  value_max_minor: number | null;
  budget_minor: number | null;
  active: boolean;
  own: boolean;
  year: number;
  planned: number;
  held: number;
  not_held: number;
  given_minor: number;
  doubtful: number;
  spent_minor: number | null;
  version: number;
}

export type RecipientState = 'would_get' | 'left_out' | 'planned' | 'held' | 'not_held' | 'withdrawn';
export type LeftOut = 'no_date' | 'first_year' | 'no_rep';

export interface OccasionPreview {
  year: number;
  counts: { state: RecipientState; why: LeftOut | null; count: number }[];
  otherwise: number;
  truncated: boolean;
}

export interface OccasionRecipient {
  customer_id: number;
  customer_name: string;
  contact_id: number | null;
  contact_name: string | null;
  rep_name: string | null;
  day: string | null;
  way: Way;
  instead: 'opted_out' | 'no_address' | null;
  state: RecipientState;
  why: LeftOut | null;
}

export interface OccasionSums {
  planned: number;
  held: number;
  not_held: number;
  given_minor: number;
  doubtful: number;
}

export interface RepProgress extends OccasionSums {
  rep_id: number;
  rep_code: string;
  rep_name: string;
  org_unit_id: number;
  org_unit_name: string;
}

export interface OccasionProgress extends OccasionSums {
  year: number;
  budget_minor: number | null;
  spent_minor: number | null;
  org_units: (OccasionSums & { org_unit_id: number; org_unit_name: string })[];
  reps: RepProgress[];
  truncated: boolean;
}

export interface CustomerCare extends OccasionSums {
  customer_id: number;
  customer_code: string;
  customer_name: string;
  net_sales_minor: number;
  given_bp: number | null;
}

/** How much of a budget is spent, as a bar shows it: never more than all of it. */
export const spentRatio = (of: { budget_minor: number | null; spent_minor: number | null }): number | null =>
  of.budget_minor === null || of.spent_minor === null ? null : Math.min(1, of.spent_minor / of.budget_minor);

/** Dates typed one below the other, or parted by commas; empty lines are nothing. */
export const datesOf = (typed: string): string[] =>
  typed
    .split(/[\s,;]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const GIFT_FAULTS = ['over_value_max', 'over_budget', 'not_in_use', 'wrong_kind'] as const;

/** Why a gift is refused, where that is its occasion's doing. */
export function giftFault(error: unknown, t: TFunction): string | null {
  const errors = error instanceof Problem ? error.errors : [];
  const code = GIFT_FAULTS.find((known) => errors.some((one) => one.code === known));
  return code ? t(`occasion.fault.${code}`) : null;
}

export const occasionsQuery = queryOptions({
  queryKey: ['crm', 'occasions'],
  queryFn: ({ signal }) => request<Page<Occasion>>('occasions?limit=200', { signal }),
  refetchInterval: 30_000,
});

export const occasionPreviewQuery = (id: string, year: number) =>
  queryOptions({
    queryKey: ['crm', 'occasions', id, 'preview', year],
    queryFn: ({ signal }) => request<OccasionPreview>(`occasions/${id}/preview?year=${year}`, { signal }),
  });

export const occasionRecipientsQuery = (id: string, year: number) =>
  queryOptions({
    queryKey: ['crm', 'occasions', id, 'recipients', year],
    queryFn: ({ signal }) =>
      request<Page<OccasionRecipient>>(`occasions/${id}/recipients?limit=500&year=${year}`, { signal }),
  });

/** What a report is cut by, as its address says it. */
export function reportCut(year: number, rep: number | null, from: string, to: string): string {
  const query = new URLSearchParams({ year: String(year) });
  if (rep !== null) query.set('rep_id', String(rep));
  if (from) query.set('from', from);
  if (to) query.set('to', to);
  return query.toString();
}

export const occasionProgressQuery = (id: string, cut: string) =>
  queryOptions({
    queryKey: ['crm', 'occasions', id, 'progress', cut],
    queryFn: ({ signal }) => request<OccasionProgress>(`occasions/${id}/progress?${cut}`, { signal }),
    placeholderData: (old) => old,
  });

export const occasionCustomersPath = (id: string, cut: string) =>
  `occasion-customers?limit=500&occasion_id=${id}&${cut}`;

export const occasionCustomersQuery = (id: string, cut: string) =>
  queryOptions({
    queryKey: ['crm', 'occasions', id, 'customers', cut],
    queryFn: ({ signal }) => request<Page<CustomerCare>>(occasionCustomersPath(id, cut), { signal }),
    placeholderData: (old) => old,
  });

export const makeOccasion = (body: object): Promise<Occasion> =>
  request<Occasion>('occasions', { method: 'POST', body });

export const changeOccasion = (was: Occasion, body: object): Promise<Occasion> =>
  request<Occasion>(`occasions/${was.id}`, { method: 'PATCH', body, ifMatch: etag(was) });
