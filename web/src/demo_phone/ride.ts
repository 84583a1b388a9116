// A ride along a straight line at one speed: where somebody is at any time. Pure; a clock that stutters changes nothing.

export interface Point {
  lat: number;
  lng: number;
}

export interface Ride {
  from: Point;
  /** When it was left. */
  at: number;
  /** Null while standing. */
  to: Point | null;
  kmh: number;
}

export interface Whereabouts {
  place: Point;
  /** Zero where nobody moves. */
  speed_mps: number;
  /** Clockwise from north; null where nobody moves. */
  bearing_deg: number | null;
  /** To the target. */
  left_m: number;
}

export const SPEEDS = [5, 30, 60] as const;

const METRES_PER_DEGREE = 111_195;
const RAD = Math.PI / 180;

/** East and north in metres: flat, as a town is. */
function way(from: Point, to: Point) {
  const east = (to.lng - from.lng) * METRES_PER_DEGREE * Math.cos(((from.lat + to.lat) / 2) * RAD);
  const north = (to.lat - from.lat) * METRES_PER_DEGREE;
  return { east, north, metres: Math.hypot(east, north) };
}

export const metresBetween = (from: Point, to: Point) => way(from, to).metres;

export const standing = (place: Point, kmh: number, now: number): Ride => ({
  from: place,
  at: now,
  to: null,
  kmh,
});

export function whereabouts(ride: Ride, now: number): Whereabouts {
  const still = (place: Point) => ({ place, speed_mps: 0, bearing_deg: null, left_m: 0 });
  const { from, to } = ride;
  if (!to) return still(from);
  const { east, north, metres } = way(from, to);
  const speed_mps = ride.kmh / 3.6;
  const gone = Math.max(0, (now - ride.at) / 1000) * speed_mps;
  if (gone >= metres) return still(to);
  const part = gone / metres;
  return {
    place: { lat: from.lat + (to.lat - from.lat) * part, lng: from.lng + (to.lng - from.lng) * part },
    speed_mps,
    bearing_deg: (Math.atan2(east, north) / RAD + 360) % 360,
    left_m: metres - gone,
  };
}

/** Another target or another speed, from where the ride is now. */
export function turned(ride: Ride, now: number, change: { to?: Point; kmh?: number }): Ride {
  const { place, left_m } = whereabouts(ride, now);
  return { from: place, at: now, to: left_m > 0 ? ride.to : null, kmh: ride.kmh, ...change };
}
