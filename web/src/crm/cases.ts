// What customers complain of or ask for, and how it stands against its deadlines, as the server tells it.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Page } from '../api/trade';
import { etag } from '../client/headers';
import type { Priority } from './calendar';

export const CASE_STATES = ['open', 'in_progress', 'waiting', 'resolved', 'closed'] as const;
export type CaseState = (typeof CASE_STATES)[number];
export type Deadline = 'ahead' | 'near' | 'kept' | 'breached';

export interface CaseStep {
  state: CaseState;
  at: string;
  by: string | null;
  note: string | null;
  /** How it was settled then. */
  resolution: string | null;
  /** The rep who looks after it from then on. */
  handed_to: string | null;
}

export interface Case {
  id: string;
  state: CaseState;
  priority: Priority;
  rep_id: number;
  rep_name: string;
  subject: string;
  note: string | null;
  customer_id: number | null;
  customer_name: string | null;
  outlet_name: string | null;
  visit_id: string | null;
  opened_at: string;
  respond_by: string;
  resolve_by: string;
  responded_at: string | null;
  resolved_at: string | null;
  resolution: string | null;
  response: Deadline;
  settlement: Deadline;
  breached: boolean;
  steps: CaseStep[];
  version: number;
}

const NEXT: Record<CaseState, readonly CaseState[]> = {
  open: ['in_progress', 'waiting', 'resolved'],
  in_progress: ['waiting', 'resolved'],
  waiting: ['in_progress', 'resolved'],
  resolved: ['closed', 'in_progress'],
  closed: [],
};

/** Where a case may go from a state. */
export const caseNext = (state: CaseState): readonly CaseState[] => NEXT[state];

/** What presses most first: breached, near, then by the nearest deadline that is not met yet. */
export function byPress(cases: readonly Case[]): Case[] {
  const rank = ({ response, settlement }: Case) =>
    [response, settlement].includes('breached') ? 0 : [response, settlement].includes('near') ? 1 : 2;
  const next = (one: Case) => (one.responded_at === null ? one.respond_by : one.resolve_by);
  return [...cases].sort((a, b) => rank(a) - rank(b) || next(a).localeCompare(next(b)));
}

const SHOWN_MAX = 500;

export const casesPath = (rep: number | undefined, open: boolean) =>
  `cases?open=${open}&limit=${SHOWN_MAX}${rep === undefined ? '' : `&rep_id=${rep}`}`;

export const casesQuery = (rep: number | undefined, open: boolean) =>
  queryOptions({
    queryKey: ['crm', 'cases', rep, open],
    queryFn: ({ signal }) => request<Page<Case>>(casesPath(rep, open), { signal }),
    refetchInterval: 60_000,
  });

export const makeCase = (body: object): Promise<Case> => request<Case>('cases', { method: 'POST', body });

export const changeCase = (was: Case, body: object): Promise<Case> =>
  request<Case>(`cases/${was.id}`, { method: 'PATCH', body, ifMatch: etag(was) });
