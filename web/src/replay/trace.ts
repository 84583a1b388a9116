// A rep's track as columns by time, and every question a replay asks of it: where at an instant, how far by then, how
// fast, when past a point. Knows neither map nor clock. Between two pieces of the track there is a hole, and in a hole
// there is no position: nothing here ever bridges one.
import { mercatorX, mercatorY } from '../map/geometry';

const EARTH_M = 6_371_008.8;
const RAD = Math.PI / 180;

/** Two fixes farther apart than this, in time and in place, leave the way between them a guess. */
const GUESS_MS = 120_000;
const GUESS_M = 50;

export interface Trace {
  readonly size: number;
  /** Epoch milliseconds, strictly rising. */
  readonly at: Float64Array;
  readonly lng: Float64Array;
  readonly lat: Float64Array;
  /** Mercator, 0 to 1. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Metres of the line up to the point; a hole adds none. */
  readonly metres: Float64Array;
  /** 1 where a piece begins: between this point and the one before it lies a hole. */
  readonly begins: Uint8Array;
}

export interface SeenPlace {
  /** `guess`: the fixes around are far apart. */
  state: 'seen' | 'guess';
  lng: number;
  lat: number;
  /** Degrees from north; null: at rest. */
  heading: number | null;
  kmh: number;
}

export type Place =
  | { state: 'none' }
  /** Before the first fix. */
  | { state: 'before'; until: number }
  | SeenPlace
  /** In a hole. Where the rep was last seen is no position, and is named as what it is. */
  | { state: 'hole'; since: number; until: number; lastLng: number; lastLat: number }
  /** After the last fix. */
  | { state: 'after'; since: number; lastLng: number; lastLat: number };

export const isSeen = (place: Place): place is SeenPlace => place.state === 'seen' || place.state === 'guess';

const NONE: Place = { state: 'none' };

interface Piece {
  times: number[];
  line: GeoJSON.Position[];
}

function piecesOf(track: GeoJSON.FeatureCollection | undefined): Piece[] {
  const pieces: Piece[] = [];
  for (const { geometry, properties } of track?.features ?? []) {
    if (geometry.type !== 'LineString' || properties?.kind !== 'track') continue;
    const times: unknown = properties.times;
    if (!Array.isArray(times)) continue;
    pieces.push({ times: times.map((time) => Date.parse(String(time))), line: geometry.coordinates });
  }
  return pieces.sort((a, b) => (a.times[0] ?? 0) - (b.times[0] ?? 0));
}

/** Points that do not lie after the one before them are left out: a lone fix is written twice. */
export function traceOf(track: GeoJSON.FeatureCollection | undefined): Trace {
  const at: number[] = [];
  const lng: number[] = [];
  const lat: number[] = [];
  const begins: number[] = [];
  for (const { times, line } of piecesOf(track)) {
    let first = true;
    for (const [i, position] of line.entries()) {
      const time = times[i];
      const last = at.at(-1);
      if (time === undefined || Number.isNaN(time) || (last !== undefined && time <= last)) continue;
      at.push(time);
      lng.push(position[0]!);
      lat.push(position[1]!);
      begins.push(first ? 1 : 0);
      first = false;
    }
  }
  const size = at.length;
  const trace = {
    size,
    at: Float64Array.from(at),
    lng: Float64Array.from(lng),
    lat: Float64Array.from(lat),
    x: Float64Array.from(lng, mercatorX),
    y: Float64Array.from(lat, mercatorY),
    metres: new Float64Array(size),
    begins: Uint8Array.from(begins),
  };
  for (let i = 1; i < size; i++)
    trace.metres[i] = trace.metres[i - 1]! + (trace.begins[i] ? 0 : metresBetween(trace, i - 1, i));
  return trace;
}

function metresBetween({ lng, lat }: Pick<Trace, 'lng' | 'lat'>, a: number, b: number): number {
  const dLat = (lat[b]! - lat[a]!) * RAD;
  const dLng = (lng[b]! - lng[a]!) * RAD;
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(lat[a]! * RAD) * Math.cos(lat[b]! * RAD) * Math.sin(dLng / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The last point not after `at`, or -1. */
export function indexAt({ at: times, size }: Pick<Trace, 'at' | 'size'>, at: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export function placeAt(trace: Trace, at: number): Place {
  const { size, at: times, lng, lat, begins, metres } = trace;
  if (size === 0) return NONE;
  const i = indexAt(trace, at);
  if (i < 0) return { state: 'before', until: times[0]! };
  const since = times[i]!;
  const last = { lastLng: lng[i]!, lastLat: lat[i]! };
  const here = (): Place => ({ state: 'seen', lng: lng[i]!, lat: lat[i]!, heading: null, kmh: 0 });
  if (i === size - 1) return at === since ? here() : { state: 'after', since, ...last };
  const until = times[i + 1]!;
  if (begins[i + 1]) return at === since ? here() : { state: 'hole', since, until, ...last };
  const span = until - since;
  const part = (at - since) / span;
  const went = metres[i + 1]! - metres[i]!;
  return {
    state: span > GUESS_MS && went > GUESS_M ? 'guess' : 'seen',
    lng: lng[i]! + (lng[i + 1]! - lng[i]!) * part,
    lat: lat[i]! + (lat[i + 1]! - lat[i]!) * part,
    heading: went > 1 ? headingOf(trace, i) : null,
    kmh: (went / span) * 3600,
  };
}

/** Degrees from north, clockwise. */
const headingOf = ({ x, y }: Trace, i: number): number =>
  (Math.atan2(x[i + 1]! - x[i]!, y[i]! - y[i + 1]!) / RAD + 360) % 360;

/** Metres of the line up to an instant. */
export function metresAt(trace: Trace, at: number): number {
  const { size, at: times, metres } = trace;
  const i = indexAt(trace, at);
  if (i < 0) return 0;
  if (i === size - 1) return metres[i]!;
  const part = (at - times[i]!) / (times[i + 1]! - times[i]!);
  return metres[i]! + (metres[i + 1]! - metres[i]!) * part;
}

/** Milliseconds of a span in which the rep was seen. */
function seenMs(trace: Trace, from: number, to: number): number {
  const { size, at: times, begins } = trace;
  let sum = 0;
  for (let i = Math.max(0, indexAt(trace, from)); i < size - 1 && times[i]! < to; i++) {
    if (begins[i + 1]) continue;
    sum += Math.max(0, Math.min(to, times[i + 1]!) - Math.max(from, times[i]!));
  }
  return sum;
}

/** The mean speed in each of so many equal parts of a span, km/h; NaN where the rep was not seen. */
export function speedsOf(trace: Trace, from: number, to: number, parts: number): Float32Array {
  const speeds = new Float32Array(parts).fill(Number.NaN);
  const width = (to - from) / parts;
  for (let i = 0; i < parts; i++) {
    const a = from + i * width;
    const seen = seenMs(trace, a, a + width);
    // A sliver of a fix at the edge of a hole says nothing about its part.
    if (seen < Math.min(1000, width / 4)) continue;
    speeds[i] = ((metresAt(trace, a + width) - metresAt(trace, a)) / seen) * 3600;
  }
  return speeds;
}

/**
 * When the rep passed nearest to a point of the map (mercator), within `reach`; of two passes as near, the one nearer
 * to `prefer` in time.
 */
export function passNear(
  trace: Trace,
  px: number,
  py: number,
  reach: number,
  prefer: number,
): { at: number; distance: number } | null {
  const { size, at: times, x, y, begins } = trace;
  // Nearer by less than this is no nearer: a street that is driven twice is drawn twice.
  const same = reach / 4;
  let best: { at: number; distance: number } | null = null;
  for (let i = 0; i < size; i++) {
    const end = i + 1 < size && !begins[i + 1] ? i + 1 : i;
    const dx = x[end]! - x[i]!;
    const dy = y[end]! - y[i]!;
    const square = dx * dx + dy * dy;
    const along = square > 0 ? ((px - x[i]!) * dx + (py - y[i]!) * dy) / square : 0;
    const part = Math.min(1, Math.max(0, along));
    const distance = Math.hypot(px - x[i]! - dx * part, py - y[i]! - dy * part);
    if (distance > reach) continue;
    const at = times[i]! + (times[end]! - times[i]!) * part;
    const nearer =
      !best ||
      distance < best.distance - same ||
      (distance <= best.distance + same && Math.abs(at - prefer) < Math.abs(best.at - prefer));
    if (nearer) best = { at, distance };
  }
  return best;
}
