// Today's stops as they stand on this phone, and how outlets are found. Pure: what the server has judged counts, and what
// was said here and has not come back yet counts too.
import { fold } from '../../format/format';
import { metres, type Point } from '../engine/geo';
import type { OpenVisit, OutboxItem, PhoneData } from '../phone';
import type { Outlet, Stop } from '../protocol';

export type StopState = 'planned' | 'in_progress' | 'completed' | 'cancelled' | 'rescheduled' | 'missed';

export interface StopNow {
  stop: Stop;
  state: StopState;
  /** When the visit began or the word was given. */
  at: number | null;
  distance_m: number | null;
}

const pointOf = (place: { lat: number | null; lng: number | null }): Point | null =>
  place.lat === null || place.lng === null ? null : { lat: place.lat, lng: place.lng };

export function away(place: { lat: number | null; lng: number | null }, from: Point | null): number | null {
  const pin = pointOf(place);
  return pin && from ? metres(pin, from) : null;
}

/** `isToday` says of an instant of this phone whether it is of the plan's date. */
export function stopsNow(
  data: PhoneData,
  outbox: OutboxItem[],
  open: OpenVisit | null,
  from: Point | null,
  isToday: (at: number) => boolean,
): StopNow[] {
  const { plan } = data;
  if (!plan) return [];
  const visited = new Map<number, number>();
  const cancelled = new Set<string>();
  for (const visit of data.visits) {
    if (visit.state === 'cancelled') cancelled.add(visit.id);
    else if (visit.date === plan.date && visit.outlet_id !== null)
      visited.set(visit.outlet_id, Date.parse(visit.started_at));
  }
  const said = new Map<number, { state: StopState; at: number }>();
  // The newest comes first, and only the newest word counts.
  const today = outbox.filter(({ at, state }) => isToday(at) && state !== 'refused');
  for (const { kind, outlet_id, at, body, id } of today) {
    if (outlet_id === null) continue;
    if (kind === 'visit_cancel') cancelled.add(id);
    if (kind === 'visit_cancel' || kind === 'stop_missed') {
      const state = kind === 'stop_missed' ? 'missed' : body.to_date ? 'rescheduled' : 'cancelled';
      if (!said.has(outlet_id)) said.set(outlet_id, { state, at });
    }
  }
  for (const { kind, outlet_id, at, id } of today)
    if (kind === 'check_in' && outlet_id !== null && !cancelled.has(id) && !visited.has(outlet_id))
      visited.set(outlet_id, at);
  return plan.stops.map((stop) => {
    const distance_m = away(stop, from);
    const at = visited.get(stop.outlet_id);
    if (open?.outlet_id === stop.outlet_id) return { stop, state: 'in_progress', at: open.at, distance_m };
    if (at !== undefined) return { stop, state: 'completed', at, distance_m };
    const word = said.get(stop.outlet_id);
    return word ? { stop, ...word, distance_m } : { stop, state: 'planned', at: null, distance_m };
  });
}

/** What is left first, the nearest at the top; what has no pin or is done comes after, in its order. */
export function nearestFirst(stops: StopNow[]): StopNow[] {
  const far = ({ state, distance_m }: StopNow) => (state === 'planned' ? (distance_m ?? 1e8) : 1e9);
  return [...stops].sort((a, b) => far(a) - far(b));
}

/** Outlets whose name, code or address has every word, without regard to marks. */
export function found(outlets: Outlet[], typed: string): Outlet[] {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  return outlets.filter((outlet) => {
    const text = fold(`${outlet.name} ${outlet.code} ${outlet.address ?? ''}`);
    return words.every((word) => text.includes(word));
  });
}
