// One rep's day as a replay needs it: what the rep did from when to when, what happened at which instant, and the sums
// up to any instant. Made of the judged day and the track; judges nothing itself. Pure.
import type { OutletState, RepDay, TimeSpan, VisitSummary } from '../api/types';
import { outletStateOf } from '../map/features';
import { holding, type Interval, merged, without } from './intervals';
import { metresAt, type Trace } from './trace';

/** A shorter stand beside a visit is the way to the door. */
const STOP_MS = 180_000;
/** What is left of one beside a break is no hole. */
const HOLE_MS = 120_000;
/** A shorter one is not worth a skip. */
const SKIP_MS = 60_000;

export interface LaneVisit extends Interval {
  id: string;
  open: boolean;
  /** Null: at no known outlet. */
  name: string | null;
  sequence: number | null;
  state: OutletState;
}

export interface LaneSpan extends Interval {
  part: TimeSpan['part'];
}

export interface Lane {
  rep: number;
  name: string;
  code: string;
  day: RepDay;
  trace: Trace;
  visits: LaneVisit[];
  spans: LaneSpan[];
  /** Long stands, in outlets or elsewhere. */
  stays: Interval[];
  /** Of these, what no visit, break or hole explains. */
  stops: Interval[];
  breaks: Interval[];
  /** Without a fix: what the track has as a hole, and what the day has as unobserved. */
  holes: Interval[];
  sessions: (Interval & { open: boolean })[];
}

export function laneOf(day: RepDay, trace: Trace, now: number): Lane {
  const end = (at: string | null) => (at === null ? now : Date.parse(at));
  const sequences = new Map(day.plan.stops.map((stop) => [stop.visit_id, stop.sequence]));
  const visits = day.visits
    .filter((visit) => visit.state !== 'cancelled')
    .flatMap((visit) => visitOf(visit, sequences.get(visit.id) ?? null, now) ?? [])
    .sort((a, b) => a.from - b.from);
  const spans = day.spans.map((span) => ({
    from: Date.parse(span.from_at),
    to: Date.parse(span.to_at),
    part: span.part,
  }));
  const stays = merged([
    ...day.stays.map((stay) => ({ from: Date.parse(stay.from_at), to: Date.parse(stay.to_at) })),
    ...spans.filter(({ part }) => part === 'idle').map(({ from, to }) => ({ from, to })),
  ]);
  const breaks = day.breaks.map((pause) => ({ from: Date.parse(pause.started_at), to: end(pause.ended_at) }));
  const unseen = merged([
    ...holesOf(trace),
    ...spans.filter(({ part }) => part === 'unobserved').map(({ from, to }) => ({ from, to })),
  ]);
  // On a break nothing is recorded, and nothing is missing.
  const holes = without(unseen, merged(breaks)).filter(({ from, to }) => to - from >= HOLE_MS);
  return {
    rep: day.rep.id,
    name: day.rep.name,
    code: day.rep.code,
    day,
    trace,
    visits,
    spans,
    stays,
    stops: without(stays, merged([...visits, ...breaks, ...holes])).filter(
      ({ from, to }) => to - from >= STOP_MS,
    ),
    breaks,
    holes,
    sessions: day.sessions.map((session) => ({
      from: Date.parse(session.started_at),
      to: end(session.ended_at),
      open: session.ended_at === null,
    })),
  };
}

function visitOf(visit: VisitSummary, sequence: number | null, now: number): LaneVisit | null {
  const from = visit.check_in_at ?? visit.arrived_at;
  if (!from) return null;
  const open = visit.state === 'open';
  const to = visit.check_out_at ?? visit.departed_at;
  const begin = Date.parse(from);
  return {
    id: visit.id,
    from: begin,
    to: Math.max(begin, open ? now : to ? Date.parse(to) : begin + visit.dwell_s * 1000),
    open,
    name: visit.outlet?.name ?? null,
    sequence,
    state: outletStateOf(visit),
  };
}

function holesOf({ size, at, begins }: Trace): Interval[] {
  const holes: Interval[] = [];
  for (let i = 1; i < size; i++) if (begins[i]) holes.push({ from: at[i - 1]!, to: at[i]! });
  return holes;
}

/** The first span of time that holds all a day has: what the axis shows. Null: the day has nothing. */
export function extentOf(lanes: readonly Lane[]): Interval | null {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  const take = (a: number, b: number) => {
    from = Math.min(from, a);
    to = Math.max(to, b);
  };
  for (const { trace, visits, spans, sessions } of lanes) {
    if (trace.size > 0) take(trace.at[0]!, trace.at[trace.size - 1]!);
    for (const each of [...visits, ...spans, ...sessions]) take(each.from, each.to);
  }
  return to > from ? { from, to } : null;
}

/** When it is known what became of each stop of the plan: at its visit, or when the rep said why not; else at the end. */
export function settledOf({ day, visits }: Lane): Map<number, number> {
  const begun = new Map(visits.map(({ id, from }) => [id, from]));
  return new Map(
    day.plan.stops.map(({ sequence, visit_id, said }) => [
      sequence,
      begun.get(visit_id ?? '') ?? (said ? Date.parse(said.at) : Number.POSITIVE_INFINITY),
    ]),
  );
}

export type Doing =
  | { what: 'nothing' | 'not_started' }
  | { what: 'ended'; since: number }
  | { what: 'visit'; visit: LaneVisit }
  | { what: 'break' | 'stop' | 'unseen'; since: number }
  | { what: 'travel' };

/** What the rep does at an instant; the place tells apart whether it was seen. */
export function doingAt(lane: Lane, at: number): Doing {
  const { sessions, visits, breaks, holes, stops, trace } = lane;
  const pause = holding(breaks, at);
  if (pause) return { what: 'break', since: pause.from };
  const visit = holding(visits, at);
  if (visit) return { what: 'visit', visit };
  const hole = holding(holes, at);
  if (hole) return { what: 'unseen', since: hole.from };
  const first = Math.min(
    sessions[0]?.from ?? Number.POSITIVE_INFINITY,
    trace.at[0] ?? Number.POSITIVE_INFINITY,
  );
  if (first === Number.POSITIVE_INFINITY) return { what: 'nothing' };
  if (at < first) return { what: 'not_started' };
  const last = Math.max(sessions.at(-1)?.to ?? 0, trace.at[trace.size - 1] ?? 0);
  if (at > last) return { what: 'ended', since: last };
  const stop = holding(stops, at);
  if (stop) return { what: 'stop', since: stop.from };
  return { what: 'travel' };
}

export interface Totals {
  metres: number;
  visits: number;
  inStoreMs: number;
}

/**
 * The sums at an instant. Distance is the judged day's, which leaves out the drift of a phone at rest, apportioned by
 * the way drawn while travelling; so it ends at the figure that every report has.
 */
export function totalsAt(lane: Lane, at: number): Totals {
  const travelled = travelledAt(lane, Number.POSITIVE_INFINITY);
  const judged = lane.day.distance_m;
  return {
    metres: travelled > 0 ? (travelledAt(lane, at) / travelled) * judged : at >= lastOf(lane) ? judged : 0,
    visits: lane.visits.filter(({ from }) => from <= at).length,
    inStoreMs: lane.spans
      .filter(({ part, from }) => part === 'in_store' && from < at)
      .reduce((sum, { from, to }) => sum + Math.min(to, at) - from, 0),
  };
}

const lastOf = ({ trace, spans }: Lane): number =>
  Math.max(trace.at[trace.size - 1] ?? 0, spans.at(-1)?.to ?? 0);

function travelledAt({ trace, spans }: Lane, at: number): number {
  const travel = spans.filter(({ part }) => part === 'travel');
  if (travel.length === 0) return metresAt(trace, at);
  return travel
    .filter(({ from }) => from < at)
    .reduce((sum, { from, to }) => sum + metresAt(trace, Math.min(to, at)) - metresAt(trace, from), 0);
}

/** When the rep is on the way and seen. */
export function movingOf({ spans, stays, trace, holes, visits, breaks }: Lane): Interval[] {
  const travel = spans.filter(({ part }) => part === 'travel');
  const whole = trace.size > 1 ? [{ from: trace.at[0]!, to: trace.at[trace.size - 1]! }] : [];
  const standing = merged([...stays, ...holes, ...breaks, ...visits]);
  return without(merged(travel.length > 0 ? travel : whole), standing);
}

/** Within an extent: when none of the reps moves, for a minute at least. */
export function standstills(lanes: readonly Lane[], extent: Interval): Interval[] {
  return without([extent], merged(lanes.flatMap(movingOf))).filter(({ from, to }) => to - from >= SKIP_MS);
}
