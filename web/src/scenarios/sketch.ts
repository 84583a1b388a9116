// A rep-day as a small drawing: where the calls lie to each other, north up, and in which order. Pure.
import type { Day } from './types';

export interface Sketch {
  width: number;
  height: number;
  /** In the order of the day; `number` counts calls from 1. */
  stops: { x: number; y: number; number: number }[];
  home: { x: number; y: number } | null;
  /** Of the line from home through all stops and back. */
  line: { x: number; y: number }[];
}

/** Room for the mark of a stop that lies at the edge. */
const MARGIN = 14;

/** Fits the day into a box; nothing where no call has a pin. */
export function sketchOf(
  day: Pick<Day, 'calls'>,
  home: [number, number] | null,
  width: number,
  height: number,
): Sketch | null {
  const calls = day.calls.flatMap((call, at) =>
    call.lat === null || call.lng === null ? [] : [{ lat: call.lat, lng: call.lng, number: at + 1 }],
  );
  if (calls.length === 0) return null;
  const points = [...calls, ...(home ? [{ lat: home[0], lng: home[1] }] : [])];
  const lats = points.map((point) => point.lat);
  const lngs = points.map((point) => point.lng);
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const [west, east] = [Math.min(...lngs), Math.max(...lngs)];
  // A degree of longitude is shorter than one of latitude.
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const wide = Math.max((east - west) * squeeze, 1e-9);
  const high = Math.max(north - south, 1e-9);
  const scale = Math.min((width - 2 * MARGIN) / wide, (height - 2 * MARGIN) / high);
  const left = (width - wide * scale) / 2;
  const top = (height - high * scale) / 2;
  const at = ({ lat, lng }: { lat: number; lng: number }) => ({
    x: wide <= 1e-9 ? width / 2 : left + (lng - west) * squeeze * scale,
    y: high <= 1e-9 ? height / 2 : top + (north - lat) * scale,
  });
  const stops = calls.map((call) => ({ ...at(call), number: call.number }));
  const start = home ? at({ lat: home[0], lng: home[1] }) : null;
  const ends = start ? [start] : [];
  return { width, height, stops, home: start, line: [...ends, ...stops, ...ends] };
}
