import { instantOfDay } from '../format/format';
import { SPEEDS, type Speed } from './clock';

export const REPS_MAX = 6;

export interface ReplaySearch {
  /** `12,15`; of one alone the number. */
  reps?: string | number;
  date?: string;
  /** `09:42`, or to the second. */
  t?: string;
  speed?: Speed;
  follow?: 1;
  /** Stands are played at once. */
  skip?: 1;
  /** Who is followed, if not the first. */
  lead?: number;
  /** Tests: nothing is animated. */
  still?: 1;
}

export function replaySearch(search: Record<string, unknown>): ReplaySearch {
  const ids = repsOf(search.reps);
  const lead = Number(search.lead);
  return {
    reps: repsParam(ids),
    date: /^\d{4}-\d\d-\d\d$/.test(String(search.date)) ? String(search.date) : undefined,
    t: /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(String(search.t)) ? String(search.t) : undefined,
    speed: SPEEDS.find((speed) => speed === Number(search.speed)),
    follow: search.follow ? 1 : undefined,
    skip: search.skip ? 1 : undefined,
    lead: ids.includes(lead) ? lead : undefined,
    still: search.still ? 1 : undefined,
  };
}

/** Each once, and no more than a clock can show. */
export function repsOf(reps: unknown): number[] {
  const ids = String(reps ?? '')
    .split(',')
    .filter((id) => /^[1-9]\d{0,8}$/.test(id))
    .map(Number);
  return [...new Set(ids)].slice(0, REPS_MAX);
}

export const repsParam = (ids: readonly number[]): string | number | undefined =>
  ids.length > 1 ? ids.join(',') : ids[0];

/** The instant of a time of day, to the second, within a date of business. */
export function instantOf(date: string, time: string, zone: string, dayStartMin: number): number {
  const minute = Date.parse(instantOfDay(date, time.slice(0, 5), zone, dayStartMin));
  return minute + Number(time.slice(6) || 0) * 1000;
}
