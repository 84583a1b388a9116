// Records that phone apps sent and nobody could read, as the server tells them. Pure but for the requests at the end.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { components } from '../client/schema';
import { type RecordSearch, recordSearch } from '../records/records';

type Schemas = components['schemas'];
export type UnreadRecord = Schemas['QuarantinedRecord'];
export type UnreadShown = Schemas['QuarantinedRecordShown'];

export const STATES = ['waiting', 'taken', 'dismissed'] as const;
export type UnreadState = (typeof STATES)[number];

/** Why one could not be read, by the server's code. */
export const DETAILS = [
  'no_time',
  'no_position',
  'no_location',
  'not_json',
  'encrypted',
  'unknown_type',
] as const;

export const detailOf = (code: string) => DETAILS.find((known) => known === code) ?? 'not_json';

export interface UnreadSearch extends RecordSearch {
  rep?: number;
  device?: number;
  /** Left out: those that wait. */
  show?: UnreadState;
}

const whole = (value: unknown) => (Number.isInteger(value) ? Number(value) : undefined);

export const unreadSearch = (search: Record<string, unknown>): UnreadSearch => ({
  at: recordSearch(search).at,
  id: recordSearch(search).id,
  rep: whole(search.rep),
  device: whole(search.device),
  show: STATES.find((state) => state === search.show && state !== 'waiting'),
});

export const asked = ({ rep, device, show }: UnreadSearch) => ({
  rep_id: rep,
  device_id: device,
  state: show ?? 'waiting',
});

/** A look at one that is whole is logged, so it is asked for by hand and once. */
export const unreadBody = (id: number) =>
  queryOptions({
    queryKey: ['records', 'quarantined-records', 'one', id],
    queryFn: ({ signal }) => request<UnreadShown>(`quarantined-records/${id}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });

export const decide = (id: number, decision: 'run' | 'dismiss' | 'reopen') =>
  request<UnreadRecord>(`quarantined-records/${id}/decisions`, { method: 'POST', body: { decision } });
