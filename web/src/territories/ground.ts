// Sums on drawn ground: what lies in it, what two have in common, and new ground round outlets. What holds is the server's
// to judge; this is what the desk shows while something is drawn. Pure.
import { difference, intersection, union } from 'polyclip-ts';
import { type Box, boxOf } from '../map/geometry';
import type { Polygon, Ring } from './types';

type Point = readonly [number, number];

const EARTH_M = 6_371_008.8;
const RAD = Math.PI / 180;
/** Pieces below this are how borders were rounded, as for the server's check. */
const CRUMB_M2 = 100;
/** As the server keeps corners. */
const rounded = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

function inRing([x, y]: Point, ring: Ring): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!;
    const [xj, yj] = ring[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** Even-odd: what is in a hole is not in. */
const inPolygon = (point: Point, polygon: Polygon): boolean =>
  polygon.reduce((inside, ring) => (inRing(point, ring) ? !inside : inside), false);

export function boxOfGround(polygons: readonly Polygon[]): Box | null {
  return boxOf(polygons.flatMap((polygon) => polygon[0] ?? []));
}

/** A test of many points: what is outside the box costs nothing. */
export function holds(polygons: readonly Polygon[]): (point: Point) => boolean {
  const box = boxOfGround(polygons);
  if (!box) return () => false;
  const [west, south, east, north] = box;
  return (point) =>
    point[0] >= west &&
    point[0] <= east &&
    point[1] >= south &&
    point[1] <= north &&
    polygons.some((polygon) => inPolygon(point, polygon));
}

/** Square metres of a small ring, flat where it is. */
function ringArea(ring: Ring): number {
  const scale = Math.cos((ring[0]?.[1] ?? 0) * RAD);
  let twice = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    const [x1, y1] = ring[i]!;
    const [x2, y2] = ring[i + 1]!;
    twice += x1 * y2 - x2 * y1;
  }
  return (Math.abs(twice) / 2) * scale * (EARTH_M * RAD) ** 2;
}

export const areaOf = (polygons: readonly Polygon[]): number =>
  polygons.reduce(
    (all, [outer, ...holes]) =>
      all + (outer ? ringArea(outer) : 0) - holes.reduce((sum, hole) => sum + ringArea(hole), 0),
    0,
  );

/** Rounded as they are kept, without repeated corners and crumbs. */
function tidy(polygons: readonly Polygon[]): Polygon[] {
  const clean = (ring: Ring): Ring => {
    const corners = ring.map(([x, y]): [number, number] => [rounded(x), rounded(y)]);
    return corners.filter((at, i) => i === 0 || at[0] !== corners[i - 1]![0] || at[1] !== corners[i - 1]![1]);
  };
  return polygons
    .map((polygon) => polygon.map(clean).filter((ring, i) => i === 0 || ringArea(ring) >= CRUMB_M2))
    .filter(([outer]) => outer && outer.length > 3 && ringArea(outer) >= CRUMB_M2);
}

/** One ground of several pieces; a line that crosses itself is untied. */
export function joined(polygons: readonly Polygon[]): Polygon[] {
  const [first, ...rest] = polygons;
  return first ? tidy(union([first], ...rest.map((one) => [one])) as Polygon[]) : [];
}

export function without(polygons: readonly Polygon[], taken: readonly Polygon[]): Polygon[] {
  if (polygons.length === 0 || taken.length === 0) return [...polygons];
  return tidy(difference([...polygons], [...taken]) as Polygon[]);
}

export function common(a: readonly Polygon[], b: readonly Polygon[]): Polygon[] {
  if (a.length === 0 || b.length === 0) return [];
  return tidy(intersection([...a], [...b]) as Polygon[]);
}

/** A polygon of eight corners round a place. */
export function disc([lng, lat]: Point, metres: number): Polygon {
  const up = metres / EARTH_M / RAD;
  const right = up / Math.max(0.01, Math.cos(lat * RAD));
  const ring = Array.from({ length: 8 }, (_, i): [number, number] => {
    const angle = (i / 8) * 2 * Math.PI;
    return [rounded(lng + right * Math.cos(angle)), rounded(lat + up * Math.sin(angle))];
  });
  return [[...ring, ring[0]!]];
}

/** The convex hull of places with some room round each. */
export function hull(places: readonly Point[], metres: number): Polygon | null {
  const points = places
    .flatMap((place) => disc(place, metres)[0]!)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (points.length === 0) return null;
  const half = (sorted: Ring): Ring => {
    const chain: Ring = [];
    for (const point of sorted) {
      while (chain.length > 1 && turn(chain[chain.length - 2]!, chain[chain.length - 1]!, point) <= 0)
        chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  const ring = [...half(points), ...half([...points].reverse())];
  return [[...ring, ring[0]!]];
}

const turn = (a: Point, b: Point, c: Point): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/** Outer rings, each with the holes that begin in it; what is in no ring is left out. */
export function withHoles(rings: readonly Ring[], holes: readonly Ring[]): Polygon[] {
  return rings.map((ring) => [ring, ...holes.filter((hole) => hole[0] && inRing(hole[0], ring))]);
}
