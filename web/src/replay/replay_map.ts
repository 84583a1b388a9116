// The map of a replay, driven by commands: what is shown of the day, where the reps are now, whom to follow. What it is
// told it remembers, so that a change of style brings it back. It asks nobody for the time.
import type { GeoJSONSource, Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl';
import type { Language } from '../api/types';
import { type DeskMapOptions, deskMap, dress } from '../map/desk_map';
import { EMPTY } from '../map/geojson';
import { type Box, mercatorX, mercatorY } from '../map/geometry';
import { type Lane, settledOf } from './lane';
import { type Head, type Marker, MarkerLayer } from './marker_layer';
import { dataOf, layersOf, type ReplayData, SOURCES, STEPS_MAX } from './replay_layers';
import { indexAt, isSeen, passNear, placeAt } from './trace';

/** How near to a track the pointer touches it, in pixels. */
const REACH_PX = 12;
/** Who is followed stays within this part of the map; only beyond it the map moves. */
const CALM = 0.3;
/** How often the map itself is drawn anew for a running clock; the marks above it are at every frame. */
const PASS_MS = 200;
/** A longer way up to a mark is a leap of the clock, and not drawn before the map has it. */
const HEAD_MAX = 120;

export interface Touch {
  rep: number;
  at: number;
  x: number;
  y: number;
}

export interface ReplayMapOptions extends DeskMapOptions {
  /** A point of a track under the pointer, or none. */
  onTouch(touch: Touch | null): void;
  onPick(touch: Touch): void;
  /** The hand took the map. */
  onDrag(): void;
}

export type Shown = readonly { lane: Lane; index: number }[];

export class ReplayMap {
  private readonly map: MapLibreMap;
  private readonly layer: MarkerLayer;
  private data: ReplayData = { plan: EMPTY, way: EMPTY, steps: EMPTY, stops: EMPTY };
  private lanes: Shown = [];
  private lead = 0;
  private markers: readonly Marker[] = [];
  private now = 0;
  /** By index of a rep: the last fix that is passed. */
  private readonly passed = new Map<number, number>();
  private passedAt = 0;
  private later: ReturnType<typeof setTimeout> | undefined;
  /** Ids of the stops with the instant from which on it is known what became of them. */
  private settled: { id: number; at: number; done: boolean }[] = [];
  private following = false;
  private dark: boolean;
  private language: Language;

  constructor(private readonly options: ReplayMapOptions) {
    this.dark = options.dark;
    this.language = options.language;
    this.map = deskMap(options);
    this.layer = new MarkerLayer(this.map);
    this.layer.dark = this.dark;
    this.map.on('style.load', () => this.dress());
    this.map.on('mousemove', (event) => this.touched(event));
    this.map.on('mouseout', () => options.onTouch(null));
    this.map.on('click', (event) => {
      const touch = this.touch(event);
      if (touch) options.onPick(touch);
    });
    this.map.on('dragstart', () => options.onDrag());
    this.applyStyle();
  }

  destroy() {
    clearTimeout(this.later);
    this.map.remove();
  }

  setLook(dark: boolean, language: Language) {
    if (dark === this.dark && language === this.language) return;
    this.dark = dark;
    this.language = language;
    this.layer.dark = dark;
    this.data = dataOf(this.lanes, this.lead, dark);
    this.applyStyle();
  }

  /** The day itself: plan, way and stops. */
  setLanes(lanes: Shown, lead: number) {
    this.lanes = lanes;
    this.lead = lead;
    this.data = dataOf(lanes, lead, this.dark);
    for (const name of SOURCES)
      (this.map.getSource(name) as GeoJSONSource | undefined)?.setData(this.data[name]);
    this.settled = lanes.flatMap(({ lane, index }) =>
      [...settledOf(lane)].map(([sequence, at]) => ({ id: index * STEPS_MAX + sequence, at, done: false })),
    );
    this.forget();
    this.pass();
  }

  /** Where everybody is at an instant: called at every frame of the clock. */
  setNow(now: number, markers: readonly Marker[]) {
    this.now = now;
    this.markers = markers;
    const wait = PASS_MS - (performance.now() - this.passedAt);
    if (wait <= 0) this.pass();
    else this.later ??= setTimeout(() => this.pass(), wait);
    this.layer.show(markers, this.heads());
    if (this.following) this.chase();
  }

  /** Where one rep, or everybody, was at another instant; null: no such instant is looked at. */
  haunt(at: number | null, rep: number | null) {
    const ghosts = this.lanes.flatMap(({ lane, index }) => {
      if (at === null || (rep !== null && lane.rep !== rep)) return [];
      const place = placeAt(lane.trace, at);
      return isSeen(place) ? [{ index, lng: place.lng, lat: place.lat }] : [];
    });
    this.layer.haunt(ghosts);
  }

  follow(on: boolean) {
    this.following = on;
    if (on) this.chase();
  }

  fit(box: Box | null) {
    if (box) this.map.fitBounds(box, { padding: 48, maxZoom: 15.5, duration: this.options.still ? 0 : 500 });
  }

  private chase() {
    const place = this.markers.find(({ lead }) => lead)?.place;
    if (!place || !isSeen(place) || this.map.isMoving()) return;
    const { x, y } = this.map.project([place.lng, place.lat]);
    const { clientWidth: width, clientHeight: height } = this.options.container;
    const isNear = Math.abs(x / width - 0.5) < CALM && Math.abs(y / height - 0.5) < CALM;
    if (isNear) return;
    const center: [number, number] = [place.lng, place.lat];
    if (this.options.still) this.map.jumpTo({ center });
    else this.map.easeTo({ center, duration: 500 });
  }

  private applyStyle() {
    dress(this.map, this.options.basemap, this.dark, this.language);
  }

  private dress() {
    if (this.map.getLayer('replay-plan')) return;
    for (const name of SOURCES)
      if (!this.map.getSource(name))
        // A step is shorter than what would be left out at a low zoom.
        this.map.addSource(name, {
          type: 'geojson',
          data: this.data[name],
          tolerance: name === 'steps' ? 0 : 0.375,
        });
    for (const layer of layersOf(this.dark)) this.map.addLayer(layer);
    this.forget();
    this.pass();
    this.options.container.dataset.dressed = 'true';
  }

  private forget() {
    this.passed.clear();
    for (const stop of this.settled) stop.done = false;
    for (const source of ['steps', 'stops'])
      if (this.map.getSource(source)) this.map.removeFeatureState({ source });
  }

  /** Marks the steps and stops between where the clock was and where it is. */
  private pass() {
    clearTimeout(this.later);
    this.later = undefined;
    this.passedAt = performance.now();
    if (!this.map.getSource('steps')) return;
    for (const stop of this.settled) {
      const done = stop.at <= this.now;
      if (done === stop.done) continue;
      stop.done = done;
      this.map.setFeatureState({ source: 'stops', id: stop.id }, { done });
    }
    let sum = 0;
    for (const { lane, index } of this.lanes) {
      const had = this.passed.get(index) ?? 0;
      const now = Math.max(0, indexAt(lane.trace, this.now));
      for (let i = Math.min(had, now) + 1; i <= Math.max(had, now); i++)
        this.map.setFeatureState({ source: 'steps', id: index * STEPS_MAX + i }, { done: now > had });
      this.passed.set(index, now);
      sum += now;
    }
    this.options.container.dataset.passed = String(sum);
  }

  /** From the last fix that the map has drawn to where the reps are, within the piece of the track they are on. */
  private heads(): Head[] {
    return this.lanes.flatMap(({ lane: { trace }, index }) => {
      const place = placeAt(trace, this.now);
      const last = indexAt(trace, this.now);
      let from = this.passed.get(index) ?? 0;
      if (!isSeen(place) || from > last || last - from > HEAD_MAX) return [];
      for (let i = from + 1; i <= last; i++) if (trace.begins[i]) from = i;
      const line: [number, number][] = [];
      for (let i = from; i <= last; i++) line.push([trace.lng[i]!, trace.lat[i]!]);
      line.push([place.lng, place.lat]);
      return { index, line };
    });
  }

  private touch({ point, lngLat }: MapMouseEvent): Touch | null {
    const px = mercatorX(lngLat.lng);
    const py = mercatorY(lngLat.lat);
    const edge = this.map.unproject([point.x + REACH_PX, point.y]);
    const reach = Math.abs(mercatorX(edge.lng) - px);
    let best: (Touch & { distance: number }) | null = null;
    for (const { lane } of this.lanes) {
      const pass = passNear(lane.trace, px, py, reach, this.now);
      if (pass && (!best || pass.distance < best.distance))
        best = { rep: lane.rep, at: pass.at, distance: pass.distance, x: point.x, y: point.y };
    }
    return best;
  }

  private touched(event: MapMouseEvent) {
    const touch = this.touch(event);
    this.map.getCanvas().style.cursor = touch ? 'pointer' : '';
    this.options.onTouch(touch);
  }
}
