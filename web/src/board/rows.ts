// The rep list as values: REST's day so far overlaid with the newer live state, what is wrong with each rep, the
// order (trouble first, then by name), the search and the counts. Pure.
import type { BoardRow, RepFlag } from '../api/types';
import { fold } from '../format/format';
import { ACTIVITIES, FLAGS, type LiveWorld } from '../live/world';

/** What a rep is doing, in one word: the activity, or why we cannot know it. */
export type Status =
  | 'travelling'
  | 'in_visit'
  | 'idle'
  | 'break'
  | 'no_signal'
  | 'not_started'
  | 'off_session';

/** What deserves a supervisor's eye, most urgent first. */
export const EXCEPTIONS = [
  'invalid',
  'backlog',
  'not_started',
  'no_signal',
  'review',
  'off_route',
  'idle',
] as const;
export type Exception = (typeof EXCEPTIONS)[number];

export const FILTERS = [
  'all',
  'exceptions',
  'travelling',
  'in_visit',
  'idle',
  'break',
  'no_signal',
  'not_started',
  'off_session',
] as const;
export type Filter = (typeof FILTERS)[number];

/** rules.md `stale_s`: after this silence a rep counts as offline. */
export const OFFLINE_MS = 900_000;

export interface Row {
  id: number;
  code: string;
  name: string;
  team: string;
  status: Status;
  exceptions: Exception[];
  visited: number;
  planned: number;
  firstCheckInAt: string | null;
  lastCheckInAt: string | null;
  distanceM: number;
  /** Epoch ms of the newest fix, `null` before the first. */
  seenAt: number | null;
  battery: number | null;
  backlog: number;
  search: string;
}

export function rowOf(source: BoardRow, world: LiveWorld, now: number): Row {
  const slot = world.slot(source.id);
  const restAt = source.last_fix_at ? Date.parse(source.last_fix_at) : Number.NEGATIVE_INFINITY;
  const live = slot !== undefined && world.at[slot]! >= restAt ? slot : null;
  const seenAt = live !== null ? world.at[live]! : Number.isFinite(restAt) ? restAt : null;
  const activity = live !== null ? ACTIVITIES[world.activity[live]!]! : source.activity;
  const flags: RepFlag[] =
    live !== null ? FLAGS.filter((_, bit) => world.flags[live]! & (1 << bit)) : source.flags;
  const started = source.started || live !== null;
  const status = statusOf(activity, started, seenAt, source.planned, now);
  const battery = live !== null ? world.battery[live]! : source.battery_pct;
  const backlog = source.backlog ?? 0;
  return {
    id: source.id,
    code: source.code,
    name: source.name,
    team: source.org_unit_name,
    status,
    exceptions: exceptionsOf(status, flags, backlog),
    visited: live !== null ? Math.max(world.visited[live]!, source.visited) : source.visited,
    planned: source.planned,
    firstCheckInAt: source.first_check_in_at,
    lastCheckInAt: source.last_check_in_at,
    distanceM: source.distance_m,
    seenAt,
    battery: battery === null || battery < 0 ? null : battery,
    backlog,
    search: fold(`${source.name} ${source.code} ${source.org_unit_name}`),
  };
}

export function statusOf(
  activity: Status | 'off_session',
  started: boolean,
  seenAt: number | null,
  planned: number,
  now: number,
): Status {
  if (!started) return planned > 0 ? 'not_started' : 'off_session';
  if (activity === 'off_session') return 'off_session';
  if (seenAt === null || now - seenAt > OFFLINE_MS) return 'no_signal';
  return activity;
}

function exceptionsOf(status: Status, flags: RepFlag[], backlog: number): Exception[] {
  return EXCEPTIONS.filter((exception) => {
    switch (exception) {
      case 'invalid':
      case 'review':
      case 'off_route':
        return flags.includes(exception);
      // Records waiting on a phone that talks to us are on their way; on a silent one they are missing.
      case 'backlog':
        return status === 'no_signal' && backlog > 0;
      default:
        return status === exception;
    }
  });
}

const names = new Intl.Collator('vi');

export function sortRows(rows: Row[]): Row[] {
  const urgency = (row: Row) =>
    row.exceptions.length ? EXCEPTIONS.indexOf(row.exceptions[0]!) : EXCEPTIONS.length;
  return rows.sort((a, b) => urgency(a) - urgency(b) || names.compare(a.name, b.name) || a.id - b.id);
}

export const passes = (row: Row, filter: Filter): boolean =>
  filter === 'all' || (filter === 'exceptions' ? row.exceptions.length > 0 : row.status === filter);

export function countRows(rows: readonly Row[]): Record<Filter, number> {
  const counts = Object.fromEntries(FILTERS.map((filter) => [filter, 0])) as Record<Filter, number>;
  for (const row of rows) {
    counts.all++;
    if (row.exceptions.length) counts.exceptions++;
    counts[row.status]++;
  }
  return counts;
}

export function searchRows(rows: readonly Row[], query: string): Row[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  return words.length === 0
    ? [...rows]
    : rows.filter((row) => words.every((word) => row.search.includes(word)));
}
