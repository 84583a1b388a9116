// Small plane and sphere sums for drawing. Judged distances are the server's; nothing here decides anything.
import type { LatLng } from '../api/types';

const EARTH_M = 6_371_008.8;
const RAD = Math.PI / 180;

export const mercatorX = (lng: number): number => (lng + 180) / 360;
export const mercatorY = (lat: number): number => {
  const sin = Math.sin(Math.max(-85.05, Math.min(85.05, lat)) * RAD);
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
};

/** A circle on the ground as a polygon ring. */
export function circle(center: LatLng, radiusM: number, steps = 64): GeoJSON.Polygon {
  const dLat = radiusM / EARTH_M / RAD;
  const dLng = dLat / Math.max(0.01, Math.cos(center.lat * RAD));
  const ring: [number, number][] = [];
  for (let i = 0; i <= steps; i++) {
    const angle = (i / steps) * 2 * Math.PI;
    ring.push([center.lng + dLng * Math.cos(angle), center.lat + dLat * Math.sin(angle)]);
  }
  return { type: 'Polygon', coordinates: [ring] };
}

export type Box = [west: number, south: number, east: number, north: number];

export function boxOf(points: Iterable<[number, number]>): Box | null {
  let box: Box | null = null;
  for (const [lng, lat] of points) {
    if (!box) box = [lng, lat, lng, lat];
    else box = [Math.min(box[0], lng), Math.min(box[1], lat), Math.max(box[2], lng), Math.max(box[3], lat)];
  }
  return box;
}

export const padBox = ([w, s, e, n]: Box, ratio: number): Box => {
  const dx = (e - w) * ratio;
  const dy = (n - s) * ratio;
  return [w - dx, s - dy, e + dx, n + dy];
};

export const within = (inner: Box, outer: Box): boolean =>
  inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];

export const boxParam = (box: Box): string => box.map((n) => n.toFixed(5)).join(',');
