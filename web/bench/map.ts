// The map without the page round it, drawn as the address says: `draw=marks` is the map of the console, `circle` and
// `symbol` the same reps and outlets by GeoJSON `setData`, `nothing` a repaint a second. The feed, its decoder and its
// world are the console's in every case, so that only the drawing differs.
import 'maplibre-gl/dist/maplibre-gl.css';
import './map.css';
import { type GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import { request } from '../src/api/client';
import type { OutletsMap, OutletsToday, PublicInfo } from '../src/api/types';
import { OUTLET_COLOR, STATUS_COLOR } from '../src/app/palette';
import { LiveClient } from '../src/live/client';
import { ACTIVITIES, LiveWorld } from '../src/live/world';
import { LiveMap } from '../src/map/live_map';
import { OUTLET_STATES } from '../src/map/outlet_store';
import { basemapStyle, fontFaces } from '../src/map/style';

const asked = new URLSearchParams(location.search);
const draw = asked.get('draw') ?? 'marks';
const container = document.getElementById('map')!;
const zoom = Number(asked.get('zoom') ?? 12);
const world = new LiveWorld();
const ignore = () => {};
const { basemap } = await request<PublicInfo>('public');
const center = basemap.center ?? ([0, 0] as [number, number]);

const listen = () =>
  new LiveClient(`ws://${location.host}/v1/live`, world, {
    onEvent: ignore,
    onGap: ignore,
    onLoggedOut: ignore,
  });

if (draw === 'marks') {
  const client = listen();
  const made = new LiveMap({
    container,
    basemap,
    dark: false,
    language: 'en',
    world,
    words: { locale: {}, cell: String },
    view: { center, zoom },
    still: asked.has('still'),
    onRep: ignore,
    onOutlet: ignore,
    onNothing: ignore,
    onLetGo: ignore,
    onView: ({ bbox, zoom: at }) => client.look({ bbox, zoom: at }),
  });
  made.map.once('idle', ready);
} else {
  const map = new MapLibreMap({ container, center, zoom, fadeDuration: 0, attributionControl: false });
  map.setStyle(basemapStyle(basemap, false, 'en'), {
    diff: false,
    transformStyle: (_, next) => ({ ...next, 'font-faces': { ...fontFaces(), ...next['font-faces'] } }),
  });
  map.once('load', async () => {
    let updates = 0;
    const updated = () => {
      container.dataset.updates = String(++updates);
    };
    if (draw === 'nothing')
      setInterval(() => {
        map.triggerRepaint();
        updated();
      }, 1_000);
    else await byGeoJson(map, draw, updated);
    ready();
  });
}

async function byGeoJson(map: MapLibreMap, kind: string, updated: () => void) {
  const collection = (features: GeoJSON.Feature[]): GeoJSON.FeatureCollection => ({
    type: 'FeatureCollection',
    features,
  });
  const point = (lng: number, lat: number, properties: GeoJSON.GeoJsonProperties): GeoJSON.Feature => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [lng, lat] },
    properties,
  });
  const { outlets } = await request<OutletsMap>('outlets/map?bbox=0,0,0,0');
  const states = new Map(
    (await request<OutletsToday>('outlets/today?bbox=0,0,0,0')).items.map((o) => [o.outlet_id, o.state]),
  );
  const color = <T extends string>(names: readonly T[], of: Record<T, string>) =>
    ['match', ['get', 'state'], ...names.flatMap((name) => [name, of[name]]), '#888888'] as never;
  map.addSource('outlets', {
    type: 'geojson',
    data: collection(outlets.map(([id, lng, lat]) => point(lng, lat, { state: states.get(id) ?? 'none' }))),
  });
  map.addLayer({
    id: 'outlets',
    type: 'circle',
    source: 'outlets',
    paint: { 'circle-radius': 2.5, 'circle-color': color(OUTLET_STATES, OUTLET_COLOR) },
  });
  map.addSource('reps', { type: 'geojson', data: collection([]) });
  if (kind === 'circle')
    map.addLayer({
      id: 'reps',
      type: 'circle',
      source: 'reps',
      paint: {
        'circle-radius': 7,
        'circle-color': color(ACTIVITIES, STATUS_COLOR),
        'circle-stroke-width': 2,
        'circle-stroke-color': '#ffffff',
      },
    });
  else {
    map.addImage('arrow', arrow(), { sdf: true });
    map.addLayer({
      id: 'reps',
      type: 'symbol',
      source: 'reps',
      layout: {
        'icon-image': 'arrow',
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'icon-rotate': ['get', 'heading'],
      },
      paint: { 'icon-color': color(ACTIVITIES, STATUS_COLOR) },
    });
  }
  const client = listen();
  client.look({ bbox: [0, 0, 0, 0], zoom });
  map.on('sourcedata', (event) => {
    if (event.sourceId === 'reps' && event.sourceDataType === 'content') updated();
  });
  let drawn = world.version;
  setInterval(() => {
    if (drawn === world.version) return;
    drawn = world.version;
    const reps: GeoJSON.Feature[] = [];
    for (let i = 0; i < world.size; i++)
      reps.push(
        point(world.lng[i]!, world.lat[i]!, {
          id: world.ids[i],
          state: ACTIVITIES[world.activity[i]!],
          heading: world.heading[i],
        }),
      );
    map.getSource<GeoJSONSource>('reps')!.setData(collection(reps));
  }, 250);
}

function arrow(): ImageData {
  const canvas = new OffscreenCanvas(24, 24).getContext('2d')!;
  canvas.beginPath();
  canvas.moveTo(12, 2);
  canvas.lineTo(20, 21);
  canvas.lineTo(4, 21);
  canvas.fill();
  return canvas.getImageData(0, 0, 24, 24);
}

function ready() {
  document.body.dataset.ready = 'true';
}
