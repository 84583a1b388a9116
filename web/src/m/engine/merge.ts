// An answer of `sync` laid over what the phone knows. Pure. Rows may come again and none is skipped, so laying the
// same answer over twice changes nothing.
import type { PhoneData } from '../phone';
import type { RecordStatus, SyncAnswer } from '../protocol';

export type Statuses = { [id: string]: RecordStatus };

export const NOTHING: PhoneData = {
  synced_at: null,
  plan: null,
  outlets: [],
  customers: [],
  visits: [],
  messages: [],
  reasons: { version: 0, groups: [] },
  catalogue: null,
  orders: [],
  debt: [],
  forms: [],
  must_sell: [],
  displays: [],
  contacts: [],
  activities: [],
  deliveries: [],
  scheme_progress: [],
  quotations: [],
  tasks: [],
  cases: [],
  appointments: [],
  suggested_orders: [],
  track_reads: [],
  coaching: [],
  privacy: null,
};

/** Told whole, or null where they are as they were. */
const WHOLE = [
  'reasons',
  'catalogue',
  'forms',
  'must_sell',
  'displays',
  'contacts',
  'activities',
  'deliveries',
  'scheme_progress',
  'quotations',
  'tasks',
  'cases',
  'appointments',
  'track_reads',
  'coaching',
  'privacy',
] as const;

const HISTORY_MS = 8 * 86_400_000;

/** Later rows in the place of earlier ones with the same key. */
function over<T>(old: T[], rows: T[], key: (row: T) => unknown): T[] {
  if (!rows.length) return old;
  const kept = new Map(old.map((row) => [key(row), row]));
  for (const row of rows) kept.set(key(row), row);
  return [...kept.values()];
}

export function merge(known: PhoneData, answer: SyncAnswer, now: number): PhoneData {
  const old = answer.full ? { ...NOTHING, track_reads: known.track_reads } : known;
  const gone = (kind: 'visit' | 'outlet') =>
    new Set<string | number>(answer.tombstones.filter((t) => t.kind === kind).map((t) => t.id));
  const [visits, outlets] = [gone('visit'), gone('outlet')];
  const whole = Object.fromEntries(
    WHOLE.filter((part) => answer[part] != null).map((part) => [part, answer[part]]),
  ) as Partial<PhoneData>;
  const planned = new Set(answer.plan.stops.map((stop) => stop.outlet_id));
  return {
    ...old,
    ...whole,
    synced_at: now,
    plan: answer.plan,
    // A tombstone and the same outlet in one answer: it left, and came back.
    outlets: over(
      old.outlets.filter(({ id }) => !outlets.has(id)),
      answer.outlets,
      ({ id }) => id,
    ),
    customers: over(old.customers, answer.customers, ({ id }) => id),
    visits: over(old.visits, answer.visits, ({ id }) => id)
      .filter(({ id, started_at }) => !visits.has(id) && now - Date.parse(started_at) < HISTORY_MS)
      .sort((a, b) => a.started_at.localeCompare(b.started_at)),
    messages: over(old.messages, answer.messages, ({ id }) => id)
      .filter(({ sent_at }) => now - Date.parse(sent_at) < HISTORY_MS)
      .sort((a, b) => a.id - b.id),
    orders: over(old.orders, answer.orders, ({ id }) => id),
    debt: over(old.debt, answer.debt, (d) => `${d.customer_id} ${d.partner_id}`),
    suggested_orders: over(old.suggested_orders, answer.suggested_orders, (s) => s.outlet_id).filter((s) =>
      planned.has(s.outlet_id),
    ),
  };
}

/** What is known of the records that this phone still shows. */
export function mergeStatuses(known: Statuses, told: RecordStatus[], shown: ReadonlySet<string>): Statuses {
  const next: Statuses = {};
  for (const status of [...Object.values(known), ...told]) if (shown.has(status.id)) next[status.id] = status;
  return next;
}
