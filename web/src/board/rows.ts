// The rep list as values: REST's day so far overlaid with the newer live state. Two things are told apart: what a rep
// does, and whether we hear of him. Pure.
import type { BoardRow, RepFlag } from '../api/types';
import { fold } from '../format/format';
import { ACTIVITIES, FADE_MS, FLAGS, type LiveWorld } from '../live/world';
import { type Attention, attentionOf } from './attention';
import { type Figures, figuresOf, type RepFigures } from './figures';

/** What a rep does; of a silent one, what he did when last heard. */
export const WORKS = ['travelling', 'in_visit', 'idle', 'break', 'not_started', 'off_session'] as const;
export type Work = (typeof WORKS)[number];

/** Whether we hear of a rep; `off` while nobody expects it. */
export const SIGNALS = ['live', 'stale', 'silent', 'off'] as const;
export type Signal = (typeof SIGNALS)[number];

/** The marks of a rep, on the map and beside it. */
export type Status = Work | 'no_signal';

/** rules.md `stale_s`: after this silence a rep counts as offline. */
export const OFFLINE_MS = 900_000;

export interface Row {
  id: number;
  code: string;
  name: string;
  unit: number;
  team: string;
  work: Work;
  signal: Signal;
  /** What deserves an eye, most urgent first. */
  attention: Attention[];
  visited: number;
  planned: number;
  firstCheckInAt: string | null;
  lastCheckInAt: string | null;
  distanceM: number;
  /** Epoch ms of the newest fix, `null` before the first. */
  seenAt: number | null;
  battery: number | null;
  backlog: number;
  figures: Figures;
  search: string;
}

/** What is known of a rep besides the board. */
export interface Known {
  figures?: RepFigures;
  /** Visits of today outside the geofence. */
  outside?: number;
  /** Kinds of the exceptions that wait for somebody. */
  kinds?: readonly Attention[];
}

/** Once per answer of the server: folded anew every second, words would be most of what a long list costs. */
const searches = new WeakMap<BoardRow, string>();

function searchOf(source: BoardRow): string {
  let known = searches.get(source);
  if (known === undefined) {
    known = fold(`${source.name} ${source.code} ${source.org_unit_name}`);
    searches.set(source, known);
  }
  return known;
}

export function rowOf(source: BoardRow, world: LiveWorld, now: number, known: Known = {}): Row {
  const slot = world.slot(source.id);
  const restAt = source.last_fix_at ? Date.parse(source.last_fix_at) : Number.NEGATIVE_INFINITY;
  const live = slot !== undefined && world.at[slot]! >= restAt ? slot : null;
  const seenAt = live !== null ? world.at[live]! : Number.isFinite(restAt) ? restAt : null;
  const activity = live !== null ? ACTIVITIES[world.activity[live]!]! : source.activity;
  const flags: RepFlag[] =
    live !== null ? FLAGS.filter((_, bit) => world.flags[live]! & (1 << bit)) : source.flags;
  const started = source.started || live !== null;
  const work: Work = started ? activity : source.planned > 0 ? 'not_started' : 'off_session';
  const signal = signalOf(work, seenAt, now);
  const battery = live !== null ? world.battery[live]! : source.battery_pct;
  const backlog = source.backlog ?? 0;
  const visited = live !== null ? Math.max(world.visited[live]!, source.visited) : source.visited;
  return {
    id: source.id,
    code: source.code,
    name: source.name,
    unit: source.org_unit_id,
    team: source.org_unit_name,
    work,
    signal,
    attention: attentionOf({ work, signal, flags, backlog, kinds: known.kinds ?? [] }),
    visited,
    planned: source.planned,
    firstCheckInAt: source.first_check_in_at,
    lastCheckInAt: source.last_check_in_at,
    distanceM: source.distance_m,
    seenAt,
    battery: battery === null || battery < 0 ? null : battery,
    backlog,
    figures: figuresOf(source, visited, known.figures, known.outside),
    search: searchOf(source),
  };
}

export function signalOf(work: Work, seenAt: number | null, now: number): Signal {
  if (work === 'not_started' || work === 'off_session') return 'off';
  if (seenAt === null || now - seenAt > OFFLINE_MS) return 'silent';
  return now - seenAt > FADE_MS ? 'stale' : 'live';
}
