// The map of coverage cells, driven by commands. What it is told it remembers, so that a change of style brings it back.
import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl';
import type { Language } from '../api/types';
import { ACCENT } from '../app/palette';
import { type DeskMapOptions, deskMap, dress } from '../map/desk_map';
import { EMPTY } from '../map/geojson';
import type { Box } from '../map/geometry';
import { BOLD } from '../map/style';
import type { CellData } from './cells';

export interface CellMapOptions extends DeskMapOptions {
  onCell(cell: string | null): void;
}

const LABELS_FROM_ZOOM = 11.5;

function layersOf(dark: boolean, picked: string): LayerSpecification[] {
  const paper = dark ? '#10131a' : '#ffffff';
  const ink = dark ? '#f1f4f9' : '#141b2b';
  return [
    {
      id: 'cell-fill',
      type: 'fill',
      source: 'cells',
      paint: { 'fill-color': ['get', 'color'], 'fill-opacity': 0.62 },
    },
    {
      id: 'cell-edge',
      type: 'line',
      source: 'cells',
      paint: { 'line-color': paper, 'line-width': 1 },
    },
    {
      id: 'cell-picked',
      type: 'line',
      source: 'cells',
      filter: ['==', ['get', 'cell'], picked],
      paint: { 'line-color': dark ? ACCENT.dark : ACCENT.light, 'line-width': 4 },
    },
    {
      id: 'cell-label',
      type: 'symbol',
      source: 'labels',
      minzoom: LABELS_FROM_ZOOM,
      layout: { 'text-field': ['get', 'label'], 'text-font': [BOLD], 'text-size': 12 },
      paint: { 'text-color': ink, 'text-halo-color': paper, 'text-halo-width': 1.6 },
    },
  ];
}

export class CellMap {
  private readonly map: MapLibreMap;
  private data: CellData = { cells: EMPTY, labels: EMPTY };
  private picked = '';
  private dark: boolean;
  private language: Language;

  constructor(private readonly options: CellMapOptions) {
    this.dark = options.dark;
    this.language = options.language;
    this.map = deskMap(options);
    this.map.on('style.load', () => this.dress());
    this.map.on('click', (event) => options.onCell(this.hit(event)));
    this.map.on('mousemove', (event) => {
      this.map.getCanvas().style.cursor = this.hit(event) ? 'pointer' : '';
    });
    this.applyStyle();
  }

  destroy() {
    this.map.remove();
  }

  setLook(dark: boolean, language: Language) {
    if (dark === this.dark && language === this.language) return;
    this.dark = dark;
    this.language = language;
    this.applyStyle();
  }

  show(data: CellData) {
    this.data = data;
    (this.map.getSource('cells') as GeoJSONSource | undefined)?.setData(data.cells);
    (this.map.getSource('labels') as GeoJSONSource | undefined)?.setData(data.labels);
  }

  pick(cell: string | null, centre: [number, number] | null) {
    this.picked = cell ?? '';
    if (this.map.getLayer('cell-picked'))
      this.map.setFilter('cell-picked', ['==', ['get', 'cell'], this.picked]);
    if (centre && !this.map.getBounds().contains(centre))
      this.map.easeTo({ center: centre, duration: this.options.still ? 0 : 400 });
  }

  fit(box: Box | null) {
    if (!box) return;
    this.map.fitBounds(box, { padding: 30, maxZoom: 15, duration: this.options.still ? 0 : 500 });
  }

  private applyStyle() {
    dress(this.map, this.options.basemap, this.dark, this.language);
  }

  private dress() {
    if (this.map.getLayer('cell-fill')) return;
    this.map.addSource('cells', { type: 'geojson', data: this.data.cells });
    this.map.addSource('labels', { type: 'geojson', data: this.data.labels });
    for (const layer of layersOf(this.dark, this.picked)) this.map.addLayer(layer);
    this.options.container.dataset.dressed = 'true';
  }

  private hit(event: MapMouseEvent): string | null {
    if (!this.map.getLayer('cell-fill')) return null;
    const [first] = this.map.queryRenderedFeatures(event.point, { layers: ['cell-fill'] });
    return first ? String(first.properties.cell) : null;
  }
}
