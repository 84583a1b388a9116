// What territories come to by the outlets that lie in them: calls, hours and value in four weeks. Pure.
import { holds } from './ground';
import type { Place, Polygon } from './types';

export interface Sums {
  outlets: number;
  visits: number;
  /** At outlets; ways between them come on top. */
  minutes: number;
  value_minor: number;
  /** Outlets whose value is known. */
  valued: number;
}

export const NO_SUMS: Sums = { outlets: 0, visits: 0, minutes: 0, value_minor: 0, valued: 0 };

export function sumsOf(places: Iterable<Place>): Sums {
  const sums = { ...NO_SUMS };
  for (const place of places) {
    sums.outlets += 1;
    sums.visits += place.visits;
    sums.minutes += place.visits * place.service_minutes;
    sums.value_minor += place.value_minor ?? 0;
    if (place.value_minor !== null) sums.valued += 1;
  }
  return sums;
}

/** By outlet the territories that hold it, in the order given. */
export function membership(
  places: readonly Place[],
  grounds: readonly { id: number; polygons: readonly Polygon[] }[],
): Map<number, number[]> {
  const tests = grounds.map(({ id, polygons }) => ({ id, has: holds(polygons) }));
  const held = new Map<number, number[]>();
  for (const { id, at } of places) {
    if (!at) continue;
    const inside = tests.filter((test) => test.has(at)).map((test) => test.id);
    if (inside.length > 0) held.set(id, inside);
  }
  return held;
}

/** Of each territory what it comes to; an outlet in two counts in both. */
export function balance(
  places: readonly Place[],
  held: ReadonlyMap<number, readonly number[]>,
): Map<number, Sums> {
  const own = new Map<number, Place[]>();
  for (const place of places)
    for (const id of held.get(place.id) ?? []) {
      const list = own.get(id);
      if (list) list.push(place);
      else own.set(id, [place]);
    }
  return new Map([...own].map(([id, list]) => [id, sumsOf(list)]));
}

/** Of one, how many of its outlets each of the others has as well; those that have none are left out. */
export function sharedWith(
  id: number,
  held: ReadonlyMap<number, readonly number[]>,
  others: readonly { id: number; code: string }[],
): { code: string; count: number }[] {
  const counts = new Map<number, number>();
  for (const inside of held.values())
    if (inside.includes(id)) for (const other of inside) counts.set(other, (counts.get(other) ?? 0) + 1);
  return others.flatMap((other) => {
    const count = counts.get(other.id);
    return count ? [{ code: other.code, count }] : [];
  });
}

export const MEASURES = ['outlets', 'minutes', 'value_minor'] as const;
export type Measure = (typeof MEASURES)[number];
