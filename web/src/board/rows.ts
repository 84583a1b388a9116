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
  attention: readonly Attention[];
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

/** What is worked out once of an answer of the server, not with every beat: of thousands it would be most of the cost. */
interface Facts {
  search: string;
  restAt: number;
  /** The row as it last was, and the figures it has. */
  row?: Row;
  day?: RepFigures;
  outside?: number;
}

const facts = new WeakMap<BoardRow, Facts>();
/** By rep: words outlive the answer that brought them. */
const words = new Map<number, { name: string; code: string; team: string; search: string }>();

function factsOf(source: BoardRow): Facts {
  let known = facts.get(source);
  if (!known) {
    const restAt = source.last_fix_at ? Date.parse(source.last_fix_at) : Number.NEGATIVE_INFINITY;
    known = { search: searchOf(source), restAt };
    facts.set(source, known);
  }
  return known;
}

function searchOf({ id, name, code, org_unit_name: team }: BoardRow): string {
  const old = words.get(id);
  if (old?.name === name && old.code === code && old.team === team) return old.search;
  const search = fold(`${name} ${code} ${team}`);
  words.set(id, { name, code, team, search });
  return search;
}

/** The flags of each combination of bits. */
const FLAG_LISTS: readonly (readonly RepFlag[])[] = Array.from({ length: 1 << FLAGS.length }, (_, bits) =>
  FLAGS.filter((_, bit) => bits & (1 << bit)),
);
const NOTHING: readonly Attention[] = [];

/** The same object as before where nothing of it is other. */
export function rowOf(source: BoardRow, world: LiveWorld, now: number, known: Known = {}): Row {
  const of = factsOf(source);
  const { restAt, row: old } = of;
  const slot = world.slot(source.id);
  const live = slot !== undefined && world.at[slot]! >= restAt ? slot : null;
  const seenAt = live !== null ? world.at[live]! : Number.isFinite(restAt) ? restAt : null;
  const activity = live !== null ? ACTIVITIES[world.activity[live]!]! : source.activity;
  const flags = live !== null ? FLAG_LISTS[world.flags[live]! & (FLAG_LISTS.length - 1)]! : source.flags;
  const started = source.started || live !== null;
  const work: Work = started ? activity : source.planned > 0 ? 'not_started' : 'off_session';
  const signal = signalOf(work, seenAt, now);
  const charge = live !== null ? world.battery[live]! : source.battery_pct;
  const battery = charge === null || charge < 0 ? null : charge;
  const backlog = source.backlog ?? 0;
  const visited = live !== null ? Math.max(world.visited[live]!, source.visited) : source.visited;
  const attention = attentionOf({ work, signal, flags, backlog, kinds: known.kinds ?? NOTHING });
  const isCounted = old?.visited === visited && of.day === known.figures && of.outside === known.outside;
  if (
    isCounted &&
    old.work === work &&
    old.signal === signal &&
    old.attention === attention &&
    old.seenAt === seenAt &&
    old.battery === battery
  )
    return old;
  of.day = known.figures;
  of.outside = known.outside;
  of.row = {
    id: source.id,
    code: source.code,
    name: source.name,
    unit: source.org_unit_id,
    team: source.org_unit_name,
    work,
    signal,
    attention,
    visited,
    planned: source.planned,
    firstCheckInAt: source.first_check_in_at,
    lastCheckInAt: source.last_check_in_at,
    distanceM: source.distance_m,
    seenAt,
    battery,
    backlog,
    figures: isCounted ? old.figures : figuresOf(source, visited, known.figures, known.outside),
    search: of.search,
  };
  return of.row;
}

export function signalOf(work: Work, seenAt: number | null, now: number): Signal {
  if (work === 'not_started' || work === 'off_session') return 'off';
  if (seenAt === null || now - seenAt > OFFLINE_MS) return 'silent';
  return now - seenAt > FADE_MS ? 'stale' : 'live';
}
