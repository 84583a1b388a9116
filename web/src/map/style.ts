// The basemap as a MapLibre style: the server's own tiles in a quiet version of the Protomaps look, labels drawn from
// local woff2 files. Nothing is fetched from another host unless the operator set an online style.

import latin from '@fontsource/noto-sans/files/noto-sans-latin-500-normal.woff2?url';
import latinBold from '@fontsource/noto-sans/files/noto-sans-latin-600-normal.woff2?url';
import vietnamese from '@fontsource/noto-sans/files/noto-sans-vietnamese-500-normal.woff2?url';
import vietnameseBold from '@fontsource/noto-sans/files/noto-sans-vietnamese-600-normal.woff2?url';
import { DARK, type Flavor, LIGHT, layers } from '@protomaps/basemaps';
import type { FontFacesSpecification, StyleSpecification } from 'maplibre-gl';
import type { Basemap, Language } from '../api/types';
import world from './world.json?url';

export const REGULAR = 'Noto Sans Regular';
export const BOLD = 'Noto Sans Medium';

const VIETNAMESE = [
  'U+0102-0103',
  'U+0110-0111',
  'U+0128-0129',
  'U+0168-0169',
  'U+01A0-01A1',
  'U+01AF-01B0',
].concat(['U+0300-0301', 'U+0303-0304', 'U+0308-0309', 'U+0323', 'U+1EA0-1EF9', 'U+20AB']);

/** The first covering file wins, so the narrow one stands first. Other scripts fall back to the system's fonts. */
const faces = (narrow: string, wide: string) => [
  { url: absolute(narrow), 'unicode-range': VIETNAMESE },
  { url: absolute(wide), 'unicode-range': ['U+0000-00FF', 'U+2000-206F', 'U+2190-2193', 'U+2212'] },
];

function absolute(url: string): string {
  return new URL(url, location.href).href;
}

const light: Flavor = {
  ...LIGHT,
  background: '#eef0f4',
  earth: '#eef0f4',
  park_a: '#dcebdc',
  park_b: '#d4e8d4',
  wood_a: '#dcebdc',
  wood_b: '#d4e8d4',
  scrub_a: '#e3ecdf',
  scrub_b: '#e3ecdf',
  pedestrian: '#ebe9ee',
  hospital: '#f0e8ea',
  industrial: '#e9eaee',
  school: '#eeebe4',
  military: '#e9eaee',
  aerodrome: '#e6e8ec',
  zoo: '#dcebdc',
  water: '#bcd6ec',
  buildings: '#dfe2e9',
  minor_service: '#fbfbfc',
  minor_a: '#ffffff',
  minor_b: '#ffffff',
  other: '#fbfbfc',
  link: '#ffffff',
  major: '#ffffff',
  highway: '#fdf3dc',
  minor_service_casing: '#d8dce4',
  minor_casing: '#d3d8e1',
  link_casing: '#c9cfda',
  major_casing_late: '#c2c9d5',
  major_casing_early: '#c2c9d5',
  highway_casing_late: '#e2cf9d',
  highway_casing_early: '#e2cf9d',
  railway: '#b9bfca',
  roads_label_minor: '#6d7688',
  roads_label_minor_halo: '#ffffff',
  roads_label_major: '#5d6778',
  roads_label_major_halo: '#ffffff',
  subplace_label: '#7a8395',
  city_label: '#4b5566',
};

const dark: Flavor = {
  ...DARK,
  background: '#171b22',
  earth: '#171b22',
  park_a: '#1a2723',
  park_b: '#1a2723',
  wood_a: '#1a2723',
  wood_b: '#1a2723',
  scrub_a: '#1b2423',
  scrub_b: '#1b2423',
  pedestrian: '#1d212a',
  hospital: '#221e26',
  industrial: '#1b1f27',
  school: '#201f22',
  military: '#1b1f27',
  zoo: '#1a2723',
  water: '#10283c',
  buildings: '#1e232c',
  minor_service: '#252b36',
  minor_a: '#2b323e',
  minor_b: '#272d38',
  other: '#232832',
  link: '#333b49',
  major: '#363f4e',
  highway: '#4a4a48',
  minor_service_casing: '#14171d',
  minor_casing: '#14171d',
  link_casing: '#14171d',
  major_casing_late: '#14171d',
  major_casing_early: '#14171d',
  highway_casing_late: '#14171d',
  highway_casing_early: '#14171d',
  railway: '#3c4452',
  roads_label_minor: '#8a94a6',
  roads_label_minor_halo: '#14171d',
  roads_label_major: '#a4aec0',
  roads_label_major_halo: '#14171d',
  subplace_label: '#8e98ab',
  subplace_label_halo: '#14171d',
  city_label: '#b6bfce',
  city_label_halo: '#14171d',
};

export const fontFaces = (): FontFacesSpecification => ({
  [REGULAR]: faces(vietnamese, latin),
  [BOLD]: faces(vietnameseBold, latinBold),
});

/** MapLibre style for the company's basemap, or the address of the operator's own. */
export function basemapStyle(
  basemap: Basemap,
  isDark: boolean,
  language: Language,
): StyleSpecification | string {
  if (basemap.kind === 'style' && basemap.style_url) return basemap.style_url;
  const flavor = { ...(isDark ? dark : light), regular: REGULAR, bold: BOLD, italic: REGULAR };
  const style: StyleSpecification = {
    version: 8,
    'font-faces': fontFaces(),
    sources: {},
    layers: [{ id: 'background', type: 'background', paint: { 'background-color': flavor.earth } }],
  };
  if (basemap.kind !== 'offline') {
    // Nothing but land and borders: enough to see that a map is alive, and that its tiles are missing.
    style.sources.world = { type: 'geojson', data: absolute(world), attribution: 'Natural Earth' };
    style.layers = [
      { id: 'background', type: 'background', paint: { 'background-color': flavor.water } },
      {
        id: 'land',
        type: 'fill',
        source: 'world',
        filter: ['==', ['get', 'kind'], 'land'],
        paint: { 'fill-color': flavor.earth },
      },
      {
        id: 'borders',
        type: 'line',
        source: 'world',
        filter: ['==', ['get', 'kind'], 'border'],
        paint: { 'line-color': flavor.boundaries, 'line-width': 1 },
      },
    ];
    return style;
  }
  style.sources.protomaps = {
    type: 'vector',
    tiles: [`${location.origin}/tiles/{z}/{x}/{y}.mvt`],
    minzoom: basemap.min_zoom ?? 0,
    maxzoom: basemap.max_zoom ?? 15,
    ...(basemap.bounds ? { bounds: basemap.bounds } : {}),
    attribution: basemap.attribution ?? '© OpenStreetMap contributors',
  };
  const lang = language === 'zh' ? 'zh-Hans' : language;
  style.layers = layers('protomaps', flavor, { lang })
    // No sprite is shipped: shields, arrows and shop icons would only compete with the reps.
    .filter((layer) => layer.id !== 'pois' && layer.id !== 'roads_shields' && layer.id !== 'roads_oneway')
    .map((layer) => {
      if (layer.type !== 'symbol' || !layer.layout) return layer;
      const { 'icon-image': _, ...layout } = layer.layout;
      return { ...layer, layout };
    });
  return style;
}
