// Who gives outlets to whom. Pure.
import type { Assignment } from './types';

export interface Pair {
  from: number | null;
  to: number | null;
  outlets: Assignment[];
  value_minor: number;
}

/** Of outlets that change their rep, those of each giver and taker together; most outlets first. */
export function pairsOf(outlets: readonly Assignment[]): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const outlet of outlets) {
    const { from_rep_id: from, rep_id: to } = outlet;
    if (from === to) continue;
    const key = `${from} ${to}`;
    const pair = pairs.get(key) ?? { from, to, outlets: [], value_minor: 0 };
    pair.outlets.push(outlet);
    pair.value_minor += outlet.value_minor;
    pairs.set(key, pair);
  }
  return [...pairs.values()].sort((a, b) => b.outlets.length - a.outlets.length);
}
