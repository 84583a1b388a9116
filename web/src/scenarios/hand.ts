// An assignment by hand while it is being made: who shall have what, over the solution that is looked at. Pure.
import type { HandPut } from './scenarios';
import type { Assignment, RepFigures } from './types';

/** By outlet the rep it is given to. */
export type Given = ReadonlyMap<number, number>;

/** What was given, over the solution with this hash: over another it means nothing. */
export interface Hand {
  over: string;
  given: Given;
}

const NOTHING: Given = new Map();
export const EMPTY_HAND: Hand = { over: '', given: NOTHING };

export const givenOver = (hand: Hand, hash: string): Given => (hand.over === hash ? hand.given : NOTHING);

/** The outlets as they would be: what is given by hand is marked so, and is moved where that is not today's rep. */
export function applied(
  outlets: readonly Assignment[],
  given: Given,
  reps: readonly Pick<RepFigures, 'rep_id' | 'rep_code'>[],
): Assignment[] {
  if (given.size === 0) return [...outlets];
  const codes = new Map(reps.map((rep) => [rep.rep_id, rep.rep_code]));
  return outlets.map((outlet) => {
    const rep = given.get(outlet.outlet_id);
    if (rep === undefined) return outlet;
    const why = rep === outlet.from_rep_id ? null : 'by_hand';
    return { ...outlet, rep_id: rep, rep_code: codes.get(rep) ?? null, why };
  });
}

/** What is sent: outlets that are not named stay with today's rep, so all others are. */
export const itemsOf = (outlets: readonly Assignment[]): HandPut['items'] =>
  outlets
    .filter((outlet) => outlet.rep_id !== outlet.from_rep_id)
    .map(({ outlet_id, rep_id }) => ({ outlet_id, rep_id }));

/** Given to the rep whose it is anyway, it is not given any more. */
export function give(given: Given, outlet: Assignment, rep: number): Given {
  const next = new Map(given);
  if (rep === outlet.rep_id) next.delete(outlet.outlet_id);
  else next.set(outlet.outlet_id, rep);
  return next;
}
