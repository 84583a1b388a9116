// The map of territories, driven by commands: ground, names, outlets and faults, and a sketch over them. What it is told it
// remembers, so that a change of style brings it back.
import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl';
import type { Language } from '../api/types';
import { type DeskMapOptions, deskMap, dress } from '../map/desk_map';
import { EMPTY } from '../map/geojson';
import type { Box } from '../map/geometry';
import { BOLD } from '../map/style';
import { Sketcher, type Tool } from './sketcher';
import type { Ring } from './types';

const SOURCES = ['grounds', 'faults', 'places', 'names'] as const;
type SourceName = (typeof SOURCES)[number];
export type TerritoryData = Record<SourceName, GeoJSON.FeatureCollection>;

export interface Sketch {
  /** What it begins with. */
  rings: readonly Ring[];
  color: `#${string}`;
}

export interface TerritoryMapOptions extends DeskMapOptions {
  onTerritory(id: number | null): void;
  onOutlet(id: number, add: boolean): void;
  onSketch(rings: Ring[]): void;
  /** A ring was closed, or a corner let go. */
  onDrawn(rings: Ring[], steps: Sketcher['steps'], drawn: boolean): void;
}

const when = (name: string, then: unknown, or: unknown) => ['case', ['get', name], then, or] as never;

function layersOf(dark: boolean): LayerSpecification[] {
  const paper = dark ? '#10131a' : '#ffffff';
  const ink = dark ? '#f1f4f9' : '#141b2b';
  const bad = dark ? '#ff9c7d' : '#ab2c07';
  return [
    {
      id: 'ground-fill',
      type: 'fill',
      source: 'grounds',
      paint: { 'fill-color': ['get', 'color'], 'fill-opacity': when('far', 0.08, 0.2) },
    },
    {
      id: 'ground-line',
      type: 'line',
      source: 'grounds',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': ['get', 'color'],
        'line-width': when('far', 1.2, 2.4),
        'line-opacity': when('far', 0.5, 1),
      },
    },
    {
      id: 'fault-fill',
      type: 'fill',
      source: 'faults',
      paint: { 'fill-color': bad, 'fill-opacity': 0.3 },
    },
    {
      id: 'fault-line',
      type: 'line',
      source: 'faults',
      paint: { 'line-color': bad, 'line-width': 2, 'line-dasharray': [2, 1.5] },
    },
    {
      id: 'place',
      type: 'symbol',
      source: 'places',
      layout: {
        'icon-image': ['case', ['get', 'nobody'], 'square-hollow', 'square'],
        'icon-size': ['interpolate', ['linear'], ['zoom'], 10, 0.28, 14, 0.55, 17, 0.9] as never,
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
      },
      paint: {
        'icon-color': ['get', 'color'],
        'icon-halo-color': ['case', ['get', 'twice'], bad, ['get', 'chosen'], ink, paper] as never,
        'icon-halo-width': ['case', ['any', ['get', 'chosen'], ['get', 'twice']], 2.5, 1] as never,
      },
    },
    {
      id: 'ground-name',
      type: 'symbol',
      source: 'names',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': [BOLD],
        'text-size': 12.5,
        'text-max-width': 9,
        'text-variable-anchor': ['center', 'top', 'bottom', 'left', 'right'],
        'text-radial-offset': 1,
        'symbol-sort-key': ['get', 'rank'],
      },
      paint: {
        'text-color': ink,
        'text-halo-color': paper,
        'text-halo-width': 2,
        'text-opacity': when('far', 0.5, 1),
      },
    },
  ];
}

/** An outlet is a square, full or hollow; as a distance field, so that the layer colours it. */
function square(hollow: boolean): ImageData {
  const size = 32;
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const pen = canvas.getContext('2d')!;
  const data = pen.createImageData(size, size);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const inward = 9 - Math.max(Math.abs(x - 15.5), Math.abs(y - 15.5));
      const depth = hollow ? Math.min(inward, 4 - inward) : inward;
      // 192 of 255 is the edge; eight pixels reach from none to all.
      data.data[(y * size + x) * 4 + 3] = Math.max(0, Math.min(255, 192 + depth * 24));
    }
  return data;
}

export class TerritoryMap {
  private readonly map: MapLibreMap;
  private data: TerritoryData = { grounds: EMPTY, faults: EMPTY, places: EMPTY, names: EMPTY };
  private sketcher: Sketcher | null = null;
  private sketch: Sketch | null = null;
  private tool: Tool | null = null;
  private dark: boolean;
  private language: Language;

  constructor(private readonly options: TerritoryMapOptions) {
    this.dark = options.dark;
    this.language = options.language;
    this.map = deskMap(options, { boxZoom: false });
    this.map.on('style.load', () => this.lay());
    this.map.on('click', this.clicked);
    this.map.on('mousemove', (event) => {
      if (this.sketcher) return;
      this.map.getCanvas().style.cursor = this.hit(event).length > 0 ? 'pointer' : '';
    });
    dress(this.map, options.basemap, this.dark, this.language);
  }

  destroy() {
    this.sketcher?.destroy();
    this.map.remove();
  }

  setLook(dark: boolean, language: Language) {
    if (dark === this.dark && language === this.language) return;
    this.dark = dark;
    this.language = language;
    dress(this.map, this.options.basemap, dark, language);
  }

  show(data: TerritoryData) {
    for (const name of SOURCES) {
      if (this.data[name] === data[name]) continue;
      (this.map.getSource(name) as GeoJSONSource | undefined)?.setData(data[name]);
    }
    this.data = data;
  }

  fit(box: Box | null) {
    if (!box) return;
    this.map.fitBounds(box, { padding: 48, maxZoom: 17, duration: this.options.still ? 0 : 500 });
  }

  /** Begins a sketch, or ends it. */
  setSketch(sketch: Sketch | null) {
    this.sketch = sketch;
    this.sketcher?.destroy();
    this.sketcher = null;
    if (sketch) this.beginSketch(sketch.rings);
    this.options.container.dataset.sketch = String(sketch !== null);
  }

  setTool(tool: Tool | null) {
    this.tool = tool;
    this.sketcher?.use(tool);
  }

  undo() {
    this.sketcher?.undo();
  }

  redo() {
    this.sketcher?.redo();
  }

  private beginSketch(rings: readonly Ring[]) {
    if (!this.sketch || !this.map.getLayer('place')) return;
    const sketcher = new Sketcher({
      map: this.map,
      color: this.sketch.color,
      onChange: (now) => this.options.onSketch(now),
      onFinish: (now, drawn) => this.options.onDrawn(now, sketcher.steps, drawn),
    });
    this.sketcher = sketcher;
    sketcher.load(rings);
    sketcher.use(this.tool);
  }

  private lay() {
    if (this.map.getLayer('place')) return;
    for (const hollow of [false, true]) {
      const name = hollow ? 'square-hollow' : 'square';
      if (this.map.hasImage(name)) this.map.removeImage(name);
      this.map.addImage(name, square(hollow), { sdf: true, pixelRatio: 1 });
    }
    for (const name of SOURCES)
      if (!this.map.getSource(name)) this.map.addSource(name, { type: 'geojson', data: this.data[name] });
    for (const layer of layersOf(this.dark)) this.map.addLayer(layer);
    // The sketch was laid over the style that went.
    const rings = this.sketcher?.rings() ?? this.sketch?.rings;
    this.sketcher?.destroy();
    this.sketcher = null;
    if (rings) this.beginSketch(rings);
    this.options.container.dataset.dressed = 'true';
  }

  private hit(event: MapMouseEvent) {
    const layers = ['place', 'ground-name', 'ground-fill'].filter((id) => this.map.getLayer(id));
    const { x, y } = event.point;
    return this.map.queryRenderedFeatures(
      [
        [x - 2, y - 2],
        [x + 2, y + 2],
      ],
      { layers },
    );
  }

  private clicked = (event: MapMouseEvent) => {
    if (this.sketcher) return;
    const [first] = this.hit(event);
    if (first?.properties.outlet !== undefined)
      this.options.onOutlet(Number(first.properties.outlet), event.originalEvent.shiftKey);
    else this.options.onTerritory(first ? Number(first.properties.territory) : null);
  };
}
