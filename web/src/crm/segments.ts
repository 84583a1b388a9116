// Segments: saved rules as the server keeps them, and the plain ones that the form of the page makes.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Page } from '../api/trade';
import { etag } from '../client/headers';

export interface Span {
  min?: number;
  max?: number;
}
export const PERIODS = ['days_30', 'days_90', 'days_365'] as const;
export type Period = (typeof PERIODS)[number];

/** One key of these each. */
export type Rule =
  | { all: Rule[] }
  | { any: Rule[] }
  | { not: Rule }
  | { class: string[] }
  | { channel: string[] }
  | { area: number[] }
  | { industry: string[] }
  | { age_days: Span }
  | { last_order_days: Span }
  | { ordered: { period: Period; minor: Span } }
  | { orders: { period: Period; count: Span } }
  | { recency: Span }
  | { frequency: Span }
  | { monetary: Span };

export interface Segment {
  id: number;
  code: string;
  name: string;
  rule: Rule;
  active: boolean;
  version: number;
}

export interface Member {
  customer_id: number;
  customer_code: string;
  customer_name: string;
  industry: string | null;
  since: string | null;
  last_order: string | null;
  ordered_minor: number;
  recency: number | null;
  frequency: number | null;
  monetary: number | null;
}

/** What the form asks; empty is no condition. */
export interface Asked {
  /** Whether all of them must hold or one is enough. */
  join: 'all' | 'any';
  areas: readonly number[];
  /** Who is of one of these is left out in any case. */
  notClasses: string;
  classes: string;
  channels: string;
  industries: string;
  ageMin: number | null;
  lastMin: number | null;
  lastMax: number | null;
  period: Period;
  orderedMin: number | null;
  recencyMax: number | null;
  frequencyMin: number | null;
  monetaryMin: number | null;
}

export const NOTHING_ASKED: Asked = {
  join: 'all',
  areas: [],
  notClasses: '',
  classes: '',
  channels: '',
  industries: '',
  ageMin: null,
  lastMin: null,
  lastMax: null,
  period: 'days_90',
  orderedMin: null,
  recencyMax: null,
  frequencyMin: null,
  monetaryMin: null,
};

const words = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

const span = (min: number | null, max: number | null): Span => ({
  ...(min === null ? {} : { min }),
  ...(max === null ? {} : { max }),
});

/** Null where nothing is asked. */
export function ruleOf(asked: Asked): Rule | null {
  const rules: Rule[] = [];
  if (words(asked.classes).length > 0) rules.push({ class: words(asked.classes) });
  if (words(asked.channels).length > 0) rules.push({ channel: words(asked.channels) });
  if (asked.areas.length > 0) rules.push({ area: [...asked.areas] });
  if (words(asked.industries).length > 0) rules.push({ industry: words(asked.industries) });
  if (asked.ageMin !== null) rules.push({ age_days: span(asked.ageMin, null) });
  if (asked.lastMin !== null || asked.lastMax !== null)
    rules.push({ last_order_days: span(asked.lastMin, asked.lastMax) });
  if (asked.orderedMin !== null)
    rules.push({ ordered: { period: asked.period, minor: span(asked.orderedMin, null) } });
  if (asked.recencyMax !== null) rules.push({ recency: span(null, asked.recencyMax) });
  if (asked.frequencyMin !== null) rules.push({ frequency: span(asked.frequencyMin, null) });
  if (asked.monetaryMin !== null) rules.push({ monetary: span(asked.monetaryMin, null) });
  const without: Rule[] =
    words(asked.notClasses).length > 0 ? [{ not: { class: words(asked.notClasses) } }] : [];
  if (rules.length + without.length === 0) return null;
  if (asked.join === 'all' || rules.length < 2) return { all: [...rules, ...without] };
  return without.length === 0 ? { any: rules } : { all: [{ any: rules }, ...without] };
}

const SHOWN_MAX = 500;

export const segmentsQuery = queryOptions({
  queryKey: ['crm', 'segments'],
  queryFn: async ({ signal }) =>
    (await request<Page<Segment>>(`segments?limit=${SHOWN_MAX}`, { signal })).items,
});

export const membersQuery = (id: number) =>
  queryOptions({
    queryKey: ['crm', 'segment_members', id],
    queryFn: ({ signal }) => request<Page<Member>>(`segments/${id}/members?limit=${SHOWN_MAX}`, { signal }),
  });

export const countQuery = (rule: Rule) =>
  queryOptions({
    queryKey: ['crm', 'segment_count', JSON.stringify(rule)],
    queryFn: ({ signal }) =>
      request<{ count: number; truncated: boolean }>('segments/preview', {
        method: 'POST',
        body: { rule },
        signal,
      }),
  });

export const makeSegment = (body: object): Promise<Segment> =>
  request<Segment>('segments', { method: 'POST', body });

export const changeSegment = (was: Segment, body: object): Promise<Segment> =>
  request<Segment>(`segments/${was.id}`, { method: 'PATCH', body, ifMatch: etag(was) });
