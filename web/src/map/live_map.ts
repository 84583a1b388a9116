// The one map of the page, driven by commands. It reads `LiveWorld` and `OutletStore` directly and never asks React for
// positions. What it is told (selection, day, evidence) it remembers, so that a change of style brings all of it back.

import {
  AttributionControl,
  Map as MapLibreMap,
  type MapMouseEvent,
  NavigationControl,
  prewarm,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl';
import maplibreWorker from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { serverNow } from '../api/client';
import type { Basemap, Language, LatLng, RepDay } from '../api/types';
import { ACCENT, OUTLET_COLOR, rgb } from '../app/palette';
import type { Cell } from '../live/protocol';
import type { LiveWorld } from '../live/world';
import { CellMarkers } from './cells';
import { fitted } from './datum';
import { feature, features } from './geojson';
import { type Box, padBox } from './geometry';
import { DIMMED, GlyphLayer } from './glyph_layer';
import { OUTLET_STATES, OutletStore } from './outlet_store';
import { addOverlays, setSource } from './overlays';
import { type Attention, RepMarks, ramp } from './rep_marks';
import { type Evidence, SelectedDay } from './selected_day';
import { basemapStyle } from './style';

setWorkerUrl(maplibreWorker);
// Who reads the tiles starts while the page is put together, not when the map asks for the first.
prewarm();

const NO_CELLS: ReadonlyMap<string, Cell> = new Map();
const LABEL_LIMIT = 150;
/** How often the map looks for news, how often names follow their marks, and how often marks age by themselves. */
const LOOK_MS = 250;
const LABEL_MS = 1_000;
const AGE_MS = 5_000;

export interface MapWords {
  locale: Record<string, string>;
  cell: (count: number) => string;
}

export interface MapOptions {
  container: HTMLElement;
  basemap: Basemap;
  dark: boolean;
  language: Language;
  world: LiveWorld;
  words: MapWords;
  view: { center: [number, number]; zoom: number };
  /** No animation: tests and people who asked for less motion. */
  still: boolean;
  onRep(rep: number): void;
  onOutlet(outlet: number): void;
  onNothing(): void;
  /** A hand moved the map away from who was followed. */
  onLetGo(): void;
  onView(view: { bbox: Box; center: [number, number]; zoom: number }): void;
}

export class LiveMap {
  readonly map: MapLibreMap;
  readonly outlets: OutletStore;
  private readonly reps: RepMarks;
  private readonly squares: GlyphLayer;
  private readonly cells: CellMarkers;
  private dark: boolean;
  private language: Language;
  private selected: number | null = null;
  private following = false;
  private readonly day: SelectedDay;
  private aim: ((at: LatLng) => void) | null = null;
  private helpless: ReadonlySet<number> = new Set();
  private only: ReadonlySet<number> | null = null;
  /** The world's version on the map, and when that was. */
  private drawn = -1;
  private drawnAt = 0;
  private labelledAt = 0;
  /** What the next frame draws anew, however many commands asked for it. */
  private readonly stale = new Set<'day' | 'outlets' | 'reps'>();
  private frame: number | undefined;
  private sosDrawn: string | null = null;
  private timer: ReturnType<typeof setInterval>;
  private inset = { top: 60, right: 60, bottom: 60, left: 60 };

  constructor(private readonly options: MapOptions) {
    this.dark = options.dark;
    this.language = options.language;
    this.squares = new GlyphLayer('outlets', {
      shape: 'square',
      colors: [...OUTLET_STATES.map((s) => rgb(OUTLET_COLOR[s])), [0.5, 0.5, 0.5]],
      tween: false,
    });
    this.squares.radius = (zoom) => ramp(zoom, 11, 2, 14, 5.2, 17, 9);
    this.map = new MapLibreMap({
      container: options.container,
      center: options.view.center,
      zoom: options.view.zoom,
      minZoom: 3,
      maxZoom: 19,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      locale: options.words.locale,
      fadeDuration: options.still ? 0 : 200,
      canvasContextAttributes: { antialias: false },
    });
    this.reps = new RepMarks(this.map, options.world, !options.still);
    this.day = new SelectedDay(this.map);
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    // The first stands lowest.
    this.map.addControl(new AttributionControl({ compact: false }), 'bottom-right');
    this.map.addControl(new NavigationControl({ showCompass: false }), 'bottom-right');
    this.map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left');
    this.cells = new CellMarkers(this.map, options.words.cell);
    this.outlets = new OutletStore(() => this.later('outlets'));
    this.map.on('style.load', () => this.dress());
    this.map.on('moveend', this.moved);
    this.map.on('click', this.clicked);
    this.map.on('mousemove', this.hovered);
    this.map.on('dragstart', () => {
      if (this.following) this.options.onLetGo();
      this.following = false;
    });
    this.map.getCanvas().addEventListener('webglcontextrestored', () => this.dress());
    this.applyStyle();
    this.timer = setInterval(() => this.refresh(false), LOOK_MS);
  }

  destroy() {
    clearInterval(this.timer);
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.outlets.stop();
    this.reps.canvas.destroy();
    this.map.remove();
  }

  /** Light or dark, and the language of the labels. */
  setLook(dark: boolean, language: Language) {
    if (dark === this.dark && language === this.language) return;
    this.dark = dark;
    this.language = language;
    this.applyStyle();
  }

  /** Room that panels cover, so that what is shown is not behind them. */
  setInset(inset: { top: number; right: number; bottom: number; left: number }) {
    this.inset = inset;
  }

  /** A click means a place, whatever lies there; `null`: what lies there again. */
  setAim(aim: ((at: LatLng) => void) | null) {
    this.aim = aim;
    this.map.getCanvas().style.cursor = aim ? 'crosshair' : '';
  }

  select(rep: number | null) {
    if (rep === this.selected) return;
    if (this.day.day) this.later('outlets');
    this.selected = rep;
    this.day.begin(rep !== null);
    this.following = false;
    this.later('day', 'reps');
  }

  follow(on: boolean) {
    this.following = on;
    if (on) this.later('reps');
  }

  setDay(day: RepDay | null, track: GeoJSON.FeatureCollection | undefined, isLive: boolean) {
    const isOther = day !== this.day.day;
    if (this.day.set(day, track, isLive)) this.later('day');
    if (isOther) this.later('outlets');
  }

  setEvidence(evidence: Evidence | null) {
    if (evidence === this.day.evidence) return;
    this.day.evidence = evidence;
    this.later('day', 'outlets');
  }

  /** Whom a filter leaves; whoever is selected or asks for help stays in sight. `null`: everybody. */
  show(only: ReadonlySet<number> | null) {
    if (only === this.only) return;
    this.only = only;
    this.later('reps');
  }

  private isLeftOut(rep: number): boolean {
    return this.only !== null && !this.only.has(rep) && rep !== this.selected && !this.helpless.has(rep);
  }

  private get attention(): Attention {
    return { selected: this.selected, isLeftOut: (rep) => this.isLeftOut(rep) };
  }

  /** Reps who ask for help. */
  setSos(reps: ReadonlySet<number>) {
    this.helpless = reps;
    this.later('reps');
  }

  showRep() {
    const slot = this.selected === null ? undefined : this.options.world.slot(this.selected);
    if (slot === undefined) return;
    const { lng, lat } = this.options.world;
    this.go({ center: [lng[slot]!, lat[slot]!], zoom: Math.max(14.2, this.map.getZoom()) });
  }

  showPoint(lng: number, lat: number, zoom = 16.5) {
    this.go({ center: [lng, lat], zoom: Math.max(zoom, this.map.getZoom()) });
  }

  /** Where most of these are; a rep far away does not make everybody small. */
  showAll(points: readonly [number, number][]) {
    const middle = (axis: 0 | 1) => {
      const sorted = points.map((p) => p[axis]).sort((a, b) => a - b);
      const cut = Math.floor(sorted.length * 0.04);
      return [sorted[cut]!, sorted[sorted.length - 1 - cut]!] as const;
    };
    if (points.length === 0) return;
    const [west, east] = middle(0);
    const [south, north] = middle(1);
    this.map.fitBounds([west, south, east, north], { padding: 70, maxZoom: 14.5, duration: 0 });
  }

  showDay() {
    this.fit(this.day.box(), 16);
  }

  showEvidence() {
    this.fit(this.day.evidenceBox(), 18);
  }

  private fit(box: Box | null, maxZoom: number) {
    if (box)
      this.map.fitBounds(box, { padding: this.inset, maxZoom, duration: this.options.still ? 0 : 600 });
  }

  private go(to: { center: [number, number]; zoom: number }) {
    const { top, right, bottom, left } = this.inset;
    const offset: [number, number] = [(left - right) / 2, (top - bottom) / 2];
    this.map.easeTo({ ...to, offset, duration: this.options.still ? 0 : 600 });
  }

  private applyStyle() {
    this.map.setStyle(basemapStyle(this.options.basemap, this.dark, this.language), {
      diff: false,
      transformStyle: fitted,
    });
  }

  private dress() {
    const accent = rgb(this.dark ? ACCENT.dark : ACCENT.light);
    for (const layer of [this.reps.layer, this.squares]) {
      layer.dark = this.dark;
      layer.accent = accent;
    }
    if (this.map.getLayer('reps')) return;
    addOverlays(this.map, this.dark, { outlets: this.squares, reps: this.reps.canvas });
    this.reps.forget();
    this.sosDrawn = null;
    this.later('day', 'outlets', 'reps');
    this.moved();
  }

  private moved = () => {
    const bounds = this.map.getBounds();
    const box: Box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    const zoom = this.map.getZoom();
    const center = this.map.getCenter();
    this.outlets.look(box, zoom);
    this.options.onView({ bbox: padBox(box, 0.12), center: [center.lng, center.lat], zoom });
    this.nameOutlets();
    this.reps.label(this.attention);
  };

  private clicked = (event: MapMouseEvent) => {
    if (this.aim) return this.aim({ lat: event.lngLat.lat, lng: event.lngLat.lng });
    const rep = this.reps.layer.pick(event.point, 16);
    if (rep >= 0) return this.options.onRep(this.options.world.ids[rep]!);
    const stops = this.map.getLayer('stop-disc')
      ? this.map.queryRenderedFeatures(event.point, { layers: ['stop-disc'] })
      : [];
    if (stops[0]) return this.options.onOutlet(Number(stops[0].properties.outlet));
    const outlet = this.map.getZoom() >= 13 ? this.squares.pick(event.point, 10) : -1;
    if (outlet >= 0) return this.options.onOutlet(this.outlets.ids[outlet]!);
    this.options.onNothing();
  };

  private hovered = (event: MapMouseEvent) => {
    if (this.aim) return;
    const hit =
      this.reps.layer.pick(event.point, 14) >= 0 ||
      (this.map.getZoom() >= 13 && this.squares.pick(event.point, 9) >= 0);
    this.map.getCanvas().style.cursor = hit ? 'pointer' : '';
  };

  private later(...parts: ('day' | 'outlets' | 'reps')[]) {
    for (const part of parts) this.stale.add(part);
    this.frame ??= requestAnimationFrame(this.drawStale);
  }

  private drawStale = () => {
    this.frame = undefined;
    const { stale } = this;
    if (stale.has('day')) this.day.draw();
    if (stale.has('outlets')) this.drawOutlets();
    if (stale.has('reps')) this.refresh(true);
    stale.clear();
  };

  /** Four times a second at most: draws what came since; `force` when the meaning of points changed. */
  private refresh(force: boolean) {
    const { world } = this.options;
    const now = serverNow();
    if (!force && this.drawn === world.version && now - this.drawnAt < AGE_MS) return;
    this.reps.draw(force ? -1 : this.drawn, now, this.attention);
    this.drawn = world.version;
    this.drawnAt = now;
    this.cells.show(world.level === 'rep' ? NO_CELLS : world.cells);
    if (force || now - this.labelledAt >= LABEL_MS) {
      this.labelledAt = now;
      this.reps.label(this.attention);
    }
    this.drawSos();
    this.extendTail();
    if (this.following) this.chase();
    const { container } = this.options;
    container.dataset.level = world.level;
    container.dataset.reps = String(this.reps.shown);
    container.dataset.moves = String(world.moves);
    container.dataset.outlets = String(this.outlets.count);
  }

  private chase() {
    const slot = this.selected === null ? undefined : this.options.world.slot(this.selected);
    if (slot === undefined || this.map.isMoving()) return;
    const { lng, lat } = this.options.world;
    const { top, right, bottom, left } = this.inset;
    this.map.easeTo({
      center: [lng[slot]!, lat[slot]!],
      offset: [(left - right) / 2, (top - bottom) / 2],
      duration: this.options.still ? 0 : 900,
      easing: (t) => t,
    });
  }

  private extendTail() {
    const { world } = this.options;
    const slot = this.selected === null ? undefined : world.slot(this.selected);
    if (slot !== undefined) this.day.extend([world.lng[slot]!, world.lat[slot]!]);
  }

  private drawSos() {
    const { world } = this.options;
    const slots = [...this.helpless].flatMap((rep) => world.slot(rep) ?? []);
    const at = (i: number): [number, number] => [world.lng[i]!, world.lat[i]!];
    const places = slots.map(at);
    const key = places.join(' ');
    if (key === this.sosDrawn) return;
    this.sosDrawn = key;
    setSource(
      this.map,
      'sos',
      features(places.map((coordinates) => feature({ type: 'Point', coordinates }, {}))),
    );
    this.options.container.dataset.sos = String(slots.length);
  }

  private drawOutlets() {
    const { outlets } = this;
    const { day, evidence } = this.day;
    const planned = day ? new Set(day.plan.stops.map((stop) => stop.outlet_id)) : null;
    const judged = evidence?.visit.outlet?.id;
    this.squares.update(outlets.count, (i, point) => {
      const id = outlets.ids[i]!;
      point.x = outlets.x[i]!;
      point.y = outlets.y[i]!;
      point.color = outlets.state[i]!;
      // Outlets that nobody visits today stay in the background; those of the plan have their own numbered disc.
      point.scale = id === judged || (planned?.has(id) && !evidence) ? 0 : outlets.state[i] === 0 ? 0.5 : 1;
      point.bits = evidence || (planned && !planned.has(id)) ? DIMMED : 0;
    });
    this.nameOutlets();
  }

  private nameOutlets() {
    const { outlets } = this;
    const list: GeoJSON.Feature[] = [];
    if (this.map.getZoom() >= 15.5 && !this.day.evidence) {
      const bounds = this.map.getBounds();
      for (let i = 0; i < outlets.count && list.length < LABEL_LIMIT; i++) {
        if (!bounds.contains([outlets.lng[i]!, outlets.lat[i]!])) continue;
        list.push(
          feature(
            { type: 'Point', coordinates: [outlets.lng[i]!, outlets.lat[i]!] },
            { name: outlets.names[i]! },
          ),
        );
      }
    }
    setSource(this.map, 'outlet-labels', features(list));
  }
}
