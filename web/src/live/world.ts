// The newest known state of every rep, in typed arrays outside React. The map layer reads the arrays directly; React
// hears of a change at most once a second. Slots are dense; a slot that leaves the view stays, marked invisible.
import type { Activity, Presence, RepFlag } from '../api/types';
import type { Cell, RepState } from './protocol';

export const ACTIVITIES: readonly Activity[] = ['travelling', 'in_visit', 'idle', 'break', 'off_session'];
export const PRESENCES: readonly Presence[] = ['online', 'stale', 'offline'];
export const FLAGS: readonly RepFlag[] = ['invalid', 'review', 'off_route'];

const GROW = 256;

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
  readonly names: string[] = [];
  readonly codes: string[] = [];
  readonly visits: (string | null)[] = [];
  cells = new Map<string, Cell>();
  level: 'rep' | 'cell' = 'rep';
  /** Grows with every change; the map compares it with what it drew. */
  version = 0;
  /** How often a rep was seen at another place than before. */
  moves = 0;
  private readonly slots = new Map<number, number>();
  private readonly listeners = new Set<() => void>();
  private told = 0;
  tick = 0;

  slot(rep: number): number | undefined {
    return this.slots.get(rep);
  }

  replace(level: 'rep' | 'cell', reps: readonly RepState[], cells: readonly Cell[]) {
    this.level = level;
    this.visible.fill(0);
    this.cells = new Map(cells.map((cell) => [cell.cell, cell]));
    for (const rep of reps) this.put(rep);
    this.version++;
  }

  apply(change: { reps?: RepState[]; gone?: number[]; cells?: Cell[]; gone_cells?: string[] }) {
    for (const rep of change.reps ?? []) this.put(rep);
    for (const id of change.gone ?? []) {
      const slot = this.slots.get(id);
      if (slot !== undefined) this.visible[slot] = 0;
    }
    if (change.cells?.length || change.gone_cells?.length) {
      const next = new Map(this.cells);
      for (const cell of change.cells ?? []) next.set(cell.cell, cell);
      for (const id of change.gone_cells ?? []) next.delete(id);
      this.cells = next;
    }
    this.version++;
  }

  clear() {
    this.visible.fill(0);
    this.cells = new Map();
    this.version++;
  }

  put(rep: RepState) {
    let slot = this.slots.get(rep.id);
    if (slot === undefined) {
      slot = this.size++;
      if (slot >= this.ids.length) this.grow();
      this.slots.set(rep.id, slot);
      this.at[slot] = Number.NEGATIVE_INFINITY;
    }
    const at = Date.parse(rep.at);
    this.visible[slot] = 1;
    // Two subscriptions may cross: an older state never replaces a newer one.
    if (at < this.at[slot]!) return;
    if (this.at[slot]! > 0 && (this.lng[slot] !== rep.lng || this.lat[slot] !== rep.lat)) this.moves++;
    this.ids[slot] = rep.id;
    this.lng[slot] = rep.lng;
    this.lat[slot] = rep.lat;
    this.at[slot] = at;
    this.heading[slot] = rep.bearing_deg ?? Number.NaN;
    this.activity[slot] = Math.max(0, ACTIVITIES.indexOf(rep.activity));
    this.presence[slot] = Math.max(0, PRESENCES.indexOf(rep.presence));
    this.flags[slot] = rep.flags.reduce((bits, flag) => bits | (1 << FLAGS.indexOf(flag)), 0);
    this.battery[slot] = rep.battery_pct ?? -1;
    this.visited[slot] = rep.visited;
    this.planned[slot] = rep.planned;
    this.names[slot] = rep.name;
    this.codes[slot] = rep.code;
    this.visits[slot] = rep.visit;
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Called once a second by the page: ages change even when nothing arrives. */
  beat() {
    this.tick++;
    this.told = this.version;
    for (const listener of this.listeners) listener();
  }

  /** True when something changed since React was last told. */
  get unseen(): boolean {
    return this.told !== this.version;
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
