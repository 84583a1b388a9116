// An assignment by hand while it is being made: who shall have what, over the solution that is looked at, in steps that can
// be taken back and made again. Pure.
import type { HandPut } from './scenarios';
import type { Assignment, RepFigures } from './types';

/** By outlet the rep it is given to. */
export type Given = ReadonlyMap<number, number>;

/** Of one outlet: to whom it was given before and is given now; null where the solution says. */
export type Change = [outlet: number, before: number | null, now: number | null];
export type Step = Change[];

/** Over the solution with this hash: over another it means nothing. */
export interface Hand {
  over: string;
  done: Step[];
  undone: Step[];
}

export const EMPTY_HAND: Hand = { over: '', done: [], undone: [] };
/** More steps are not taken back one by one: the oldest become one. */
const STEPS_MAX = 100;

const NOTHING: Given = new Map();

export function givenOver(hand: Hand, hash: string): Given {
  if (hand.over !== hash || hand.done.length === 0) return NOTHING;
  const given = new Map<number, number>();
  for (const step of hand.done)
    for (const [outlet, , now] of step) {
      if (now === null) given.delete(outlet);
      else given.set(outlet, now);
    }
  return given;
}

export const stepsOf = (hand: Hand, hash: string): { back: number; on: number } =>
  hand.over === hash ? { back: hand.done.length, on: hand.undone.length } : { back: 0, on: 0 };

/** Outlets of the solution given to a rep; whose it is anyway has nothing given. */
export function give(hand: Hand, hash: string, outlets: readonly Assignment[], rep: number): Hand {
  const given = givenOver(hand, hash);
  const step = outlets.flatMap((outlet): Step => {
    const before = given.get(outlet.outlet_id) ?? null;
    const now = rep === outlet.rep_id ? null : rep;
    return before === now ? [] : [[outlet.outlet_id, before, now]];
  });
  return stepped(hand, hash, step);
}

/** Everything as the solution has it: one step more, which can be taken back too. */
export const drop = (hand: Hand, hash: string): Hand =>
  stepped(
    hand,
    hash,
    [...givenOver(hand, hash)].map(([outlet, rep]) => [outlet, rep, null]),
  );

export function stepped(hand: Hand, hash: string, step: Step): Hand {
  if (step.length === 0) return hand;
  const done = hand.over === hash ? [...hand.done, step] : [step];
  const [first, second, ...rest] = done;
  return {
    over: hash,
    done: done.length > STEPS_MAX && first && second ? [[...first, ...second], ...rest] : done,
    undone: [],
  };
}

export function undo(hand: Hand): Hand {
  const last = hand.done.at(-1);
  return last ? { over: hand.over, done: hand.done.slice(0, -1), undone: [...hand.undone, last] } : hand;
}

export function redo(hand: Hand): Hand {
  const last = hand.undone.at(-1);
  return last ? { over: hand.over, done: [...hand.done, last], undone: hand.undone.slice(0, -1) } : hand;
}

export type Refusal = 'locked' | 'no_skill';

/** Why a rep cannot have an outlet; the server would refuse it, too. `classes` are those each rep may call at. */
export function refusal(
  outlet: Assignment,
  rep: number,
  classes: ReadonlyMap<number, readonly string[] | null>,
): Refusal | null {
  if (outlet.locked && rep !== outlet.from_rep_id) return 'locked';
  const able = classes.get(rep);
  return able && !able.includes(outlet.class) ? 'no_skill' : null;
}

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
