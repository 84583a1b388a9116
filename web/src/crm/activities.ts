// Activities with customers and how much of what was planned was done, as the server tells them.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { cursorOf } from '../api/everyPage';
import type { Page } from '../api/trade';
import { etag } from '../client/headers';
import type { Doubt, Way } from './occasions';

export const ACTIVITY_KINDS = ['call', 'email', 'sms', 'note', 'meeting', 'greeting', 'gift'] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];
export type ActivityState = 'planned' | 'held' | 'not_held' | 'withdrawn';
/** Against the plan. The first five add up to what was due. */
export const STANDINGS = ['in_time', 'late', 'not_held', 'overdue', 'open', 'unplanned'] as const;
export type Standing = (typeof STANDINGS)[number];

export interface Activity {
  id: string;
  kind: ActivityKind;
  state: ActivityState;
  standing: Standing | 'withdrawn';
  rep_id: number;
  rep_name: string;
  customer_id: number | null;
  customer_name: string | null;
  outlet_name: string | null;
  contact_name: string | null;
  visit_id: string | null;
  subject: string;
  note: string | null;
  due_at: string | null;
  ended_at: string | null;
  date: string;
  at: string;
  duration_min: number | null;
  outcome: string | null;
  reason: string | null;
  value_minor: number | null;
  item: string | null;
  quantity: number | null;
  occasion_id: string | null;
  occasion_name: string | null;
  way: Way | null;
  doubt: Doubt | null;
  version: number;
}

export interface RepCompletion extends Record<Standing | 'due', number> {
  rep_id: number;
  rep_code: string;
  rep_name: string;
}

export interface Completions {
  from: string;
  to: string;
  items: RepCompletion[];
  truncated: boolean;
}

/** What was done in time of what was due so far; null where nothing was due yet. */
export function doneRatio(of: RepCompletion): number | null {
  const past = of.due - of.open;
  return past === 0 ? null : (of.in_time + of.late) / past;
}

export interface ActivityCut {
  /** One alone, whatever day it was planned for. */
  id?: string;
  rep?: number;
  standing?: Standing;
  from?: string;
  to?: string;
}

const PAGE = 100;

export const completionQuery = (from?: string, to?: string) =>
  queryOptions({
    queryKey: ['crm', 'completion', from, to],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams();
      if (from) query.set('from', from);
      if (to) query.set('to', to);
      return request<Completions>(`activities/completion?${query}`, { signal });
    },
    placeholderData: (old) => old,
    refetchInterval: 60_000,
  });

export function activitiesPath(cut: ActivityCut): string {
  const query = new URLSearchParams({ limit: String(PAGE) });
  if (cut.id) query.set('id', cut.id);
  if (cut.rep !== undefined) query.set('rep_id', String(cut.rep));
  if (cut.standing) query.set('standing', cut.standing);
  if (cut.from) query.set('from', cut.from);
  if (cut.to) query.set('to', cut.to);
  return `activities?${query}`;
}

export const activitiesQuery = (cut: ActivityCut) =>
  infiniteQueryOptions({
    queryKey: ['crm', 'activities', cut],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Activity>>(`${activitiesPath(cut)}${cursorOf(pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Activity>) => last.next_cursor,
    refetchInterval: 60_000,
  });

/** Gifts of an occasion in a year that a phone told of against a limit. */
export const doubtfulQuery = (occasion: string, year: number) =>
  queryOptions({
    queryKey: ['crm', 'activities', 'doubtful', occasion, year],
    queryFn: ({ signal }) =>
      request<Page<Activity>>(
        `activities?limit=200&doubtful=true&occasion_id=${occasion}&occasion_year=${year}`,
        { signal },
      ),
  });

export const makeActivity = (body: object): Promise<Activity> =>
  request<Activity>('activities', { method: 'POST', body });

export const changeActivity = (was: Activity, body: object): Promise<Activity> =>
  request<Activity>(`activities/${was.id}`, { method: 'PATCH', body, ifMatch: etag(was) });
