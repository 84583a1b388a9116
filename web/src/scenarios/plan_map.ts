// The map of a solution, driven by commands. What it is told it remembers, so that a change of style brings it back.
import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl';
import type { Language } from '../api/types';
import { ACCENT } from '../app/palette';
import { type DeskMapOptions, deskMap, dress } from '../map/desk_map';
import { EMPTY } from '../map/geojson';
import type { Box } from '../map/geometry';
import { BOLD } from '../map/style';
import { Sketcher, type Tool } from '../territories/sketcher';
import type { Ring } from '../territories/types';

const SOURCES = ['order', 'outlets', 'homes', 'names', 'stops', 'picked'] as const;
type SourceName = (typeof SOURCES)[number];
export type PlanData = Record<SourceName, GeoJSON.FeatureCollection>;

export interface View {
  center: [number, number];
  zoom: number;
}

export interface PlanMapOptions extends DeskMapOptions {
  /** `add`: with Shift, to those that are chosen. */
  onOutlet(outlet: number | null, add: boolean): void;
  /** Something was drawn round. */
  onLasso?(ring: Ring): void;
  onRep(rep: number): void;
  /** By hand, not by a command. */
  onView?(view: View): void;
}

const NUMBERS_FROM_ZOOM = 13.5;

const when = (name: string, then: unknown, or: unknown) => ['case', ['get', name], then, or] as never;

function layersOf(dark: boolean): LayerSpecification[] {
  const paper = dark ? '#10131a' : '#ffffff';
  const ink = dark ? '#f1f4f9' : '#141b2b';
  const accent = dark ? ACCENT.dark : ACCENT.light;
  const grow = (small: number, middle: number, large: number) =>
    ['interpolate', ['linear'], ['zoom'], 10, small, 14, middle, 17, large] as never;
  return [
    {
      id: 'plan-order',
      type: 'line',
      source: 'order',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': ink, 'line-width': 2, 'line-dasharray': [2, 2] },
    },
    {
      id: 'plan-outlet',
      type: 'circle',
      source: 'outlets',
      layout: { 'circle-sort-key': ['get', 'rank'] },
      paint: {
        'circle-radius': grow(2.6, 7, 11),
        'circle-color': when('hollow', paper, ['get', 'color']),
        // Chosen: in the accent, and wider; ringed: in ink; hollow: in the rep's colour; else a thin edge of paper.
        'circle-stroke-color': [
          'case',
          ['get', 'chosen'],
          accent,
          ['get', 'ringed'],
          ink,
          ['get', 'hollow'],
          ['get', 'color'],
          paper,
        ] as never,
        'circle-stroke-width': [
          'case',
          ['get', 'chosen'],
          4,
          ['any', ['get', 'hollow'], ['get', 'ringed']],
          2.6,
          1,
        ] as never,
        'circle-opacity': when('far', 0.16, 1),
        'circle-stroke-opacity': when('far', 0.16, 1),
      },
    },
    {
      id: 'plan-outlet-number',
      type: 'symbol',
      source: 'outlets',
      minzoom: NUMBERS_FROM_ZOOM,
      layout: {
        'text-field': ['get', 'number'],
        'text-font': [BOLD],
        'text-size': grow(8, 9, 12),
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: {
        'text-color': when('hollow', ['get', 'color'], '#ffffff'),
        'text-opacity': when('far', 0.16, 1),
      },
    },
    {
      id: 'plan-home',
      type: 'symbol',
      source: 'homes',
      layout: {
        'icon-image': 'home',
        'icon-size': grow(0.5, 0.8, 1),
        'icon-allow-overlap': true,
        'text-field': ['get', 'number'],
        'text-font': [BOLD],
        'text-size': grow(5, 8, 10),
        'text-allow-overlap': true,
        'text-offset': [0, 0.15],
      },
      paint: {
        'text-color': dark ? '#10131a' : '#ffffff',
        'icon-opacity': when('far', 0.3, 1),
        'text-opacity': when('far', 0.3, 1),
      },
    },
    {
      id: 'plan-picked',
      type: 'circle',
      source: 'picked',
      paint: {
        'circle-radius': grow(9, 14, 18),
        'circle-opacity': 0,
        'circle-stroke-color': accent,
        'circle-stroke-width': 3,
      },
    },
    {
      id: 'plan-stop',
      type: 'circle',
      source: 'stops',
      paint: {
        'circle-radius': grow(8, 10, 13),
        'circle-color': ink,
        'circle-stroke-color': paper,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'plan-stop-number',
      type: 'symbol',
      source: 'stops',
      layout: {
        'text-field': ['get', 'number'],
        'text-font': [BOLD],
        'text-size': 11,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': paper },
    },
    {
      id: 'plan-name',
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
        'text-opacity': when('far', 0.35, 1),
      },
    },
  ];
}

/** A house, in ink: there is no sprite. */
function house(dark: boolean): ImageData {
  const size = 44;
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = dark ? '#f1f4f9' : '#141b2b';
  pen.strokeStyle = dark ? '#10131a' : '#ffffff';
  pen.lineWidth = 4;
  pen.lineJoin = 'round';
  pen.beginPath();
  for (const [x, y] of [
    [22, 3],
    [42, 20],
    [36, 20],
    [36, 40],
    [8, 40],
    [8, 20],
    [2, 20],
  ] as const)
    pen.lineTo(x, y);
  pen.closePath();
  pen.stroke();
  pen.fill();
  return pen.getImageData(0, 0, size, size);
}

export class PlanMap {
  private readonly map: MapLibreMap;
  private data: PlanData = {
    order: EMPTY,
    outlets: EMPTY,
    homes: EMPTY,
    names: EMPTY,
    stops: EMPTY,
    picked: EMPTY,
  };
  private lasso: Sketcher | null = null;
  private tool: Tool | null = null;
  private dark: boolean;
  private language: Language;

  constructor(private readonly options: PlanMapOptions) {
    this.dark = options.dark;
    this.language = options.language;
    this.map = deskMap(options, { boxZoom: false });
    this.map.on('style.load', () => this.lay());
    this.map.on('click', this.clicked);
    this.map.on('mousemove', (event) => {
      if (this.lasso) return;
      this.map.getCanvas().style.cursor = this.hit(event).length > 0 ? 'pointer' : '';
    });
    this.map.on('move', (event) => {
      if (!event.originalEvent) return;
      const { lng, lat } = this.map.getCenter();
      options.onView?.({ center: [lng, lat], zoom: this.map.getZoom() });
    });
    this.applyStyle();
  }

  destroy() {
    this.lasso?.destroy();
    this.map.remove();
  }

  setLook(dark: boolean, language: Language) {
    if (dark === this.dark && language === this.language) return;
    this.dark = dark;
    this.language = language;
    this.applyStyle();
  }

  show(data: PlanData) {
    this.data = data;
    for (const name of SOURCES) this.set(name);
  }

  /** What is drawn round is told; without a tool the map moves. */
  setTool(tool: Tool | null) {
    this.tool = tool;
    if (tool === null) {
      this.lasso?.destroy();
      this.lasso = null;
    } else {
      this.lasso ??= this.beginLasso();
      this.lasso?.use(tool);
    }
  }

  private beginLasso(): Sketcher | null {
    if (!this.map.getLayer('plan-outlet')) return null;
    const lasso = new Sketcher({
      map: this.map,
      color: ACCENT.light,
      onChange: () => {},
      onFinish: ([ring], drawn) => {
        if (!ring || !drawn) return;
        // The library still holds the ring while it tells of it.
        setTimeout(() => this.lasso === lasso && lasso.load([]));
        this.options.onLasso?.(ring);
      },
    });
    return lasso;
  }

  fit(box: Box | null) {
    if (!box) return;
    const duration = this.options.still ? 0 : 500;
    this.map.fitBounds(box, { padding: 40, maxZoom: 16, duration });
  }

  /** Brings a place into sight, if it is not there. */
  reach(place: [number, number]) {
    if (!this.map.getBounds().contains(place))
      this.map.easeTo({ center: place, duration: this.options.still ? 0 : 400 });
  }

  /** As another map is looked at. */
  look({ center, zoom }: View) {
    this.map.jumpTo({ center, zoom });
  }

  private set(name: SourceName) {
    (this.map.getSource(name) as GeoJSONSource | undefined)?.setData(this.data[name]);
  }

  private applyStyle() {
    dress(this.map, this.options.basemap, this.dark, this.language);
  }

  private lay() {
    if (this.map.getLayer('plan-outlet')) return;
    if (this.map.hasImage('home')) this.map.removeImage('home');
    this.map.addImage('home', house(this.dark), { pixelRatio: 2 });
    for (const name of SOURCES)
      if (!this.map.getSource(name)) this.map.addSource(name, { type: 'geojson', data: this.data[name] });
    for (const layer of layersOf(this.dark)) this.map.addLayer(layer);
    // A lasso was laid over the style that went.
    this.lasso?.destroy();
    this.lasso = null;
    this.setTool(this.tool);
    this.options.container.dataset.dressed = 'true';
  }

  private hit(event: MapMouseEvent) {
    const layers = ['plan-stop', 'plan-outlet', 'plan-home', 'plan-name'].filter((id) =>
      this.map.getLayer(id),
    );
    const { x, y } = event.point;
    const near: [[number, number], [number, number]] = [
      [x - 3, y - 3],
      [x + 3, y + 3],
    ];
    return this.map.queryRenderedFeatures(near, { layers });
  }

  private clicked = (event: MapMouseEvent) => {
    if (this.lasso) return;
    const add = event.originalEvent.shiftKey;
    const [first] = this.hit(event);
    if (first?.properties.outlet !== undefined) this.options.onOutlet(Number(first.properties.outlet), add);
    else if (first?.properties.rep !== undefined) this.options.onRep(Number(first.properties.rep));
    else this.options.onOutlet(null, add);
  };
}
