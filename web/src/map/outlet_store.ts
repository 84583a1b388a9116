// The outlets in and around the view, with today's state of each, in typed arrays beside the map. Asks the server only
// when the view leaves what is already known, and takes a visit's event at once, before the next answer.
import { request } from '../api/client';
import type { OutletState, OutletsMap, OutletsToday } from '../api/types';
import { type Box, boxParam, mercatorX, mercatorY, padBox, within } from './geometry';

export const OUTLET_STATES: readonly (OutletState | 'none')[] = [
  'none',
  'planned',
  'in_progress',
  'visited',
  'review',
  'invalid',
  'missed',
];

/** Below this zoom outlets are a smear: they are not asked for. */
export const OUTLET_ZOOM = 11.5;

export class OutletStore {
  count = 0;
  ids = new Int32Array(0);
  x = new Float64Array(0);
  y = new Float64Array(0);
  lng = new Float64Array(0);
  lat = new Float64Array(0);
  state = new Uint8Array(0);
  names: string[] = [];
  failed = false;
  private slots = new Map<number, number>();
  private known: Box | null = null;
  private truncated = false;
  private asking: AbortController | null = null;
  private stateTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly changed: () => void) {}

  slot(outlet: number): number | undefined {
    return this.slots.get(outlet);
  }

  look(view: Box, zoom: number) {
    if (zoom < OUTLET_ZOOM) return;
    if (this.known && within(view, this.known) && !this.truncated) return;
    void this.load(padBox(view, 0.35));
  }

  /** A visit changed: show it now, and ask for the truth a little later, however many events follow. */
  note(outlet: number, state: OutletState | null) {
    const slot = this.slots.get(outlet);
    if (slot !== undefined && state) {
      this.state[slot] = OUTLET_STATES.indexOf(state);
      this.changed();
    }
    this.refresh(4_000);
  }

  refresh(delayMs = 0) {
    if (this.stateTimer !== undefined) return;
    this.stateTimer = setTimeout(() => {
      this.stateTimer = undefined;
      if (this.known) void this.loadStates(this.known);
    }, delayMs);
  }

  stop() {
    this.asking?.abort();
    clearTimeout(this.stateTimer);
  }

  private async load(box: Box) {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    try {
      const [map, today] = await Promise.all([
        request<OutletsMap>(`outlets/map?bbox=${boxParam(box)}`, { signal: asking.signal }),
        request<OutletsToday>(`outlets/today?bbox=${boxParam(box)}`, { signal: asking.signal }),
      ]);
      this.take(map);
      this.takeStates(today);
      this.known = box;
      this.truncated = map.truncated;
      this.failed = false;
    } catch (error) {
      if (asking.signal.aborted) return;
      void error;
      this.failed = true;
    }
    this.changed();
  }

  private async loadStates(box: Box) {
    try {
      this.takeStates(await request<OutletsToday>(`outlets/today?bbox=${boxParam(box)}`));
      this.changed();
    } catch {
      // The next event or view asks again.
    }
  }

  private take({ outlets }: OutletsMap) {
    const n = outlets.length;
    this.count = n;
    this.ids = new Int32Array(n);
    this.x = new Float64Array(n);
    this.y = new Float64Array(n);
    this.lng = new Float64Array(n);
    this.lat = new Float64Array(n);
    this.state = new Uint8Array(n);
    this.names = new Array(n);
    this.slots = new Map();
    outlets.forEach(([id, lng, lat, name], i) => {
      this.ids[i] = id;
      this.lng[i] = lng;
      this.lat[i] = lat;
      this.x[i] = mercatorX(lng);
      this.y[i] = mercatorY(lat);
      this.names[i] = name;
      this.slots.set(id, i);
    });
  }

  private takeStates({ items }: OutletsToday) {
    this.state.fill(0);
    for (const { outlet_id, state } of items) {
      const slot = this.slots.get(outlet_id);
      if (slot !== undefined) this.state[slot] = Math.max(0, OUTLET_STATES.indexOf(state));
    }
  }
}
