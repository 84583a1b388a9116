// How often a visit pattern is due in four weeks, as the server counts it for a scenario. Pure; dates are days of UTC.

import type { Pattern as Due } from '../routes/routes';

export interface Pattern extends Due {
  valid_from?: string;
  valid_to?: string;
}

const DAY_MS = 86_400_000;
const DAYS = 28;
const dayOf = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
/** Monday 1. The first day of the epoch was a Thursday. */
const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;
const textOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The ISO week's number, of the year that its Thursday is in. */
function isoWeek(day: number): number {
  const thursday = day - weekdayOf(day) + 4;
  const newYear = dayOf(`${new Date(thursday * DAY_MS).getUTCFullYear()}-01-01`);
  return Math.floor((thursday - newYear) / 7) + 1;
}

function weekOf({ calendar }: Pattern, day: number): number {
  if (calendar.kind === 'cycle') {
    const weeks = Math.floor((day - dayOf(calendar.anchor)) / 7);
    return (((weeks % calendar.weeks) + calendar.weeks) % calendar.weeks) + 1;
  }
  if (calendar.kind === 'month') return Math.ceil(new Date(day * DAY_MS).getUTCDate() / 7);
  return isoWeek(day) % 2 === 1 ? 1 : 2;
}

function isDue(pattern: Pattern, day: number): boolean {
  const { calendar, weeks, weekdays, valid_from, valid_to } = pattern;
  if (valid_from && day < dayOf(valid_from)) return false;
  if (valid_to && day >= dayOf(valid_to)) return false;
  if (weekdays?.length && !weekdays.includes(weekdayOf(day))) return false;
  if (calendar.kind === 'dates') return calendar.dates.includes(textOf(day));
  if (calendar.kind === 'interval') {
    const since = day - dayOf(calendar.from);
    return since >= 0 && since % Math.max(1, calendar.min_days) === 0;
  }
  return !weeks?.length || weeks.includes(weekOf(pattern, day));
}

/** Due days of the four weeks that begin on a date. */
export function visitsDue(pattern: Pattern, from: string): number {
  const first = dayOf(from);
  let due = 0;
  for (let day = first; day < first + DAYS; day++) if (isDue(pattern, day)) due++;
  return due;
}
