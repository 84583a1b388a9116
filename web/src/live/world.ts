// The newest known state of every rep, in typed arrays outside React. The map layer reads the arrays directly; React
// hears of a change at most once a second. Slots are dense; a slot that leaves the view stays, marked invisible.
import type { Activity, Presence, RepFlag } from '../api/types';
import { type Columns, NO_BATTERY, NO_BEARING } from './columns';
import type { Cell, RepState, RosterEntry } from './protocol';

export const ACTIVITIES: readonly Activity[] = ['travelling', 'in_visit', 'idle', 'break', 'off_session'];
export const PRESENCES: readonly Presence[] = ['online', 'stale', 'offline'];
export const FLAGS: readonly RepFlag[] = ['invalid', 'review', 'off_route'];

const GROW = 256;
/** Reps whose rows a page may look over in a second. */
const ROWS_A_SECOND = 2_000;

export class LiveWorld {
  size = 0;
  ids = new Int32Array(GROW);
  lng = new Float64Array(GROW);
  lat = new Float64Array(GROW);
  /** Epoch milliseconds of the newest fix. */
  at = new Float64Array(GROW);
  /** Degrees clockwise from north, NaN where unknown. */
  heading = new Float32Array(GROW);
  activity = new Uint8Array(GROW);
  presence = new Uint8Array(GROW);
  flags = new Uint8Array(GROW);
  battery = new Int16Array(GROW);
  visited = new Uint16Array(GROW);
  planned = new Uint16Array(GROW);
  visible = new Uint8Array(GROW);
  /** The version in which a slot last changed: who draws looks at the newer ones only. */
  changed = new Uint32Array(GROW);
  readonly names: string[] = [];
  readonly codes: string[] = [];
  cells = new Map<string, Cell>();
  level: 'rep' | 'cell' = 'rep';
  /** Grows with every change; the map compares it with what it drew. */
  version = 0;
  /** How often a rep was seen at another place than before. */
  moves = 0;
  private readonly slots = new Map<number, number>();
  private readonly listeners = new Set<() => void>();
  tick = 0;
  private seconds = 0;

  /** Where a rep is in the arrays; only one whose place is known is there. */
  slot(rep: number): number | undefined {
    const slot = this.slots.get(rep);
    return slot !== undefined && this.at[slot]! > Number.NEGATIVE_INFINITY ? slot : undefined;
  }

  replace(level: 'rep' | 'cell', reps: readonly RepState[], cells: readonly Cell[]) {
    this.empty(level);
    this.cells = new Map(cells.map((cell) => [cell.cell, cell]));
    for (const rep of reps) this.put(rep);
  }

  replaceColumns(columns: Columns) {
    this.empty('rep');
    this.cells = new Map();
    this.putColumns(columns);
  }

  apply(change: { reps?: RepState[]; gone?: number[]; cells?: Cell[]; gone_cells?: string[] }) {
    this.version++;
    for (const rep of change.reps ?? []) this.put(rep);
    for (const id of change.gone ?? []) this.hide(id);
    if (change.cells?.length || change.gone_cells?.length) {
      const next = new Map(this.cells);
      for (const cell of change.cells ?? []) next.set(cell.cell, cell);
      for (const id of change.gone_cells ?? []) next.delete(id);
      this.cells = next;
    }
  }

  applyColumns(columns: Columns) {
    this.version++;
    this.putColumns(columns);
    for (const id of columns.gone) this.hide(id);
  }

  /** What is said of reps in words, before or after their places. */
  know(entries: readonly RosterEntry[]) {
    this.version++;
    for (const entry of entries) {
      const slot = this.slotFor(entry.id);
      this.names[slot] = entry.name;
      this.codes[slot] = entry.code;
      this.changed[slot] = this.version;
    }
  }

  put(rep: RepState) {
    const slot = this.slotFor(rep.id);
    const heading = rep.bearing_deg ?? Number.NaN;
    const flags = rep.flags.reduce((bits, flag) => bits | (1 << FLAGS.indexOf(flag)), 0);
    if (!this.place(slot, Date.parse(rep.at), rep.lng, rep.lat)) return;
    this.heading[slot] = heading;
    this.activity[slot] = Math.max(0, ACTIVITIES.indexOf(rep.activity));
    this.presence[slot] = Math.max(0, PRESENCES.indexOf(rep.presence));
    this.flags[slot] = flags;
    this.battery[slot] = rep.battery_pct ?? -1;
    this.visited[slot] = rep.visited;
    this.planned[slot] = rep.planned;
    this.names[slot] = rep.name;
    this.codes[slot] = rep.code;
  }

  private putColumns(c: Columns) {
    for (let i = 0; i < c.n; i++) {
      const slot = this.slotFor(c.id[i]!);
      if (!this.place(slot, c.at[i]!, c.lng[i]! / 1e7, c.lat[i]! / 1e7)) continue;
      this.heading[slot] = c.bearing[i] === NO_BEARING ? Number.NaN : c.bearing[i]! / 100;
      this.activity[slot] = c.activity[i]!;
      this.presence[slot] = c.presence[i]!;
      this.flags[slot] = c.flags[i]!;
      this.battery[slot] = c.battery[i] === NO_BATTERY ? -1 : c.battery[i]!;
      this.visited[slot] = c.visited[i]!;
      this.planned[slot] = c.planned[i]!;
    }
  }

  /** Shows a rep at a place; false where that is older than what is known. */
  private place(slot: number, at: number, lng: number, lat: number): boolean {
    this.visible[slot] = 1;
    this.changed[slot] = this.version;
    // Two subscriptions may cross: an older state never replaces a newer one.
    if (at < this.at[slot]!) return false;
    if (this.at[slot]! > 0 && (this.lng[slot] !== lng || this.lat[slot] !== lat)) this.moves++;
    this.at[slot] = at;
    this.lng[slot] = lng;
    this.lat[slot] = lat;
    return true;
  }

  private hide(rep: number) {
    const slot = this.slots.get(rep);
    if (slot === undefined) return;
    this.visible[slot] = 0;
    this.changed[slot] = this.version;
  }

  private empty(level: 'rep' | 'cell') {
    this.version++;
    this.level = level;
    this.visible.fill(0);
    this.changed.fill(this.version, 0, this.size);
  }

  private slotFor(rep: number): number {
    let slot = this.slots.get(rep);
    if (slot === undefined) {
      slot = this.size++;
      if (slot >= this.ids.length) this.grow();
      this.slots.set(rep, slot);
      this.ids[slot] = rep;
      this.at[slot] = Number.NEGATIVE_INFINITY;
      this.names[slot] = '';
      this.codes[slot] = '';
    }
    return slot;
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Called once a second by the page: ages change even when nothing arrives. Thousands are told of more seldom: nobody
   * reads them all every second, and the map does not wait for it. */
  beat() {
    if (++this.seconds % Math.max(1, Math.ceil(this.size / ROWS_A_SECOND))) return;
    this.tick++;
    for (const listener of this.listeners) listener();
  }

  private grow() {
    const more = <T extends { length: number; set(from: T): void }>(
      old: T,
      make: new (n: number) => T,
    ): T => {
      const next = new make(old.length * 2);
      next.set(old);
      return next;
    };
    this.ids = more(this.ids, Int32Array);
    this.lng = more(this.lng, Float64Array);
    this.lat = more(this.lat, Float64Array);
    this.at = more(this.at, Float64Array);
    this.heading = more(this.heading, Float32Array);
    this.activity = more(this.activity, Uint8Array);
    this.presence = more(this.presence, Uint8Array);
    this.flags = more(this.flags, Uint8Array);
    this.battery = more(this.battery, Int16Array);
    this.visited = more(this.visited, Uint16Array);
    this.planned = more(this.planned, Uint16Array);
    this.visible = more(this.visible, Uint8Array);
    this.changed = more(this.changed, Uint32Array);
  }
}

/** How old a position may be before it is drawn faded, and hollow. */
export const FADE_MS = 120_000;
export const HOLLOW_MS = 600_000;

export type Freshness = 'fresh' | 'faded' | 'hollow';

export function freshness(at: number, now: number): Freshness {
  const age = now - at;
  return age > HOLLOW_MS ? 'hollow' : age > FADE_MS ? 'faded' : 'fresh';
}
