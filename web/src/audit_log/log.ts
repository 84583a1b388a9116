// The log of who looked at or changed what, as the server tells it: how it is asked for, and the words of an entry.
// Pure.
import { type RecordSearch, recordSearch } from '../records/records';

export interface LogEntry {
  id: number;
  user_id: number | null;
  login: string | null;
  /** `collection.verb` */
  action: string;
  /** `collection/id` */
  subject: string;
  detail: Record<string, unknown>;
  recorded_at: string;
}

export interface LogSearch extends RecordSearch {
  /** Whole, or its beginning up to a point: `outlets.` */
  action?: string;
  /** Whole, or its beginning up to a slash: `outlets/` */
  subject?: string;
  user?: number;
  /** Company dates, both included. */
  from?: string;
  to?: string;
}

const date = (value: unknown): string | undefined =>
  /^\d{4}-\d\d-\d\d$/.test(String(value)) ? String(value) : undefined;

const word = (value: unknown): string | undefined =>
  value === undefined || value === '' ? undefined : String(value);

export const logSearch = (search: Record<string, unknown>): LogSearch => ({
  at: recordSearch(search).at,
  id: recordSearch(search).id,
  action: word(search.action),
  subject: word(search.subject),
  user: Number.isInteger(search.user) ? Number(search.user) : undefined,
  from: date(search.from),
  to: date(search.to),
});

/** What the log is asked with; `boundsOf` tells when a company date begins and ends. */
export const asked = (
  { action, subject, user, from, to }: LogSearch,
  boundsOf: (date: string) => { fromAt: string; toAt: string },
) => ({
  action,
  subject,
  user_id: user,
  from: from && boundsOf(from).fromAt,
  to: to && boundsOf(to).toAt,
});

/** Actions of the log that are looked for most; any other can be typed, and a beginning finds all that begin so. */
export const ACTIONS = [
  'outlets.',
  'users.',
  'devices.',
  'orders.',
  'session.create',
  'sessions.end',
  'password.reset_code',
  'second_factor.',
  'sign_in_policy.change',
  'track.read',
  'visit.review',
  'outlets.create',
  'outlets.change',
  'outlets.close',
  'reps.create',
  'reps.change',
  'reps.departure',
  'reps.departed',
  'routes.create',
  'routes.change',
  'customers.create',
  'customers.change',
  'users.create',
  'users.change',
  'devices.create',
  'devices.change',
  'devices.revoke',
  'devices.lost',
  'devices.found',
  'devices.enrolment_code',
  'privacy.notice',
  'tokens.create',
  'tokens.delete',
  'settings.change',
  'import.commit',
  'import.revert',
  'orders.create',
  'period.close',
  'period.reopen',
] as const;

/** What is after the last point is what was done; before it stands to what. */
export function actionParts(action: string): { noun: string; verb: string } {
  const at = action.lastIndexOf('.');
  return at < 0 ? { noun: '', verb: action } : { noun: action.slice(0, at), verb: action.slice(at + 1) };
}

export interface DetailRow {
  field: string;
  before: unknown;
  after: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields that an entry says were changed; empty where it says none. */
export function differences(detail: Record<string, unknown>): DetailRow[] {
  const { before, after } = detail;
  if (!isObject(before) && !isObject(after)) return [];
  const old = isObject(before) ? before : {};
  const now = isObject(after) ? after : {};
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .map((field) => ({ field, before: old[field], after: now[field] }))
    .filter((row) => JSON.stringify(row.before) !== JSON.stringify(row.after));
}

/** What an entry says besides. */
export const remarks = (detail: Record<string, unknown>): [string, unknown][] =>
  Object.entries(detail).filter(
    ([name, value]) => name !== 'before' && name !== 'after' && value !== null && value !== undefined,
  );

export const valueText = (value: unknown): string =>
  value === null || value === undefined
    ? '–'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

/** The page that shows an object of the log. */
export function placeOf(subject: string): { to: LogPlace; id: number } | null {
  const [, collection, id] = /^([a-z-]+)\/(\d+)$/.exec(subject) ?? [];
  const to = PLACES[collection as keyof typeof PLACES];
  return to === undefined ? null : { to, id: Number(id) };
}

const PLACES = {
  outlets: '/masters/outlets',
  reps: '/masters/reps',
  routes: '/masters/routes',
  users: '/admin/users',
  devices: '/admin/devices',
  'org-units': '/admin/org-units',
} as const;
export type LogPlace = (typeof PLACES)[keyof typeof PLACES];
