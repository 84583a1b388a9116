// Absences, holidays, day plans and their deviations as the server tells them. Pure but for the requests.
import { queryOptions } from '@tanstack/react-query';
import { Problem, request } from '../api/client';
import { etag } from '../client/headers';

export const TABS = ['absences', 'day', 'holidays', 'deviations', 'unsynced', 'joint'] as const;
export type Tab = (typeof TABS)[number];

export const KINDS = ['leave', 'sickness', 'meeting', 'training'] as const;
export type AbsenceKind = (typeof KINDS)[number];
export type AbsenceState = 'requested' | 'approved' | 'refused' | 'cancelled';

export interface Absence {
  id: string;
  rep_id: number;
  rep_code: string;
  rep_name: string;
  kind: AbsenceKind;
  from: string;
  to: string;
  from_time: string | null;
  to_time: string | null;
  note: string | null;
  state: AbsenceState;
  substitute_rep_id: number | null;
  substitute_code: string | null;
  decided_by: string | null;
  reason: string | null;
  requested_at: string;
}

export interface MovedDay {
  date: string;
  frozen: boolean;
  stops: {
    outlet_id: number;
    outlet_code: string;
    outlet_name: string;
    covered: 'substitute' | 'own' | 'none';
  }[];
}

export interface Preview {
  days: MovedDay[];
  truncated: boolean;
}

export const POLICIES = ['skip', 'next_working_day', 'make_up'] as const;
export type HolidayPolicy = (typeof POLICIES)[number];

export interface Holiday {
  date: string;
  name: string;
  policy: HolidayPolicy;
  version: number;
}

export interface PlanStop {
  sequence: number;
  outlet_id: number;
  outlet_code: string;
  outlet_name: string;
  window: [string, string] | null;
  absence_id: string | null;
  covers_rep_id: number | null;
}

export type DeviationChange = 'added' | 'removed' | 'moved' | 'excused' | 'restored' | 'covered';

export interface DayPlan {
  rep_id: number;
  date: string;
  frozen_at: string | null;
  stops: PlanStop[];
}

export interface Deviation {
  id: number;
  rep_id: number;
  rep_code: string;
  rep_name: string;
  date: string;
  change: DeviationChange;
  outlet_code: string;
  outlet_name: string;
  to_date: string | null;
  reason: string;
  approved_by: string | null;
  recorded_at: string;
}

export interface UnsyncedDay {
  rep_id: number;
  rep_code: string;
  rep_name: string;
  date: string;
  device_last_seen_at: string | null;
  backlog: number;
}

export interface JointCount {
  user_id: number;
  name: string;
  days: number;
  reps: number;
  visits: number;
  notes: number;
}

export interface RouteOutlet {
  outlet_id: number;
  outlet_code: string;
  outlet_name: string;
}

/** More than this at once is nobody's reading. */
const LIST_MAX = 1000;
const items = async <T>(path: string, signal: AbortSignal): Promise<T[]> =>
  (await request<{ items: T[] }>(path, { signal })).items;

export const absences = queryOptions({
  queryKey: ['absences'],
  queryFn: ({ signal }) => items<Absence>(`absences?limit=${LIST_MAX}`, signal),
  refetchInterval: 60_000,
});

export const preview = (id: string, substitute: number | null) =>
  queryOptions({
    queryKey: ['absence-preview', id, substitute],
    queryFn: ({ signal }) =>
      request<Preview>(
        `absences/${id}/preview${substitute === null ? '' : `?substitute_rep_id=${substitute}`}`,
        { signal },
      ),
  });

export const holidays = (from: string) =>
  queryOptions({
    queryKey: ['holidays', from],
    queryFn: ({ signal }) => items<Holiday>(`holidays?from=${from}&limit=${LIST_MAX}`, signal),
  });

export const dayPlan = (rep: number, date: string) =>
  queryOptions({
    queryKey: ['day-plan', rep, date],
    queryFn: ({ signal }) => request<DayPlan>(`day-plans/${rep}/${date}`, { signal }),
  });

/** What may be added: the outlets on the rep's own routes. */
export const ownOutlets = (rep: number) =>
  queryOptions({
    queryKey: ['own-outlets', rep],
    queryFn: async ({ signal }) => {
      const routes = await items<{ outlets: RouteOutlet[] }>(
        `routes?rep_id=${rep}&limit=${LIST_MAX}`,
        signal,
      );
      return [...new Map(routes.flatMap((r) => r.outlets).map((o) => [o.outlet_id, o])).values()];
    },
    staleTime: 300_000,
  });

export const deviations = queryOptions({
  queryKey: ['plan-deviations'],
  queryFn: ({ signal }) => items<Deviation>('plan-deviations?limit=200', signal),
});

export const unsyncedDays = queryOptions({
  queryKey: ['unsynced-days'],
  queryFn: ({ signal }) => items<UnsyncedDay>(`unsynced-days?limit=${LIST_MAX}`, signal),
  refetchInterval: 60_000,
});

export const jointCounts = (from: string, to: string) =>
  queryOptions({
    queryKey: ['joint-counts', from, to],
    queryFn: ({ signal }) => items<JointCount>(`joint-visits/counts?from=${from}&to=${to}`, signal),
  });

export interface Asking {
  rep_id: number;
  kind: AbsenceKind;
  from: string;
  to: string;
  from_time?: string;
  to_time?: string;
  note?: string;
}

export const ask = (body: Asking) => request<Absence>('absences', { method: 'POST', body });

export interface Deciding {
  decision: 'approved' | 'refused' | 'cancelled';
  substitute_rep_id?: number;
  reason?: string;
}

export const decide = (id: string, body: Deciding) =>
  request<Absence>(`absences/${id}/decisions`, { method: 'POST', body });

export interface StopChange {
  change: 'add' | 'remove' | 'move';
  outlet_id: number;
  to_date?: string;
  reason: string;
}

export const changeStop = (rep: number, date: string, body: StopChange) =>
  request<DayPlan>(`day-plans/${rep}/${date}/changes`, { method: 'POST', body });

export const putHoliday = (holiday: { date: string; name: string; policy: HolidayPolicy }) =>
  request<Holiday>(`holidays/${holiday.date}`, {
    method: 'PUT',
    body: { name: holiday.name, policy: holiday.policy },
    ifMatch: '*',
  });

export const deleteHoliday = ({ date, version }: Holiday) =>
  request<void>(`holidays/${date}`, { method: 'DELETE', ifMatch: etag({ version }) });

/** What waits first, then what is to come, then what is over, newest first. */
export function inOrder(list: readonly Absence[], today: string): Absence[] {
  const rank = (a: Absence) => (a.state === 'requested' ? 0 : a.to >= today ? 1 : 2);
  return [...list].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (rank(a) === 2 ? b.from.localeCompare(a.from) : a.from.localeCompare(b.from)) ||
      a.id.localeCompare(b.id),
  );
}

/** Faults that have words; any other refusal is told by its problem. */
export const FAULTS = [
  'overlaps',
  'covers_another',
  'same_rep',
  'absent',
  'unknown',
  'not_possible',
  'before_from',
  'one_day',
  'required',
  'invalid_time',
  'out_of_range',
  'not_planned',
  'already_planned',
  'not_on_route',
  'too_long',
] as const;
export type FaultCode = (typeof FAULTS)[number];

/** The first thing that is wrong, where the page knows it. */
export function faultOf(error: unknown): FaultCode | undefined {
  if (!(error instanceof Problem)) return undefined;
  return FAULTS.find((code) => code === error.errors[0]?.code);
}
