// Distances on the earth, and which of many fixes are worth keeping. Pure.
import type { Fix } from '../protocol';

export interface Point {
  lat: number;
  lng: number;
}

/** Metres, exact enough for a rep's day (sphere). */
export function metres(a: Point, b: Point): number {
  const rad = Math.PI / 180;
  const dLat = (b.lat - a.lat) * rad;
  const dLng = (b.lng - a.lng) * rad;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLng / 2) ** 2;
  return 2 * 6_371_009 * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** How far a phone must have moved to have moved: its own error does not count. */
const moved = (last: Fix, fix: Fix) =>
  metres(last, fix) > Math.max(15, (fix.accuracy_m ?? 30) / 2, (last.accuracy_m ?? 30) / 2);

export interface Cadence {
  ping_moving_s: number;
  ping_still_s: number;
}

/** Whether a fix goes on the track: often while moving, now and then while standing, none twice. */
export function isKept(last: Fix | null, fix: Fix, cadence: Cadence): boolean {
  if (!last) return true;
  const since = (fix.at - last.at) / 1000;
  if (since <= 0) return false;
  if (since >= cadence.ping_still_s) return true;
  return since >= cadence.ping_moving_s && moved(last, fix);
}

/** What a step adds to the way travelled: none over a hole, none by a phone that trembles. */
export function travelled(last: Fix | null, fix: Fix): number {
  if (!last || fix.at - last.at > 10 * 60_000 || !moved(last, fix)) return 0;
  return metres(last, fix);
}

/** How far from the pin, and whether that is beyond its fence even at the best of the fix's error. */
export function fromPin(pin: Point, radius_m: number, fix: Fix): { distance_m: number; far: boolean } {
  const distance_m = metres(pin, fix);
  return { distance_m, far: distance_m - (fix.accuracy_m ?? 50) > radius_m };
}
