// Routes as records: the stops of a rep in their order, how often each is called at, and every write. Pure but for the
// requests at the end.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Words } from '../i18n/words';
import { type RecordSearch, recordOf, recordSearch } from '../records/records';

/** A canonical visit pattern. */
export interface Pattern {
  calendar:
    | { kind: 'cycle'; weeks: number; anchor: string }
    | { kind: 'month' }
    | { kind: 'iso_parity' }
    | { kind: 'dates'; dates: string[] }
    | { kind: 'interval'; from: string; min_days: number; max_days: number };
  weeks?: number[];
  weekdays?: number[];
}

export interface RouteStop {
  outlet_id: number;
  outlet_code: string;
  outlet_name: string;
  sequence: number;
  pattern: Pattern;
  window: [string, string] | null;
  service_minutes: number | null;
  valid_from: string | null;
  valid_to: string | null;
}

export interface RouteRecord {
  id: number;
  code: string;
  name: string;
  org_unit_id: number;
  org_unit_code: string;
  rep_id: number | null;
  rep_code: string | null;
  outlets: RouteStop[];
  version: number;
}

export const ACTS = ['new', 'edit', 'stops'] as const;

export interface RouteSearch extends RecordSearch {
  unit?: number;
  rep?: number;
}

export const routeSearch = (search: Record<string, unknown>): RouteSearch => ({
  ...recordSearch(search),
  act: ACTS.find((act) => act === search.act),
  unit: Number.isInteger(search.unit) ? Number(search.unit) : undefined,
  rep: Number.isInteger(search.rep) ? Number(search.rep) : undefined,
});

export const asked = ({ q, unit, rep }: RouteSearch) => ({ q, org_unit_id: unit, rep_id: rep });

export const routeRecord = (id: number) => recordOf<RouteRecord>('routes', id);

/** A planner's code of how often. */
export interface PatternCode {
  code: string;
  weeks: number[];
  one_week_in: number | null;
  calls_a_week: number;
  weekdays_needed: number;
  usual_weekdays: number[] | null;
  meaning: Words;
}

export const patternCodes = queryOptions({
  queryKey: ['records', 'visit-patterns'],
  queryFn: async ({ signal }) =>
    (await request<{ items: PatternCode[] }>('visit-patterns', { signal })).items,
  staleTime: Number.POSITIVE_INFINITY,
});

export const WEEKDAY_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** A stop while the list of a route is changed: a code replaces what the pattern was. */
export interface StopDraft {
  outlet_id: number;
  outlet_code: string;
  outlet_name: string;
  pattern: Pattern | null;
  code: string;
  weekdays: number[];
  window: [string, string] | null;
  service_minutes: number | null;
}

export const stopDraft = (stop: RouteStop): StopDraft => ({
  outlet_id: stop.outlet_id,
  outlet_code: stop.outlet_code,
  outlet_name: stop.outlet_name,
  pattern: stop.pattern,
  code: '',
  weekdays: stop.pattern.weekdays ?? [],
  window: stop.window,
  service_minutes: stop.service_minutes,
});

/** The list as it is sent, in its order. */
export const stopsBody = (stops: readonly StopDraft[]) =>
  stops.map((stop, at) => ({
    outlet_id: stop.outlet_id,
    sequence: at + 1,
    pattern: stop.code || stop.pattern,
    ...(stop.code && { weekdays: stop.weekdays.map((day) => WEEKDAY_NAMES[day - 1]) }),
    ...(stop.window && { window: stop.window }),
    ...(stop.service_minutes !== null && { service_minutes: stop.service_minutes }),
  }));

/** The list with one stop at another place. */
export function placed<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [one] = next.splice(from, 1);
  if (one !== undefined) next.splice(Math.max(0, Math.min(next.length, to)), 0, one);
  return next;
}

export interface StopChanges {
  added: number;
  removed: number;
  changed: number;
  moved: number;
}

/** What a save would do, counted before it is said. */
export function stopChanges(was: readonly RouteStop[], now: readonly StopDraft[]): StopChanges {
  const before = new Map(was.map((stop) => [stop.outlet_id, stop]));
  const after = new Set(now.map(({ outlet_id }) => outlet_id));
  const kept = was.filter(({ outlet_id }) => after.has(outlet_id)).map(({ outlet_id }) => outlet_id);
  const order = now.filter(({ outlet_id }) => before.has(outlet_id)).map(({ outlet_id }) => outlet_id);
  return {
    added: now.filter(({ outlet_id }) => !before.has(outlet_id)).length,
    removed: was.length - kept.length,
    moved: order.filter((id, at) => id !== kept[at]).length,
    changed: now.filter((stop) => {
      const old = before.get(stop.outlet_id);
      return (
        old !== undefined &&
        (stop.code !== '' ||
          JSON.stringify(stop.window) !== JSON.stringify(old.window) ||
          stop.service_minutes !== old.service_minutes)
      );
    }).length,
  };
}

interface Placed {
  id: number;
  lat: number | null;
  lng: number | null;
}
const PLACES_MAX = 1000;

/** Where the outlets of a unit are: a route's stops come without their pins. */
export const placesOfUnit = (unit: number) =>
  queryOptions({
    queryKey: ['records', 'outlets', 'unit', unit],
    queryFn: async ({ signal }) =>
      (await request<{ items: Placed[] }>(`outlets?org_unit_id=${unit}&limit=${PLACES_MAX}`, { signal }))
        .items,
    staleTime: 60_000,
  });
