// What deserves a supervisor's eye about a rep now: what the list sees by itself, and the kinds of the server's
// exceptions that wait for somebody. Pure.
import type { RepFlag } from '../api/types';
import type { FieldException, Kind } from '../exceptions/exceptions';
import type { Signal, Work } from './rows';

/** Most urgent first. Named as the exceptions are; verdicts that no exception tells have names of their own. */
export const ATTENTION = [
  'sos',
  'invalid',
  'integrity',
  'outside',
  'gps_off',
  'backlog',
  'not_started',
  'silent',
  'left_territory',
  'off_route',
  'low_battery',
  'plan_behind',
  'review',
  'short_visit',
  'idle',
] as const satisfies readonly (Kind | 'invalid' | 'review')[];
export type Attention = (typeof ATTENTION)[number];

export const urgency = (attention: readonly Attention[]): number =>
  attention.length ? ATTENTION.indexOf(attention[0]!) : ATTENTION.length;

const BIT = Object.fromEntries(ATTENTION.map((each, i) => [each, 1 << i])) as Record<Attention, number>;
/** Of each combination one list: thousands of reps a beat share a few, and a row that says the same is the same. */
const LISTS = new Map<number, readonly Attention[]>();

function listOf(bits: number): readonly Attention[] {
  let list = LISTS.get(bits);
  if (!list) {
    list = ATTENTION.filter((each) => bits & BIT[each]);
    LISTS.set(bits, list);
  }
  return list;
}

interface Seen {
  work: Work;
  signal: Signal;
  flags: readonly RepFlag[];
  backlog: number;
  kinds: readonly Attention[];
}

export function attentionOf({ work, signal, flags, backlog, kinds }: Seen): readonly Attention[] {
  let bits = 0;
  for (const kind of kinds) bits |= BIT[kind];
  for (const flag of flags) bits |= BIT[flag];
  if (signal === 'silent') {
    bits |= BIT.silent;
    // Records waiting on a phone that talks to us are on their way; on a silent one they are missing.
    if (backlog > 0) bits |= BIT.backlog;
  }
  // Of a silent rep nobody knows whether he still stands there.
  else if (work === 'idle') bits |= BIT.idle;
  if (work === 'not_started') bits |= BIT.not_started;
  return listOf(bits);
}

const isAttention = (kind: Kind): kind is Kind & Attention => (ATTENTION as readonly string[]).includes(kind);

/** The kinds by rep. What an order or a collection waits for is not the map's business. */
export function kindsByRep(rows: readonly FieldException[]): Map<number, Attention[]> {
  const of = new Map<number, Attention[]>();
  for (const { rep_id, kind } of rows) {
    if (!isAttention(kind)) continue;
    const list = of.get(rep_id);
    if (!list) of.set(rep_id, [kind]);
    else if (!list.includes(kind)) list.push(kind);
  }
  return of;
}
