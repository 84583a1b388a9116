// The reps on the map: a mark for each, written again only where the world changed or the mark has grown old, and the
// names of those in view where there is room for them. Reads `LiveWorld` directly; knows nothing of the rest of the map.
import type { Map as MapLibreMap } from 'maplibre-gl';
import { rgb, STATUS_COLOR } from '../app/palette';
import { ACTIVITIES, FADE_MS, HOLLOW_MS, type LiveWorld } from '../live/world';
import { feature, features } from './geojson';
import { mercatorX, mercatorY } from './geometry';
import { BADGE_INVALID, BADGE_REVIEW, DIMMED, FADED, GlyphLayer, HOLLOW, SELECTED } from './glyph_layer';
import { MarkCanvas } from './mark_canvas';
import { setSource } from './overlays';

const LABEL_ZOOM = 12.2;
const LABEL_LIMIT = 150;

const GREY = [0.5, 0.5, 0.5] as const;

/** What the page looks at. */
export interface Attention {
  /** The subject: everybody else steps back. */
  selected: number | null;
  /** Reps whom a filter leaves out. */
  isLeftOut: (rep: number) => boolean;
}

export class RepMarks {
  readonly layer: GlyphLayer;
  readonly canvas: MarkCanvas;
  /** Marks in sight, whether the viewport shows them or not. */
  shown = 0;
  /** How old each mark looks. */
  private ages = new Uint8Array(0);
  private labels = 0;

  constructor(
    private readonly map: MapLibreMap,
    private readonly world: LiveWorld,
    tween: boolean,
  ) {
    this.layer = new GlyphLayer('reps', {
      shape: 'round',
      colors: [...ACTIVITIES.map((a) => rgb(STATUS_COLOR[a])), GREY, GREY, GREY],
      tween,
    });
    this.layer.radius = (zoom) => ramp(zoom, 9, 5, 13, 8.5, 17, 11);
    this.canvas = new MarkCanvas(map, this.layer);
  }

  /** Writes the marks that changed after version `since` of the world, or that have grown old. */
  draw(since: number, now: number, { selected, isLeftOut }: Attention) {
    const { at, changed, visible, lng, lat, heading, activity, flags, ids, size, level } = this.world;
    if (this.ages.length < size) {
      const more = new Uint8Array(ids.length);
      more.set(this.ages);
      this.ages = more;
    }
    const { ages } = this;
    let shown = 0;
    this.layer.update(size, (i, point) => {
      const inSight = level === 'rep' && visible[i] === 1 && !isLeftOut(ids[i]!);
      if (inSight) shown++;
      const age = now - at[i]!;
      const old = age > HOLLOW_MS ? HOLLOW | FADED : age > FADE_MS ? FADED : 0;
      if (changed[i]! <= since && ages[i] === old) return false;
      ages[i] = old;
      const isSelected = ids[i] === selected;
      point.x = mercatorX(lng[i]!);
      point.y = mercatorY(lat[i]!);
      point.color = activity[i]!;
      point.heading = Number.isNaN(heading[i]!) ? -1 : heading[i]!;
      point.scale = inSight || (isSelected && at[i]! > 0) ? 1 : 0;
      point.bits =
        old |
        (isSelected ? SELECTED : 0) |
        (flags[i]! & 1 ? BADGE_INVALID : flags[i]! & 2 ? BADGE_REVIEW : 0) |
        (selected !== null && !isSelected ? DIMMED : 0);
      return true;
    });
    this.shown = shown;
  }

  /** Names, at most so many, in the viewport only: a name on every mark would be a name on none. */
  label({ selected, isLeftOut }: Attention) {
    const { world, map } = this;
    if (!map.getSource('rep-labels')) return;
    const slots: number[] = [];
    // Who is selected is the subject: the others stay as marks, without their names.
    if (selected !== null) {
      const slot = world.slot(selected);
      if (slot !== undefined) slots.push(slot);
    } else if (map.getZoom() >= LABEL_ZOOM && world.level === 'rep') {
      const bounds = map.getBounds();
      const [west, east] = [bounds.getWest(), bounds.getEast()];
      const [south, north] = [bounds.getSouth(), bounds.getNorth()];
      const { visible, lng, lat, ids, size } = world;
      for (let i = 0; i < size; i++)
        if (visible[i] && lng[i]! >= west && lng[i]! <= east && lat[i]! >= south && lat[i]! <= north)
          if (!isLeftOut(ids[i]!)) slots.push(i);
    }
    if (slots.length > LABEL_LIMIT) {
      // Trouble first, then anybody from anywhere, but the same ones every second.
      const lot = (i: number) => (world.flags[i] ? 0 : 1) + scatter(world.ids[i]!);
      slots.sort((a, b) => lot(a) - lot(b)).length = LABEL_LIMIT;
    }
    // Where names are off, an empty source is not emptied again with every position.
    if (slots.length === 0 && this.labels === 0) return;
    this.labels = slots.length;
    setSource(
      map,
      'rep-labels',
      features(
        slots.map((i) =>
          feature(
            { type: 'Point', coordinates: [world.lng[i]!, world.lat[i]!] },
            { name: world.names[i]!, rank: world.ids[i] === selected ? 0 : world.flags[i] ? 1 : 2 },
          ),
        ),
      ),
    );
  }

  /** The style was changed: its sources are empty again. */
  forget() {
    this.labels = -1;
  }
}

/** A number in [0, 1) that neighbours do not share. */
const scatter = (id: number): number => (Math.imul(id, 0x9e3779b1) >>> 0) / 2 ** 32;

/** Piecewise linear through three (zoom, value) points. */
export function ramp(z: number, z0: number, a: number, z1: number, b: number, z2: number, c: number): number {
  if (z <= z0) return a;
  if (z >= z2) return c;
  return z < z1 ? a + ((b - a) * (z - z0)) / (z1 - z0) : b + ((c - b) * (z - z1)) / (z2 - z1);
}
