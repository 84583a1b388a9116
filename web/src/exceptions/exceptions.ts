// Exceptions of the field as the server tells them, and what the page does with them. Pure but for the requests at
// the end.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';

export const KINDS = [
  'sos',
  'not_started',
  'silent',
  'gps_off',
  'low_battery',
  'backlog',
  'left_territory',
  'idle',
  'plan_behind',
  'off_route',
  'outside',
  'short_visit',
  'three_misses',
  'integrity',
  'order_held',
  'collection_not_handed_in',
  'cash_limit',
] as const;
export type Kind = (typeof KINDS)[number];
export type Severity = 'info' | 'warning' | 'critical';
export type State = 'open' | 'acknowledged' | 'resolved';

export interface FieldException {
  id: string;
  kind: Kind;
  severity: Severity;
  state: State;
  rep_id: number;
  rep_code: string;
  rep_name: string;
  org_unit_name: string;
  date: string;
  opened_at: string;
  cause_ended_at: string | null;
  owner_id: number | null;
  owner_name: string | null;
  visit_id: string | null;
  outlet_id: number | null;
  outlet_code: string | null;
  outlet_name: string | null;
  /** In the kind's own unit; `since` in milliseconds. */
  evidence: { value?: number; limit?: number; since?: number; note?: string };
  reason: string | null;
  resolved_at: string | null;
  resolved_by: string | null;
}

export interface Done {
  action: 'open' | 'acknowledge' | 'assign' | 'resolve' | 'reopen' | 'end_cause' | 'close';
  by: string | null;
  owner: string | null;
  reason: string | null;
  at: string;
}

export interface ExceptionWhole extends FieldException {
  history: Done[];
  owners: { id: number; name: string }[];
}

export interface Summary {
  open: number;
  acknowledged: number;
}

export const SHOWS = ['pending', 'open', 'acknowledged', 'resolved'] as const;
export type Show = (typeof SHOWS)[number];

const STATES: Record<Show, string> = {
  pending: 'open,acknowledged',
  open: 'open',
  acknowledged: 'acknowledged',
  resolved: 'resolved',
};

const WEIGHT: Record<Severity, number> = { critical: 0, warning: 1, info: 2 };

/** What presses most first; of these what nobody has seen yet; of these the newest. */
export const inOrder = (rows: readonly FieldException[]): FieldException[] =>
  [...rows].sort(
    (a, b) =>
      WEIGHT[a.severity] - WEIGHT[b.severity] ||
      Number(a.state !== 'open') - Number(b.state !== 'open') ||
      b.opened_at.localeCompare(a.opened_at) ||
      a.id.localeCompare(b.id),
  );

/** How many of each kind, the commonest first. */
export function kindCounts(rows: readonly FieldException[]): [Kind, number][] {
  const counts = new Map<Kind, number>();
  for (const row of rows) counts.set(row.kind, (counts.get(row.kind) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || KINDS.indexOf(a[0]) - KINDS.indexOf(b[0]));
}

export interface Filter {
  kind?: string;
  /** Only what this user owns. */
  owner?: number;
}

export const passes = (row: FieldException, filter: Filter): boolean =>
  (filter.kind === undefined || row.kind === filter.kind) &&
  (filter.owner === undefined || row.owner_id === filter.owner);

export type Action = 'acknowledge' | 'resolve' | 'reopen';

const AFTER: Record<Action, readonly State[]> = {
  acknowledge: ['open'],
  resolve: ['open', 'acknowledged'],
  reopen: ['acknowledged', 'resolved'],
};

/** Whether a step can be made now. */
export const can = (action: Action, row: FieldException): boolean => AFTER[action].includes(row.state);

/** More than one person handles in a day; what lies beyond comes up as these are done. */
const BOARD_MAX = 1000;

export const exceptionsQuery = (show: Show) =>
  queryOptions({
    queryKey: ['exceptions', show],
    queryFn: async ({ signal }) => {
      const path = `exceptions?state=${STATES[show]}&limit=${BOARD_MAX}`;
      const page = await request<{ items: FieldException[] }>(path, { signal });
      return show === 'resolved' ? page.items : inOrder(page.items);
    },
    refetchInterval: 60_000,
  });

export const exceptionQuery = (id: string) =>
  queryOptions({
    queryKey: ['exceptions', 'one', id],
    queryFn: ({ signal }) => request<ExceptionWhole>(`exceptions/${id}`, { signal }),
  });

export const summaryQuery = queryOptions({
  queryKey: ['exceptions', 'summary'],
  queryFn: ({ signal }) => request<Summary>('exceptions/summary', { signal }),
  refetchInterval: 60_000,
});

const SOS_MAX = 50;

/** Calls for help that nobody has resolved. */
export const sosQuery = queryOptions({
  queryKey: ['exceptions', 'sos'],
  queryFn: async ({ signal }) => {
    const path = `exceptions?kind=sos&state=open,acknowledged&limit=${SOS_MAX}`;
    return (await request<{ items: FieldException[] }>(path, { signal })).items;
  },
  refetchInterval: 30_000,
});

interface Result {
  id: string;
  status: 'done' | 'error';
}

export async function act(ids: readonly string[], action: Action, reason?: string): Promise<string[]> {
  const items = ids.map((id) => ({ id, action, reason }));
  const answer = await request<{ results: Result[] }>('exceptions/actions/batch', {
    method: 'POST',
    body: { items },
  });
  return answer.results.filter((r) => r.status === 'done').map((r) => r.id);
}

export const assign = (id: string, owner: number): Promise<FieldException> =>
  request<FieldException>(`exceptions/${id}/actions`, {
    method: 'POST',
    body: { action: 'assign', owner_id: owner },
  });
