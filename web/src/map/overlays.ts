// The map's own layers above the basemap: planned and actual line of the selected rep, numbered stops, a visit's
// evidence, labels. Styles only; the data is set by `LiveMap`. Re-added whenever the basemap style changes.
import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap } from 'maplibre-gl';
import { ACCENT, VERDICT_COLOR } from '../app/palette';
import { EMPTY } from './geojson';
import { BOLD, REGULAR } from './style';

export const SOURCES = ['plan', 'track', 'evidence', 'stops', 'outlet-labels', 'rep-labels', 'sos'] as const;
export type SourceName = (typeof SOURCES)[number];

const is = (kind: string) => ['==', ['get', 'kind'], kind] as never;

/** Below the outlets. */
function groundLayers(dark: boolean): LayerSpecification[] {
  const accent = dark ? ACCENT.dark : ACCENT.light;
  const paper = dark ? '#10131a' : '#ffffff';
  const verdict = ['get', 'color'] as never;
  return [
    {
      id: 'plan-line',
      type: 'line',
      source: 'plan',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': dark ? '#8b95a8' : '#64748b',
        'line-width': 2,
        'line-opacity': 0.55,
        'line-dasharray': [0.1, 2.4],
      },
    },
    {
      id: 'track-casing',
      type: 'line',
      source: 'track',
      filter: is('track'),
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': paper, 'line-width': 6.5, 'line-opacity': 0.85 },
    },
    {
      id: 'track-line',
      type: 'line',
      source: 'track',
      filter: is('track'),
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': accent, 'line-width': 3.4, 'line-opacity': 0.92 },
    },
    {
      id: 'track-hole',
      type: 'line',
      source: 'track',
      filter: is('hole'),
      paint: { 'line-color': accent, 'line-width': 1.8, 'line-opacity': 0.75, 'line-dasharray': [3, 3] },
    },
    {
      id: 'evidence-fence',
      type: 'fill',
      source: 'evidence',
      filter: is('fence'),
      paint: { 'fill-color': verdict, 'fill-opacity': dark ? 0.2 : 0.14 },
    },
    {
      id: 'evidence-fence-line',
      type: 'line',
      source: 'evidence',
      filter: is('fence'),
      paint: { 'line-color': verdict, 'line-width': 2, 'line-dasharray': [3, 2] },
    },
    {
      id: 'evidence-accuracy-faint',
      type: 'line',
      source: 'evidence',
      filter: is('accuracy'),
      paint: { 'line-color': accent, 'line-width': 1, 'line-opacity': 0.16 },
    },
    {
      id: 'evidence-accuracy-mark',
      type: 'fill',
      source: 'evidence',
      filter: is('mark-accuracy'),
      paint: { 'fill-color': accent, 'fill-opacity': 0.13, 'fill-outline-color': accent },
    },
    {
      id: 'evidence-gap',
      type: 'line',
      source: 'evidence',
      filter: is('gap'),
      paint: { 'line-color': verdict, 'line-width': 2, 'line-dasharray': [2, 1.6] },
    },
    {
      id: 'evidence-fix',
      type: 'circle',
      source: 'evidence',
      filter: is('fix'),
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 14, 1.8, 18, 3.6],
        'circle-color': ['case', ['get', 'mock'], VERDICT_COLOR.invalid, accent] as never,
        'circle-stroke-color': paper,
        'circle-stroke-width': 1,
        'circle-opacity': 0.85,
      },
    },
  ];
}

/** Above the outlets, below the reps. */
function stopLayers(dark: boolean): LayerSpecification[] {
  const paper = dark ? '#10131a' : '#ffffff';
  const ink = dark ? '#e6e9ef' : '#1b2333';
  const accent = dark ? ACCENT.dark : ACCENT.light;
  return [
    {
      id: 'outlet-names',
      type: 'symbol',
      source: 'outlet-labels',
      minzoom: 15.5,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': [REGULAR],
        'text-size': 11,
        'text-anchor': 'top',
        'text-offset': [0, 0.9],
        'text-max-width': 8,
        'text-optional': true,
      },
      paint: { 'text-color': dark ? '#aab4c4' : '#4a5568', 'text-halo-color': paper, 'text-halo-width': 1.4 },
    },
    {
      id: 'stop-disc',
      type: 'circle',
      source: 'stops',
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 11, 7, 15, 11],
        'circle-color': ['get', 'color'],
        'circle-stroke-color': paper,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'stop-number',
      type: 'symbol',
      source: 'stops',
      layout: {
        'text-field': ['get', 'number'],
        'text-font': [BOLD],
        'text-size': ['interpolate', ['linear'], ['zoom'], 11, 9, 15, 12],
        'text-allow-overlap': true,
        'text-ignore-placement': true,
        'symbol-sort-key': ['get', 'sequence'],
      },
      paint: { 'text-color': '#ffffff' },
    },
    {
      id: 'evidence-pin',
      type: 'circle',
      source: 'evidence',
      filter: is('pin'),
      paint: {
        'circle-radius': 7,
        'circle-color': ['get', 'color'] as never,
        'circle-stroke-color': paper,
        'circle-stroke-width': 2.5,
      },
    },
    {
      id: 'evidence-mark',
      type: 'circle',
      source: 'evidence',
      filter: is('mark'),
      paint: {
        'circle-radius': 6,
        'circle-color': paper,
        'circle-stroke-color': accent,
        'circle-stroke-width': 3.5,
      },
    },
    {
      id: 'evidence-label',
      type: 'symbol',
      source: 'evidence',
      filter: ['has', 'label'],
      layout: {
        'text-field': ['get', 'label'],
        'text-font': [BOLD],
        'text-size': 12,
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
        'text-radial-offset': 1,
        'text-justify': 'auto',
        'text-allow-overlap': false,
      },
      paint: { 'text-color': ink, 'text-halo-color': paper, 'text-halo-width': 2 },
    },
  ];
}

/** Round reps who ask for help, below their marks. */
const SOS_LAYERS: LayerSpecification[] = [
  {
    id: 'sos-ring',
    type: 'circle',
    source: 'sos',
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 9, 14, 17, 26],
      'circle-color': VERDICT_COLOR.invalid,
      'circle-opacity': 0.25,
      'circle-stroke-color': VERDICT_COLOR.invalid,
      'circle-stroke-width': 3,
    },
  },
  {
    id: 'sos-word',
    type: 'symbol',
    source: 'sos',
    layout: {
      'text-field': 'SOS',
      'text-font': [BOLD],
      'text-size': 13,
      'text-anchor': 'bottom',
      'text-offset': [0, -1.6],
      'text-allow-overlap': true,
    },
    paint: { 'text-color': VERDICT_COLOR.invalid, 'text-halo-color': '#ffffff', 'text-halo-width': 2 },
  },
];

/** Above everything of the map; the marks of the reps stand above it on a canvas of their own. */
function topLayers(dark: boolean): LayerSpecification[] {
  return [
    {
      id: 'rep-names',
      type: 'symbol',
      source: 'rep-labels',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': [BOLD],
        'text-size': 12,
        'text-anchor': 'top',
        'text-offset': [0, 1.15],
        'text-max-width': 12,
        'symbol-sort-key': ['get', 'rank'],
        'text-padding': 1,
      },
      paint: {
        'text-color': dark ? '#f1f4f9' : '#141b2b',
        'text-halo-color': dark ? '#10131a' : '#ffffff',
        'text-halo-width': 1.8,
      },
    },
  ];
}

export interface CustomLayers {
  outlets: { id: string };
  reps: { id: string };
}

export function addOverlays(map: MapLibreMap, dark: boolean, layers: CustomLayers) {
  for (const id of SOURCES) {
    if (!map.getSource(id)) map.addSource(id, { type: 'geojson', data: EMPTY });
  }
  for (const layer of groundLayers(dark)) map.addLayer(layer);
  map.addLayer(layers.outlets as never);
  for (const layer of [...stopLayers(dark), ...SOS_LAYERS]) map.addLayer(layer);
  map.addLayer(layers.reps as never);
  for (const layer of topLayers(dark)) map.addLayer(layer);
}

/** What each source holds: told the same again, MapLibre would cut its tiles anew and place every name of the map. */
const held = new WeakMap<GeoJSONSource, GeoJSON.FeatureCollection>();

export function setSource(map: MapLibreMap, name: SourceName, data: GeoJSON.FeatureCollection) {
  const source = map.getSource(name) as GeoJSONSource | undefined;
  if (!source || (held.get(source) ?? EMPTY) === data) return;
  held.set(source, data);
  source.setData(data);
}
