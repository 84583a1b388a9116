// Where the rep's day stands on this phone: work session, break, open visit, holes in the track. Pure: each act gives
// the frame to send and the day after it. The server's word is taken over where this phone has nothing left to tell.
import type { Gap, OpenVisit, Span } from '../phone';
import type { Fix, Mark, SyncVisit, Welcome } from '../protocol';

export interface Day {
  /** The company's date that holds for `gaps` and `travelled_m`. */
  date: string;
  session: Span | null;
  rest: Span | null;
  visit: OpenVisit | null;
  gaps: Gap[];
  travelled_m: number;
  /** From when on it may be known where the phone is: the work's begin, or the end of a break. */
  tracked_since: number | null;
  /** When this phone last knew where it is, or began to want to. */
  seen_at: number | null;
}

export const newDay = (date: string): Day => ({
  date,
  session: null,
  rest: null,
  visit: null,
  gaps: [],
  travelled_m: 0,
  tracked_since: null,
  seen_at: null,
});

/** A shorter pause between two fixes is none. */
export const GAP_MS = 150_000;

export interface Act {
  day: Day;
  marks: Mark[];
}

const nothing = (day: Day): Act => ({ day, marks: [] });

export function startSession(day: Day, id: string, at: number): Act {
  if (day.session) return nothing(day);
  return {
    day: { ...day, session: { id, at }, rest: null, tracked_since: at, seen_at: at },
    marks: [{ type: 'session_start', id, at }],
  };
}

export function endSession(day: Day, at: number): Act {
  if (!day.session) return nothing(day);
  const rested = endBreak(day, at);
  return {
    day: { ...rested.day, session: null, visit: null, seen_at: null },
    marks: [...rested.marks, { type: 'session_end', id: day.session.id, at }],
  };
}

/** The server took no start of this session: it never was. */
export function neverBegun(day: Day, id: string): Day {
  return day.session?.id === id ? { ...day, session: null, rest: null, seen_at: null } : day;
}

export function startBreak(day: Day, id: string, at: number): Act {
  if (!day.session || day.rest) return nothing(day);
  return { day: { ...day, rest: { id, at } }, marks: [{ type: 'break_start', id, at }] };
}

export function endBreak(day: Day, at: number): Act {
  if (!day.rest) return nothing(day);
  return {
    day: { ...day, rest: null, tracked_since: at, seen_at: at },
    marks: [{ type: 'break_end', id: day.rest.id, at }],
  };
}

export function checkIn(day: Day, visit: OpenVisit, fix: Fix | null, sessionId: string): Act {
  const mark: Mark = { type: 'check_in', id: visit.id, outlet: visit.outlet_id, at: visit.at };
  // Who calls on a customer works: a forgotten start or a break that was not ended is no reason to lose the visit.
  const rested = endBreak(day, visit.at);
  const begun = rested.day.session ? nothing(rested.day) : startSession(rested.day, sessionId, visit.at);
  return {
    day: { ...begun.day, visit },
    marks: [...rested.marks, ...begun.marks, fix ? { ...mark, fix } : mark],
  };
}

export function checkOut(day: Day, at: number, fix: Fix | null, reason?: string): Act {
  if (!day.visit) return nothing(day);
  const mark: Mark = { type: 'check_out', id: day.visit.id, at };
  if (reason) mark.reason = reason;
  if (fix) mark.fix = fix;
  return { day: { ...day, visit: null }, marks: [mark] };
}

export function cancelVisit(
  day: Day,
  said: { id: string; outlet: number; reason: string; toDate?: string; fix: Fix | null },
  at: number,
): Act {
  const open = day.visit?.outlet_id === said.outlet ? day.visit : null;
  const mark: Mark = {
    type: 'visit_cancel',
    id: open?.id ?? said.id,
    outlet: said.outlet,
    at,
    reason: said.reason,
  };
  if (said.toDate) mark.to_date = said.toDate;
  if (said.fix) mark.fix = said.fix;
  return { day: open ? { ...day, visit: null } : day, marks: [mark] };
}

export function missStop(outlet: number, id: string, reason: string, fix: Fix | null, at: number): Mark {
  const mark: Mark = { type: 'stop_missed', id, outlet, at, reason };
  if (fix) mark.fix = fix;
  return mark;
}

/** What `welcome` says counts where nothing of the kind is on its way from here. */
export function greeted(day: Day, welcome: Welcome, waiting: ReadonlySet<string>): Day {
  const told = (types: string[]) => types.some((type) => waiting.has(type));
  let next = day;
  if (!told(['session_start', 'session_end'])) {
    const theirs = welcome.session;
    if (!theirs) next = { ...next, session: null, rest: null };
    else if (theirs.id !== next.session?.id)
      next = { ...next, session: { id: theirs.id, at: Date.parse(theirs.at) }, rest: null };
  }
  // A visit that is not open there may just not have been judged yet; `sync` says when it is over.
  const theirs = welcome.open_visit;
  if (!next.visit && theirs?.outlet_id && !told(['check_in', 'check_out', 'visit_cancel', 'session_end']))
    next = {
      ...next,
      visit: { id: theirs.id, outlet_id: theirs.outlet_id, at: Date.parse(theirs.at), distance_m: null },
    };
  return next;
}

/** The open visit, unless the server has ended it: the session's end, the cap or another phone. */
export function synced(day: Day, visits: SyncVisit[]): Day {
  const seen = visits.find(({ id }) => id === day.visit?.id);
  return seen && seen.state !== 'open' ? { ...day, visit: null } : day;
}

/** A session that nobody ended for so long was forgotten; the server has ended it. */
const FORGOTTEN_MS = 18 * 3_600_000;

/** The day on its date: what was counted begins anew on another. */
export function onDate(day: Day, now: number, date: string): Day {
  const forgotten = day.session && now - day.session.at > FORGOTTEN_MS;
  const kept = forgotten ? { ...day, session: null, rest: null, visit: null, seen_at: null } : day;
  return date === day.date ? kept : { ...kept, date, gaps: [], travelled_m: 0 };
}

const WEIGHT = { no_place: 0, background: 1, closed: 2 };

/** The day at a moment without a fix: where that lasts, it is a hole in the track, and says why. */
export function unseen(day: Day, now: number, cause: Gap['cause']): Day {
  if (!day.session || day.rest) return day;
  const from = day.seen_at ?? now;
  if (now - from < GAP_MS) return day.seen_at === null ? { ...day, seen_at: now } : day;
  const last = day.gaps.at(-1);
  const begun = last?.from === from ? last : null;
  const worst = begun && WEIGHT[begun.cause] > WEIGHT[cause] ? begun.cause : cause;
  return { ...day, gaps: [...(begun ? day.gaps.slice(0, -1) : day.gaps), { from, to: now, cause: worst }] };
}

/** The day with a fix of now: a hole ends here. */
export function seen(day: Day, now: number, cause: Gap['cause'], way_m: number): Day {
  return { ...unseen(day, now, cause), seen_at: now, travelled_m: day.travelled_m + way_m };
}
