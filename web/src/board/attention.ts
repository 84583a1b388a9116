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

interface Seen {
  work: Work;
  signal: Signal;
  flags: readonly RepFlag[];
  backlog: number;
  kinds: readonly Attention[];
}

export function attentionOf({ work, signal, flags, backlog, kinds }: Seen): Attention[] {
  return ATTENTION.filter((each) => {
    if (kinds.includes(each)) return true;
    switch (each) {
      case 'invalid':
      case 'review':
      case 'off_route':
        return flags.includes(each);
      // Records waiting on a phone that talks to us are on their way; on a silent one they are missing.
      case 'backlog':
        return signal === 'silent' && backlog > 0;
      case 'silent':
        return signal === 'silent';
      case 'not_started':
        return work === 'not_started';
      // Of a silent rep nobody knows whether he still stands there.
      case 'idle':
        return work === 'idle' && signal !== 'silent';
      default:
        return false;
    }
  });
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
