// The demo phone on the map as it is itself, not as the office knows it, and where it is going.
import { type Map as MapLibreMap, Marker } from 'maplibre-gl';
import type { Point } from './ride';

export class DemoMarks {
  private readonly map: MapLibreMap;
  private readonly here: Marker;
  private readonly there: Marker;

  constructor(map: MapLibreMap, words: { here: string; there: string }) {
    this.map = map;
    this.here = mark('fb-demo-here', words.here);
    this.there = mark('fb-demo-there', words.there);
  }

  show(place: Point | null, target: Point | null) {
    this.put(this.here, place);
    this.put(this.there, target);
  }

  remove() {
    this.show(null, null);
  }

  private put(marker: Marker, at: Point | null) {
    if (at) marker.setLngLat([at.lng, at.lat]).addTo(this.map);
    else marker.remove();
  }
}

function mark(className: string, label: string): Marker {
  const element = document.createElement('div');
  element.className = className;
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', label);
  return new Marker({ element });
}
