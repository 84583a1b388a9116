// Drawing on a map by hand: freehand, corner by corner or a box, and corners that are moved afterwards. Owns the rings
// while they are drawn and the steps back; what they mean is the owner's.
import type { Map as MapLibreMap } from 'maplibre-gl';
import {
  TerraDraw,
  TerraDrawFreehandMode,
  TerraDrawPolygonMode,
  TerraDrawRectangleMode,
  TerraDrawSelectMode,
  ValidateNotSelfIntersecting,
} from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import type { Ring } from './types';

export const TOOLS = ['freehand', 'polygon', 'rectangle', 'select'] as const;
export type Tool = (typeof TOOLS)[number];

export interface SketcherOptions {
  map: MapLibreMap;
  color: `#${string}`;
  /** Rings as they are, also while one is being drawn or a corner moved. */
  onChange(rings: Ring[]): void;
  /** A ring was closed, or a corner let go. */
  onFinish(rings: Ring[], drawn: boolean): void;
}

/** Steps that can be taken back. */
const STEPS_MAX = 50;
/** The library refuses more. */
const PRECISION = 7;

const rounded = (ring: Ring): Ring =>
  ring.map(([x, y]) => [Number(x.toFixed(PRECISION)), Number(y.toFixed(PRECISION))]);

export class Sketcher {
  private readonly draw: TerraDraw;
  private past: Ring[][] = [];
  private future: Ring[][] = [];
  private last: Ring[] = [];
  private isLoading = false;

  constructor(private readonly options: SketcherOptions) {
    const { color, map } = options;
    const area = { fillColor: color, fillOpacity: 0.22, outlineColor: color, outlineWidth: 3 } as const;
    const corners = { coordinates: { midpoints: true, draggable: true, deletable: true } };
    const feature = { draggable: false, validation: ValidateNotSelfIntersecting, ...corners };
    this.draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: PRECISION }),
      modes: [
        new TerraDrawFreehandMode({ drawInteraction: 'click-drag', minDistance: 14, styles: area }),
        new TerraDrawPolygonMode({ styles: area, validation: ValidateNotSelfIntersecting }),
        new TerraDrawRectangleMode({ drawInteraction: 'click-drag', styles: area }),
        new TerraDrawSelectMode({
          flags: { polygon: { feature }, freehand: { feature }, rectangle: { feature } },
          styles: {
            selectedPolygonColor: color,
            selectedPolygonFillOpacity: 0.22,
            selectedPolygonOutlineColor: color,
            selectedPolygonOutlineWidth: 3,
            selectionPointColor: '#ffffff',
            selectionPointOutlineColor: color,
            selectionPointOutlineWidth: 3,
            selectionPointWidth: 6,
            midPointColor: color,
            midPointOutlineColor: '#ffffff',
            midPointOutlineWidth: 1.5,
            midPointWidth: 4,
          },
        }),
      ],
    });
    this.draw.start();
    this.draw.on('change', () => !this.isLoading && options.onChange(this.rings()));
    this.draw.on('finish', (_, { action }) => this.finished(action === 'draw'));
  }

  use(tool: Tool | null) {
    // The library has no mode of rest but this one.
    this.draw.setMode(tool ?? 'static');
    if (tool === 'select') this.selectFirst();
  }

  /** Another sketch: steps back begin anew. */
  load(rings: readonly Ring[]) {
    this.past = [];
    this.future = [];
    this.put(rings);
    this.last = this.rings();
  }

  /** What is closed; a line that is being drawn counts as soon as it holds ground. */
  rings(): Ring[] {
    return this.draw
      .getSnapshot()
      .flatMap(({ geometry }) =>
        geometry.type === 'Polygon' && geometry.coordinates[0]!.length > 3
          ? [geometry.coordinates[0] as Ring]
          : [],
      );
  }

  get steps(): { back: number; on: number } {
    return { back: this.past.length, on: this.future.length };
  }

  undo() {
    this.step(this.past, this.future);
  }

  redo() {
    this.step(this.future, this.past);
  }

  destroy() {
    try {
      this.draw.stop();
    } catch {
      // The style that it was laid over is gone already, and its layers with it.
    }
  }

  private finished(drawn: boolean) {
    this.past = [...this.past.slice(1 - STEPS_MAX), this.last];
    this.future = [];
    this.last = this.rings();
    this.options.onFinish(this.last, drawn);
  }

  private step(from: Ring[][], to: Ring[][]) {
    const rings = from.pop();
    if (!rings) return;
    to.push(this.last);
    this.put(rings);
    this.last = rings;
    this.options.onFinish(rings, false);
  }

  private put(rings: readonly Ring[]) {
    this.isLoading = true;
    const mode = this.draw.getMode();
    if (mode === 'select') this.draw.setMode('static');
    this.draw.clear();
    this.draw.addFeatures(
      rings.map((ring) => ({
        type: 'Feature',
        geometry: { type: 'Polygon', coordinates: [rounded(ring)] },
        properties: { mode: 'polygon' },
      })),
    );
    if (mode === 'select') this.use('select');
    this.isLoading = false;
  }

  /** So that its corners are seen at once. */
  private selectFirst() {
    const first = this.draw.getSnapshot().find(({ geometry }) => geometry.type === 'Polygon');
    if (first?.id !== undefined) this.draw.selectFeature(first.id);
  }
}
