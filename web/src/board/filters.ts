// Which reps are shown and in which order, as the address says it: list, map and figures take it from here. Pure.
import { fold } from '../format/format';
import { ATTENTION, type Attention, urgency } from './attention';
import { FIGURES, type Figure } from './figures';
import { type Row, WORKS, type Work } from './rows';

export const SHOWS = ['attention', 'working', ...WORKS] as const;
export type Show = (typeof SHOWS)[number];

/** What can be asked of the signal; the rest is not worth a filter. */
export const HEARD = ['silent', 'stale'] as const;
export type Heard = (typeof HEARD)[number];

export const SORTS = ['urgency', 'name', 'progress', 'seen', 'first', 'distance', 'battery'] as const;
export type Sort = (typeof SORTS)[number];

export interface BoardSearch {
  show?: Show;
  heard?: Heard;
  why?: Attention;
  /** A team or anything above it. */
  team?: number;
  route?: number;
  /** A figure of the header: who has a part in it, most first. */
  by?: Figure;
  /** Left out: what presses most. */
  sort?: Sort;
  q?: string;
}

const whole = (value: unknown): number | undefined =>
  value !== undefined && Number.isInteger(Number(value)) ? Number(value) : undefined;

/** `show=exceptions` and `show=no_signal` stand in links of older days. */
export function boardSearch(search: Record<string, unknown>): BoardSearch {
  const show = search.show === 'exceptions' ? 'attention' : search.show;
  return {
    show: SHOWS.find((each) => each === show),
    heard: HEARD.find((each) => each === (show === 'no_signal' ? 'silent' : search.heard)),
    why: ATTENTION.find((each) => each === search.why),
    team: whole(search.team),
    route: whole(search.route),
    by: FIGURES.find((each) => each === search.by),
    sort: SORTS.find((each) => each === search.sort && each !== 'urgency'),
    q: search.q === undefined || search.q === '' ? undefined : String(search.q),
  };
}

/** All that a filter sets, for taking it off. */
export const NO_FILTER: BoardSearch = {
  show: undefined,
  heard: undefined,
  why: undefined,
  team: undefined,
  route: undefined,
  by: undefined,
  q: undefined,
};

export const isFiltered = (search: BoardSearch): boolean =>
  Object.keys(NO_FILTER).some((key) => search[key as keyof BoardSearch] !== undefined);

/** What the team and the route of a filter stand for; `null` where there is none, or nobody knows yet. */
export interface Place {
  /** The unit with everything below it. */
  units: ReadonlySet<number> | null;
  reps: ReadonlySet<number> | null;
}

/** A unit with everything below it. */
export function below(unit: number, all: readonly { id: number; parent_id: number | null }[]): Set<number> {
  const found = new Set([unit]);
  for (let more = true; more; ) {
    more = false;
    for (const { id, parent_id } of all)
      if (parent_id !== null && found.has(parent_id) && !found.has(id)) {
        found.add(id);
        more = true;
      }
  }
  return found;
}

/** Whose day the header tells: by team, route and words. */
export function inPlace(rows: readonly Row[], { units, reps }: Place, q: string | undefined): Row[] {
  const words = fold(q ?? '')
    .split(/\s+/)
    .filter(Boolean);
  return rows.filter(
    (row) =>
      (units === null || units.has(row.unit)) &&
      (reps === null || reps.has(row.id)) &&
      words.every((word) => row.search.includes(word)),
  );
}

const isWorking = (work: Work): boolean => work !== 'not_started' && work !== 'off_session';

export const passes = (row: Row, { show, heard, why, by }: BoardSearch): boolean =>
  (show === undefined ||
    (show === 'attention'
      ? row.attention.length > 0
      : show === 'working'
        ? isWorking(row.work)
        : row.work === show)) &&
  (heard === undefined || row.signal === heard) &&
  (why === undefined || row.attention.includes(why)) &&
  (by === undefined || (row.figures[by] ?? 0) > 0);

export interface Counts {
  shows: Record<Show, number>;
  heard: Record<Heard, number>;
  why: Map<Attention, number>;
}

export function count(rows: readonly Row[]): Counts {
  const shows = Object.fromEntries(SHOWS.map((show) => [show, 0])) as Record<Show, number>;
  const heard = { silent: 0, stale: 0 };
  const why = new Map<Attention, number>();
  for (const row of rows) {
    shows[row.work]++;
    if (isWorking(row.work)) shows.working++;
    if (row.attention.length) shows.attention++;
    if (row.signal === 'silent' || row.signal === 'stale') heard[row.signal]++;
    for (const each of row.attention) why.set(each, (why.get(each) ?? 0) + 1);
  }
  return { shows, heard, why };
}

const names = new Intl.Collator('vi');
type Named = Pick<Row, 'id' | 'name'>;
export const byName = (a: Named, b: Named) => names.compare(a.name, b.name) || a.id - b.id;
const done = (row: Row) => (row.planned > 0 ? row.visited / row.planned : 2);
/** Text that sorts after every instant. */
const LAST = '\uffff';

const ORDERS: Record<Exclude<Sort, 'urgency' | 'name'>, (a: Row, b: Row) => number> = {
  // Least done first, and whom nothing is planned for at the end.
  progress: (a, b) => done(a) - done(b),
  // Longest unheard first; whoever was never heard stands before all.
  seen: (a, b) => (a.seenAt ?? 0) - (b.seenAt ?? 0),
  // Latest start first, and who has not started at all before them.
  first: (a, b) => {
    const [x, y] = [a.firstCheckInAt ?? LAST, b.firstCheckInAt ?? LAST];
    return x < y ? 1 : x > y ? -1 : 0;
  },
  distance: (a, b) => b.distanceM - a.distanceM,
  battery: (a, b) => (a.battery ?? 101) - (b.battery ?? 101),
};

/** Most of a figure first; of the dwell the shortest, since that is what raises a question. */
function orderBy(figure: Figure): (a: Row, b: Row) => number {
  const value = (row: Row) => row.figures[figure] ?? 0;
  return figure === 'dwell' ? (a, b) => value(a) - value(b) : (a, b) => value(b) - value(a);
}

/** Most urgent first, by lots: there are few kinds of trouble and may be many reps. */
function byUrgency(rows: readonly Row[]): Row[] {
  const lots: Row[][] = Array.from({ length: ATTENTION.length + 1 }, () => []);
  for (const row of rows) lots[urgency(row.attention)]!.push(row);
  return lots.flat();
}

/** Of rows that stand by name, as equals then still do: nothing is compared by name again with every beat. */
export function sorted(rows: readonly Row[], { sort, by }: BoardSearch): readonly Row[] {
  if (sort === 'name') return rows;
  if (sort === undefined || sort === 'urgency') return by ? [...rows].sort(orderBy(by)) : byUrgency(rows);
  return [...rows].sort(ORDERS[sort]);
}
