// How often outlets are called at, set for many at once: the codes that planners write, and what a change comes to for each
// rep before it is saved. Pure.
import { givenOver, type Hand, stepped } from './hand';
import type { OutletInput } from './types';

/** Of `GET /visit-patterns`, what a scenario needs of it: it counts visits, not weeks. */
export interface PatternCode {
  code: string;
  visits: number;
  meaning: { en: string; vi: string; zh: string };
}

/** One code for each number of visits, the first that the server names. */
export function codesByVisits(codes: readonly PatternCode[]): PatternCode[] {
  const by = new Map<number, PatternCode>();
  for (const code of codes) if (!by.has(code.visits)) by.set(code.visits, code);
  return [...by.values()].sort((a, b) => a.visits - b.visits);
}

/** Another number of visits for these, in one step; what it is anyway is no change. */
export function setVisits(draft: Hand, over: string, outlets: readonly OutletInput[], visits: number): Hand {
  const set = givenOver(draft, over);
  return stepped(
    draft,
    over,
    outlets.flatMap((outlet): [number, number | null, number | null][] => {
      const before = set.get(outlet.outlet_id) ?? null;
      const now = visits === outlet.visits ? null : visits;
      return before === now ? [] : [[outlet.outlet_id, before, now]];
    }),
  );
}

export interface Calls {
  visits: number;
  /** At outlets. */
  minutes: number;
}
export interface Effect {
  rep_id: number | null;
  /** Outlets whose number of visits changes. */
  outlets: number;
  before: Calls;
  after: Calls;
}

/** What it comes to for each rep of today; only those for whom something changes. */
export function effects(inputs: readonly OutletInput[], set: ReadonlyMap<number, number>): Effect[] {
  const by = new Map<number | null, Effect>();
  for (const { outlet_id, rep_id, visits, service_minutes } of inputs) {
    const effect = by.get(rep_id) ?? {
      rep_id,
      outlets: 0,
      before: { visits: 0, minutes: 0 },
      after: { visits: 0, minutes: 0 },
    };
    const next = set.get(outlet_id) ?? visits;
    effect.before.visits += visits;
    effect.before.minutes += visits * service_minutes;
    effect.after.visits += next;
    effect.after.minutes += next * service_minutes;
    if (next !== visits) effect.outlets += 1;
    by.set(rep_id, effect);
  }
  return [...by.values()].filter((effect) => effect.outlets > 0);
}
