// The map beside a list or under a desk: basemap, controls and language, before anything is laid over it. What is drawn on
// it is its owner's; the live map makes its own.
import {
  AttributionControl,
  Map as MapLibreMap,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl';
import maplibreWorker from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { Basemap, Language } from '../api/types';
import { fitted } from './datum';
import { basemapStyle } from './style';

setWorkerUrl(maplibreWorker);

export interface DeskMapOptions {
  container: HTMLElement;
  basemap: Basemap;
  dark: boolean;
  language: Language;
  locale: Record<string, string>;
  /** Nothing is animated. */
  still: boolean;
}

interface Hand {
  maxZoom?: number;
  /** Not where its drag is the key of a lasso. */
  boxZoom?: boolean;
}

/** Until `dress` is called no style is set: who owns it listens to `style.load` first. */
export function deskMap(
  { container, basemap, locale, still }: DeskMapOptions,
  { maxZoom = 19, boxZoom = true }: Hand = {},
): MapLibreMap {
  const map = new MapLibreMap({
    container,
    center: basemap.center ?? [105.85, 21.03],
    zoom: basemap.zoom ?? 12,
    minZoom: 3,
    maxZoom,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    boxZoom,
    locale,
    fadeDuration: still ? 0 : 200,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new AttributionControl({ compact: true }), 'bottom-right');
  map.addControl(new NavigationControl({ showCompass: false }), 'bottom-right');
  map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left');
  return map;
}

export function dress(map: MapLibreMap, basemap: Basemap, dark: boolean, language: Language) {
  map.setStyle(basemapStyle(basemap, dark, language), {
    diff: false,
    transformStyle: fitted,
  });
}
