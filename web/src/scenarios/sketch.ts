// A rep-day as a small drawing: where the calls lie to each other and in which order. Pure.
import { sketch } from '../outlets/sketch';
import type { Day } from './types';

/** Room for the mark of a stop that lies at the edge. */
const MARGIN = 14;

export interface DaySketch {
  /** `number` counts calls from 1, those without a pin too. */
  stops: { x: number; y: number; number: number }[];
  home: { x: number; y: number } | null;
  /** From home through all stops and back. */
  line: { x: number; y: number }[];
}

/** In a square of `size`; nothing where no call has a pin. */
export function sketchOf(
  day: Pick<Day, 'calls'>,
  home: [number, number] | null,
  size: number,
): DaySketch | null {
  const calls = day.calls.flatMap((call, at) =>
    call.lat === null || call.lng === null ? [] : [{ lat: call.lat, lng: call.lng, number: at + 1 }],
  );
  if (calls.length === 0) return null;
  const start = home && { lat: home[0], lng: home[1] };
  const { at } = sketch([...calls, ...(start ? [start] : [])], size, MARGIN, 0);
  const stops = calls.map((call) => ({ ...at(call), number: call.number }));
  const ends = start ? [at(start)] : [];
  return { stops, home: ends[0] ?? null, line: [...ends, ...stops, ...ends] };
}
