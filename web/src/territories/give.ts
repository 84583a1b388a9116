// Outlets given to a territory without a pointer: ground round them becomes its own, and others lose as much. Pure.
import { disc, hull, joined, without } from './ground';
import type { Ground, Place, Polygon } from './types';

/** Room round an outlet. Between two that are near it ends half-way. */
const ROOM_M = 60;
/** Less would be a crumb. */
const LEAST_M = 8;

const EARTH_M = 6_371_008.8;
const RAD = Math.PI / 180;

function metres(a: readonly [number, number], b: readonly [number, number]): number {
  const north = (a[1] - b[1]) * RAD;
  const east = (a[0] - b[0]) * RAD * Math.cos(a[1] * RAD);
  return Math.hypot(north, east) * EARTH_M;
}

/** Round each of them, as far as no other outlet is nearer. */
function room(chosen: readonly Place[], all: readonly Place[]): Polygon[] {
  const ids = new Set(chosen.map((place) => place.id));
  const others = all.flatMap(({ id, at }) => (at && !ids.has(id) ? [at] : []));
  return chosen.flatMap(({ at }) => {
    if (!at) return [];
    const nearest = others.reduce((least, other) => Math.min(least, metres(at, other)), ROOM_M * 2);
    return [disc(at, Math.max(LEAST_M, nearest / 2))];
  });
}

/** The territories that change, as they would be; `to` is null where the outlets shall be in none. */
export function given(
  chosen: readonly Place[],
  to: number | null,
  grounds: readonly Ground[],
  held: ReadonlyMap<number, readonly number[]>,
  all: readonly Place[],
): Ground[] {
  const discs = room(chosen, all);
  const losing = new Set(chosen.flatMap((place) => held.get(place.id) ?? []));
  return grounds.flatMap((ground) => {
    if (ground.id === to)
      return [{ ...ground, cells: null, polygons: joined([...ground.polygons, ...discs]) }];
    if (!losing.has(ground.id)) return [];
    return [{ ...ground, cells: null, polygons: without(ground.polygons, discs) }];
  });
}

/** Ground for a new territory of these outlets: what encloses them, without what others have. */
export function around(chosen: readonly Place[], grounds: readonly Ground[]): Polygon[] {
  const drawn = hull(
    chosen.flatMap(({ at }) => (at ? [at] : [])),
    ROOM_M,
  );
  if (!drawn) return [];
  return grounds.reduce<Polygon[]>((left, ground) => without(left, ground.polygons), [drawn]);
}
