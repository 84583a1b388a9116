// What each rep has in four weeks as outlets change hands by hand: counted where it can be, estimated where only a new plan
// of the days would tell. Pure.
import type { Assignment, RepFigures } from './types';

export interface Load {
  outlets: number;
  minutes: number;
  metres: number;
  value_minor: number;
}

export const LOADS = ['minutes', 'outlets', 'metres', 'value_minor'] as const;
export type Measure = (typeof LOADS)[number];
/** What is counted; ways, and with them hours, are estimated. */
export const isCounted = (measure: Measure): boolean => measure === 'outlets' || measure === 'value_minor';

const EARTH_M = 6_371_008.8;
const RAD = Math.PI / 180;
/** A call lies between two others. */
const NEIGHBOURS = 2;

export const loadOf = (rep: RepFigures): Load => ({
  outlets: rep.outlets,
  minutes: rep.work_min,
  metres: rep.metres,
  value_minor: rep.value_minor,
});

/** Metres of all visits if each came from the nearest neighbours: what a rep's way grows and shrinks with. */
export function spreadOf(outlets: readonly Assignment[]): number {
  const places = outlets.flatMap(({ lat, lng, visits }) =>
    lat === null || lng === null ? [] : [{ x: lng * Math.cos(lat * RAD), y: lat, visits }],
  );
  let sum = 0;
  for (const one of places) {
    let [first, second] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (const other of places) {
      if (other === one) continue;
      const apart = (one.x - other.x) ** 2 + (one.y - other.y) ** 2;
      if (apart < first) [first, second] = [apart, first];
      else if (apart < second) second = apart;
    }
    const near = [first, second].filter(Number.isFinite).map(Math.sqrt);
    if (near.length > 0)
      sum += (one.visits * near.reduce((all, each) => all + each, 0)) / Math.min(NEIGHBOURS, near.length);
  }
  return sum * RAD * EARTH_M;
}

const serviceOf = (outlets: readonly Assignment[], service: ReadonlyMap<number, number>): number =>
  outlets.reduce((sum, one) => sum + one.visits * (service.get(one.outlet_id) ?? 0), 0);

/** A rep's way grows as its outlets lie apart, and its travelling time with its way; as measured by what was planned. */
export function estimate(
  rep: RepFigures,
  all: Pick<RepFigures, 'metres' | 'work_min'> & { spread: number; service: number },
  before: readonly Assignment[],
  after: readonly Assignment[],
  service: ReadonlyMap<number, number>,
): Load {
  const was = spreadOf(before);
  const now = spreadOf(after);
  const metres = was > 0 ? (rep.metres * now) / was : all.spread > 0 ? (all.metres * now) / all.spread : 0;
  const [served, serves] = [serviceOf(before, service), serviceOf(after, service)];
  const travelled = Math.max(0, rep.work_min - served);
  const travels =
    rep.metres > 0
      ? (travelled * metres) / rep.metres
      : all.metres > 0
        ? (Math.max(0, all.work_min - all.service) * metres) / all.metres
        : 0;
  return {
    outlets: after.length,
    minutes: Math.round(serves + travels),
    metres: Math.round(metres),
    value_minor: after.reduce((sum, one) => sum + one.value_minor, 0),
  };
}

function byRep(outlets: readonly Assignment[]): Map<number, Assignment[]> {
  const own = new Map<number, Assignment[]>();
  for (const outlet of outlets) {
    if (outlet.rep_id === null) continue;
    const list = own.get(outlet.rep_id);
    if (list) list.push(outlet);
    else own.set(outlet.rep_id, [outlet]);
  }
  return own;
}

/** Of every rep what it has and what it would have; the same where nothing of it changes hands. */
export function loads(
  reps: readonly RepFigures[],
  was: readonly Assignment[],
  now: readonly Assignment[],
  service: ReadonlyMap<number, number>,
): Map<number, { before: Load; after: Load }> {
  const moved = new Set<number>();
  was.forEach((one, at) => {
    const other = now[at]?.rep_id ?? null;
    if (one.rep_id === other) return;
    for (const rep of [one.rep_id, other]) if (rep !== null) moved.add(rep);
  });
  if (moved.size === 0) return new Map(reps.map((rep) => [rep.rep_id, same(rep)]));
  const [own, next] = [byRep(was), byRep(now)];
  const all = reps.reduce(
    (sum, rep) => ({
      metres: sum.metres + rep.metres,
      work_min: sum.work_min + rep.work_min,
      spread: sum.spread,
      service: sum.service,
    }),
    { metres: 0, work_min: 0, spread: 0, service: serviceOf(was, service) },
  );
  // Asked for only where a rep had no way of its own to measure by.
  if (reps.some((rep) => moved.has(rep.rep_id) && rep.metres === 0))
    for (const list of own.values()) all.spread += spreadOf(list);
  return new Map(
    reps.map((rep) => [
      rep.rep_id,
      moved.has(rep.rep_id)
        ? {
            before: loadOf(rep),
            after: estimate(rep, all, own.get(rep.rep_id) ?? [], next.get(rep.rep_id) ?? [], service),
          }
        : same(rep),
    ]),
  );
}

const same = (rep: RepFigures) => {
  const load = loadOf(rep);
  return { before: load, after: load };
};
