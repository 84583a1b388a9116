// From a solution to what the map draws of it: whose an outlet is by colour and number, what moves, what is left out, a
// day's order. Pure.
import { feature, features } from '../map/geojson';
import { type Box, boxOf } from '../map/geometry';
import type { Assignment, Day, RepFigures } from './types';

/** Dark enough for white numbers, and apart for colour-blind people as far as twelve can be. */
const COLORS = [
  '#0b5fa5',
  '#b3420a',
  '#06704c',
  '#8a3a86',
  '#7a5b00',
  '#1a7f8e',
  '#b0173a',
  '#4b4fc4',
  '#4f6b16',
  '#8c4f2b',
  '#c2187a',
  '#3f5563',
] as const;
export const NOBODY = '#6b7280';

/** How a rep is told from the others: by a number in the order of codes, and by a colour that its neighbours lack. */
export interface Mark {
  number: number;
  color: string;
}

/** Who or what has a mark: where it lies decides on its colour. */
type Marked = Pick<RepFigures, 'rep_id' | 'rep_code' | 'home'>;

/** Reps that count as neighbours. */
const NEAR = 6;

export function marksOf(reps: readonly Marked[]): Map<number, Mark> {
  const marks = new Map<number, Mark>();
  const sorted = [...reps].sort((a, b) => a.rep_code.localeCompare(b.rep_code));
  const done: Marked[] = [];
  sorted.forEach((rep, at) => {
    const near = rep.home
      ? done
          .filter((other) => other.home)
          .sort((a, b) => apart(a.home!, rep.home!) - apart(b.home!, rep.home!))
          .slice(0, NEAR)
      : done.slice(-NEAR);
    const taken = new Set(near.map((other) => marks.get(other.rep_id)?.color));
    const first = at % COLORS.length;
    const turned = [...COLORS.slice(first), ...COLORS.slice(0, first)];
    marks.set(rep.rep_id, {
      number: at + 1,
      color: turned.find((color) => !taken.has(color)) ?? COLORS[first]!,
    });
    done.push(rep);
  });
  return marks;
}

/** Only to say which is nearer. */
const apart = (a: [number, number], b: [number, number]): number => {
  const east = (a[1] - b[1]) * Math.cos((a[0] * Math.PI) / 180);
  return (a[0] - b[0]) ** 2 + east ** 2;
};

const at = (lng: number, lat: number): GeoJSON.Point => ({ type: 'Point', coordinates: [lng, lat] });

export interface Shown {
  outlets: readonly Assignment[];
  reps: readonly RepFigures[];
  marks: ReadonlyMap<number, Mark>;
  /** The rep that is looked at; others stay in the background. */
  rep: number | undefined;
  /** Outlets with a ring; those that change their rep where absent. */
  ringed?: ReadonlySet<number>;
  /** Outlets that are about to change hands. */
  chosen?: ReadonlySet<number>;
}

export function outletFeatures({ outlets, marks, rep, ringed, chosen }: Shown): GeoJSON.FeatureCollection {
  const list = outlets.flatMap((outlet) => {
    if (outlet.lat === null || outlet.lng === null) return [];
    const mark = outlet.rep_id === null ? undefined : marks.get(outlet.rep_id);
    const isRinged = ringed ? ringed.has(outlet.outlet_id) : outlet.why !== null;
    const isNear = rep === undefined || outlet.rep_id === rep || outlet.from_rep_id === rep;
    return [
      feature(at(outlet.lng, outlet.lat), {
        outlet: outlet.outlet_id,
        color: mark?.color ?? NOBODY,
        number: mark ? String(mark.number) : '–',
        ringed: isRinged,
        chosen: chosen?.has(outlet.outlet_id) ?? false,
        hollow: outlet.unserved !== null,
        far: !isNear && !chosen?.has(outlet.outlet_id),
        // What is told apart lies above.
        rank:
          (chosen?.has(outlet.outlet_id) ? 4 : 0) +
          (isNear ? 2 : 0) +
          (isRinged || outlet.unserved !== null ? 1 : 0),
      }),
    ];
  });
  return features(list);
}

/** Where each rep's days begin, and its name in the middle of its outlets. */
export function repFeatures({ outlets, reps, marks, rep }: Shown) {
  const homes: GeoJSON.Feature[] = [];
  const names: GeoJSON.Feature[] = [];
  const own = new Map<number, [number, number][]>();
  for (const outlet of outlets) {
    if (outlet.rep_id === null || outlet.lat === null || outlet.lng === null) continue;
    const places = own.get(outlet.rep_id) ?? [];
    places.push([outlet.lng, outlet.lat]);
    own.set(outlet.rep_id, places);
  }
  for (const each of reps) {
    const mark = marks.get(each.rep_id);
    if (!mark) continue;
    const words = { rep: each.rep_id, color: mark.color, far: rep !== undefined && rep !== each.rep_id };
    if (each.home)
      homes.push(feature(at(each.home[1], each.home[0]), { ...words, number: String(mark.number) }));
    const places = own.get(each.rep_id);
    if (places)
      names.push(
        feature(at(...middle(places)), {
          ...words,
          name: `${mark.number} · ${each.rep_name}`,
          rank: mark.number,
        }),
      );
  }
  return { homes: features(homes), names: features(names) };
}

/** The place in the middle by either axis: far outlets do not draw it away. */
function middle(places: readonly [number, number][]): [number, number] {
  const of = (axis: 0 | 1) => places.map((place) => place[axis]).sort((a, b) => a - b)[places.length >> 1]!;
  return [of(0), of(1)];
}

/** A rep-day: straight lines in the order of calls, from home and back, and the numbered stops. */
export function dayFeatures(day: Day | undefined, home: [number, number] | null, color: string) {
  const calls = (day?.calls ?? []).flatMap((call, index) =>
    call.lat === null || call.lng === null
      ? []
      : [{ at: [call.lng, call.lat] as [number, number], number: index + 1, outlet: call.outlet_id }],
  );
  const ends: [number, number][] = home && calls.length > 0 ? [[home[1], home[0]]] : [];
  const line = [...ends, ...calls.map((call) => call.at), ...ends];
  return {
    order: features(line.length > 1 ? [feature({ type: 'LineString', coordinates: line }, { color })] : []),
    stops: features(
      calls.map((call) =>
        feature(
          { type: 'Point', coordinates: call.at },
          { outlet: call.outlet, number: String(call.number), color },
        ),
      ),
    ),
  };
}

/** Of a rep's outlets and home, or of all. */
export function boxOfShown({ outlets, reps, rep }: Shown): Box | null {
  const points: [number, number][] = [];
  for (const outlet of outlets)
    if (outlet.lat !== null && outlet.lng !== null && (rep === undefined || outlet.rep_id === rep))
      points.push([outlet.lng, outlet.lat]);
  for (const each of reps)
    if (each.home && (rep === undefined || each.rep_id === rep)) points.push([each.home[1], each.home[0]]);
  return boxOf(points);
}

/** The ring about the outlet that is looked at. */
export const pickedFeatures = (lng: number | undefined, lat: number | undefined): GeoJSON.FeatureCollection =>
  features(lng === undefined || lat === undefined ? [] : [feature(at(lng, lat), {})]);
