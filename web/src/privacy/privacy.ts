// Erasures of where reps were, as the server tells them: how they are asked for, how far one is. Pure but for the requests.
import { request } from '../api/client';
import type { components } from '../client/schema';
import { type RecordSearch, recordSearch } from '../records/records';

type Schemas = components['schemas'];
export type Erasure = Schemas['Erasure'];
export type ErasurePlan = Schemas['ErasurePlan'];

/** In the order of the server's table: what a phone sent, what was made of it, what lies beside it. */
export const CLASSES = [
  'raw_fixes',
  'sealed_copies',
  'mark_positions',
  'record_positions',
  'visit_positions',
  'visit_history',
  'day_stays',
  'checkpoint',
  'photos',
  'camera_places',
  'pin_proposals',
  'outlet_requests',
  'unread_records',
  'events',
  'messages',
  'kept_answers',
  'planned_homes',
] as const;
export type Class = (typeof CLASSES)[number];

export interface PrivacySearch extends RecordSearch {
  rep?: number;
}

export const privacySearch = (search: Record<string, unknown>): PrivacySearch => {
  const { at, id, act } = recordSearch(search);
  return { at, id, act, rep: Number.isInteger(search.rep) ? Number(search.rep) : undefined };
};

/** What there is any of, in the order of the table; a class that is not known here stands last. */
export function rowsOf(rows: Readonly<Record<string, number>>): [string, number][] {
  const order = (name: string) => {
    const at = CLASSES.indexOf(name as Class);
    return at < 0 ? CLASSES.length : at;
  };
  return Object.entries(rows)
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => order(a) - order(b));
}

/** From 0 to 100. One that has not begun is at 0, whatever it is of. */
export const percentDone = ({
  state,
  done,
  of_steps,
}: Pick<Erasure, 'state' | 'done' | 'of_steps'>): number =>
  state === 'done' ? 100 : of_steps > 0 ? Math.min(99, Math.floor((done / of_steps) * 100)) : 0;

/** Whether anything of a list will change by itself. */
export const isMoving = (items: readonly Pick<Erasure, 'state'>[]): boolean =>
  items.some(({ state }) => state === 'running' || state === 'waiting');

export interface Ask {
  rep_id: number;
  /** Left out: everything, today's day too. */
  before?: string;
  due_on?: string;
  reason?: string;
  confirm?: string;
}

export const plan = (ask: Ask) =>
  request<ErasurePlan>('privacy/erasures', { method: 'POST', body: { ...ask, dry_run: true } });

export const erase = (ask: Ask) => request<Erasure>('privacy/erasures', { method: 'POST', body: ask });

export const cancel = (id: number) =>
  request<Erasure>(`privacy/erasures/${id}/cancel`, { method: 'POST', body: {} });

/** The zip of one rep; the browser asks with its cookie. */
export const exportUrl = (rep: number) => `/api/v1/privacy/reps/${rep}/export`;

/** Kinds of data, ways out and deeds of the record of processing that have words here. */
export const DATA = [
  'raw_positions',
  'sealed_positions',
  'visits',
  'working_time',
  'field_records',
  'photos',
  'device_state',
  'unread_records',
  'refusals',
  'profiles',
  'logins',
  'contacts',
  'messages',
  'consents',
  'access_log',
  'sent_alerts',
  'kept_answers',
] as const;
export const WAYS = [
  'forwarding',
  'webhook',
  'email',
  'push',
  'sms',
  'zalo',
  'mailbox',
  'api_token',
] as const;
const DEEDS = { 'privacy.erased': 'erased', 'privacy.export': 'export', 'track.read': 'read' } as const;
export const deedOf = (action: string) =>
  DEEDS[action as keyof typeof DEEDS] as (typeof DEEDS)[keyof typeof DEEDS] | undefined;
