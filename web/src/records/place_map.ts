// The map beside a list of records: dots that are picked, the area of one, and a pin that is moved by hand. Driven by
// commands; what it is told it remembers, so that a change of style brings it back.
import {
  type GeoJSONSource,
  type LayerSpecification,
  type Map as MapLibreMap,
  type MapMouseEvent,
  Marker,
} from 'maplibre-gl';
import type { Language, LatLng } from '../api/types';
import { ACCENT } from '../app/palette';
import { type DeskMapOptions, deskMap, dress } from '../map/desk_map';
import { EMPTY } from '../map/geojson';
import type { Box } from '../map/geometry';
import { BOLD, REGULAR } from '../map/style';

const SOURCES = ['area', 'dots'] as const;
type SourceName = (typeof SOURCES)[number];
export type PlaceData = Record<SourceName, GeoJSON.FeatureCollection>;

export interface PlaceMapOptions extends DeskMapOptions {
  /** What the pin is to who does not see it. */
  pin: string;
  onDot(id: number): void;
  onPin(place: LatLng): void;
}

const NAMES_FROM_ZOOM = 14.5;
/** A step of the pin by an arrow key, and with Shift; in degrees of latitude, about 1 and 10 metres. */
const STEP = 0.000009;
const LONG_STEP = STEP * 10;

const has = (name: string) => ['boolean', ['get', name], false] as never;
const when = (name: string, then: unknown, or: unknown) => ['case', has(name), then, or] as never;

function layersOf(dark: boolean): LayerSpecification[] {
  const paper = dark ? '#10131a' : '#ffffff';
  const ink = dark ? '#e6e9ef' : '#1b2333';
  const grey = dark ? '#8b95a8' : '#64748b';
  const accent = dark ? ACCENT.dark : ACCENT.light;
  const grow = (small: unknown, large: unknown) =>
    ['interpolate', ['linear'], ['zoom'], 9, small, 16, large] as never;
  return [
    { id: 'place-area', type: 'fill', source: 'area', paint: { 'fill-color': accent, 'fill-opacity': 0.14 } },
    {
      id: 'place-area-line',
      type: 'line',
      source: 'area',
      paint: { 'line-color': accent, 'line-width': 2, 'line-dasharray': [3, 2] },
    },
    {
      id: 'place-picked',
      type: 'circle',
      source: 'dots',
      filter: has('picked'),
      paint: {
        'circle-radius': grow(9, 17),
        'circle-opacity': 0,
        'circle-stroke-color': accent,
        'circle-stroke-width': 3,
      },
    },
    {
      id: 'place-dot',
      type: 'circle',
      source: 'dots',
      paint: {
        'circle-radius': grow(when('number', 9, 4), when('number', 12, 8)),
        // Hollow: closed, or a neighbour that the list does not hold.
        'circle-color': when('hollow', paper, accent),
        'circle-stroke-color': when('hollow', grey, paper),
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'place-number',
      type: 'symbol',
      source: 'dots',
      filter: has('number'),
      layout: {
        'text-field': ['get', 'text'],
        'text-font': [BOLD],
        'text-size': 11,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': dark ? '#10131a' : '#ffffff' },
    },
    {
      id: 'place-name',
      type: 'symbol',
      source: 'dots',
      minzoom: NAMES_FROM_ZOOM,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': [REGULAR],
        'text-size': 12,
        'text-anchor': 'top',
        'text-offset': [0, 1],
        'text-max-width': 9,
        'text-optional': true,
      },
      paint: { 'text-color': ink, 'text-halo-color': paper, 'text-halo-width': 1.6 },
    },
  ];
}

export class PlaceMap {
  private readonly map: MapLibreMap;
  private data: PlaceData = { area: EMPTY, dots: EMPTY };
  private pin: Marker | null = null;
  private dark: boolean;
  private language: Language;

  constructor(private readonly options: PlaceMapOptions) {
    this.dark = options.dark;
    this.language = options.language;
    this.map = deskMap(options, { maxZoom: 20 });
    this.map.on('style.load', () => this.dress());
    this.map.on('click', this.clicked);
    this.map.on('mousemove', (event) => {
      this.map.getCanvas().style.cursor = this.pin
        ? 'crosshair'
        : this.hit(event).length > 0
          ? 'pointer'
          : '';
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

  show(data: PlaceData) {
    this.data = data;
    for (const name of SOURCES) (this.map.getSource(name) as GeoJSONSource | undefined)?.setData(data[name]);
  }

  fit(box: Box | null) {
    if (!box) return;
    this.map.fitBounds(box, { padding: 44, maxZoom: 17, duration: this.options.still ? 0 : 500 });
  }

  /** Where the pin stands that is moved by hand; null: none is. */
  setPin(place: LatLng | null) {
    if (!place) {
      this.pin?.remove();
      this.pin = null;
      return;
    }
    if (this.pin) {
      this.pin.setLngLat(place);
      return;
    }
    this.pin = new Marker({ element: this.pinElement(), draggable: true, anchor: 'bottom' })
      .setLngLat(place)
      .addTo(this.map);
    this.pin.on('dragend', () => this.tell());
  }

  private pinElement(): HTMLElement {
    const element = document.createElement('div');
    element.className = 'fb-rec-pin';
    element.tabIndex = 0;
    element.setAttribute('role', 'application');
    element.setAttribute('aria-label', this.options.pin);
    element.addEventListener('keydown', (event) => {
      const step = event.shiftKey ? LONG_STEP : STEP;
      const [north, east] =
        { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key] ?? [];
      if (north === undefined || east === undefined || !this.pin) return;
      event.preventDefault();
      event.stopPropagation();
      const { lng, lat } = this.pin.getLngLat();
      this.pin.setLngLat([lng + (east * step) / Math.cos((lat * Math.PI) / 180), lat + north * step]);
      this.tell();
    });
    return element;
  }

  private tell() {
    const place = this.pin?.getLngLat();
    if (place) this.options.onPin({ lat: place.lat, lng: place.lng });
  }

  private applyStyle() {
    dress(this.map, this.options.basemap, this.dark, this.language);
  }

  private dress() {
    if (this.map.getLayer('place-dot')) return;
    for (const name of SOURCES)
      if (!this.map.getSource(name)) this.map.addSource(name, { type: 'geojson', data: this.data[name] });
    for (const layer of layersOf(this.dark)) this.map.addLayer(layer);
    this.options.container.dataset.dressed = 'true';
  }

  private hit({ point: { x, y } }: MapMouseEvent) {
    if (!this.map.getLayer('place-dot')) return [];
    return this.map.queryRenderedFeatures(
      [
        [x - 4, y - 4],
        [x + 4, y + 4],
      ],
      { layers: ['place-dot'] },
    );
  }

  private clicked = (event: MapMouseEvent) => {
    if (this.pin) {
      this.pin.setLngLat(event.lngLat);
      this.tell();
      return;
    }
    const [first] = this.hit(event);
    if (first?.properties.id !== undefined) this.options.onDot(Number(first.properties.id));
  };
}
