// A territory while it is drawn: what it was, what is drawn so far, and what becomes of it. Pure.
import { joined, withHoles, without } from './ground';
import type { Ground, Polygon, Ring } from './types';

export interface Edit {
  /** Null: a new one. */
  was: Ground | null;
  /** Outer rings, as they are drawn. */
  rings: readonly Ring[];
  /** The library of the sketch knows none: they are kept beside it. */
  holes: readonly Ring[];
  /** Counts sketches that were begun anew, so that the map takes up the rings. */
  begun: number;
  steps: { back: number; on: number };
}

const NO_STEPS = { back: 0, on: 0 };

const taken = (polygons: readonly Polygon[]): Pick<Edit, 'rings' | 'holes'> => ({
  rings: polygons.flatMap(([outer]) => (outer ? [outer] : [])),
  holes: polygons.flatMap(([, ...holes]) => holes),
});

export const editOf = (was: Ground | null, polygons: readonly Polygon[] = was?.polygons ?? []): Edit => ({
  was,
  ...taken(polygons),
  begun: 0,
  steps: NO_STEPS,
});

/** As it is shown while a corner moves: pieces may still overlap. */
export const liveGround = (edit: Edit): Polygon[] => withHoles(edit.rings, edit.holes);

/** As it is saved: pieces that overlap are one, and a line that crosses itself is untied. */
export const drawnGround = (edit: Edit): Polygon[] => joined(liveGround(edit));

/** Other ground begins another sketch. */
const replaced = (edit: Edit, polygons: readonly Polygon[]): Edit => ({
  ...edit,
  ...taken(polygons),
  begun: edit.begun + 1,
  steps: NO_STEPS,
});

/** What the others have is theirs. */
export const cutBy = (edit: Edit, others: readonly Ground[]): Edit =>
  replaced(
    edit,
    others.reduce((left, other) => without(left, other.polygons), drawnGround(edit)),
  );

export const restarted = (edit: Edit, was: Ground): Edit => ({
  ...editOf(was),
  begun: edit.begun + 1,
});

/** `T-8` where `T-7` is the last of its kind. */
export function nextCode(codes: readonly string[]): string {
  const numbers = codes.flatMap((code) => {
    const found = /^T-(\d+)$/.exec(code);
    return found ? [Number(found[1])] : [];
  });
  return `T-${Math.max(0, ...numbers) + 1}`;
}
