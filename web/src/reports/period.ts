// Which days a report is about, and which ones it is held against. Pure: the present is an argument; dates are the
// company's, `2026-11-25`.
import { shiftDate } from '../format/format';
import { monthAfter } from '../targets/targets';

export const PERIODS = ['day', 'week', 'month', 'custom'] as const;
export type Period = (typeof PERIODS)[number];

export interface Span {
  from: string;
  to: string;
}

/** What an address says of it; `at` is any day of a day, week or month, today where absent. */
export interface PeriodAsked {
  period?: Period;
  at?: string;
  from?: string;
  to?: string;
}

const DAY_MS = 86_400_000;
const at = (date: string): number => Date.parse(`${date}T12:00:00Z`);

export const daysBetween = (from: string, to: string): number => Math.round((at(to) - at(from)) / DAY_MS);

/** ISO: Monday 1. */
export const weekdayOf = (date: string): number => new Date(at(date)).getUTCDay() || 7;

export const monthOf = (date: string): string => date.slice(0, 7);

export const lastOf = (month: string): string => shiftDate(`${monthAfter(month, 1)}-01`, -1);

const earlier = (one: string, other: string): string => (one < other ? one : other);

/** All days of it, whether they have come or not. */
export function wholeSpan(asked: PeriodAsked, today: string): Span {
  const date = asked.at ?? today;
  switch (asked.period ?? 'month') {
    case 'day':
      return { from: date, to: date };
    case 'week': {
      const from = shiftDate(date, 1 - weekdayOf(date));
      return { from, to: shiftDate(from, 6) };
    }
    case 'month':
      return { from: `${monthOf(date)}-01`, to: lastOf(monthOf(date)) };
    case 'custom': {
      const to = asked.to ?? today;
      const from = asked.from ?? `${monthOf(to)}-01`;
      return from <= to ? { from, to } : { from: to, to: from };
    }
  }
}

/** Up to today: days to come have no figures. */
export function spanOf(asked: PeriodAsked, today: string): Span {
  const { from, to } = wholeSpan(asked, today);
  return from > today ? { from, to } : { from, to: earlier(to, today) };
}

/**
 * As many days of the period before: the same weekday of the week before, the week so far, the month so far; a month
 * that is over is held against a whole one.
 */
export function spanBefore(asked: PeriodAsked, today: string): Span {
  const span = spanOf(asked, today);
  switch (asked.period ?? 'month') {
    case 'day':
    case 'week':
      return { from: shiftDate(span.from, -7), to: shiftDate(span.to, -7) };
    case 'month': {
      const before = monthAfter(monthOf(span.from), -1);
      const last = lastOf(before);
      const isOver = span.to === lastOf(monthOf(span.from));
      return { from: `${before}-01`, to: isOver ? last : earlier(`${before}${span.to.slice(7)}`, last) };
    }
    case 'custom': {
      const days = daysBetween(span.from, span.to) + 1;
      return { from: shiftDate(span.from, -days), to: shiftDate(span.to, -days) };
    }
  }
}

/** A day of the period so many periods later; of no use to days picked one by one. */
export function stepped(asked: PeriodAsked, today: string, periods: number): string {
  const date = asked.at ?? today;
  switch (asked.period ?? 'month') {
    case 'week':
      return shiftDate(date, 7 * periods);
    case 'month':
      return `${monthAfter(monthOf(date), periods)}-01`;
    default:
      return shiftDate(date, periods);
  }
}

/** Every day of a span. */
export function daysOf({ from, to }: Span): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = shiftDate(day, 1)) days.push(day);
  return days;
}

/** First and last day of `2026-W48`, `2026-11` or a day. */
export function spanOfKey(key: string): Span {
  const week = /^(\d{4})-W(\d\d)$/.exec(key);
  if (week) {
    // The fourth of January is of the first week.
    const first = `${week[1]}-01-04`;
    const from = shiftDate(first, 1 - weekdayOf(first) + 7 * (Number(week[2]) - 1));
    return { from, to: shiftDate(from, 6) };
  }
  if (/^\d{4}-\d\d$/.test(key)) return { from: `${key}-01`, to: lastOf(key) };
  return { from: key, to: key };
}

/** What of a span lies in another. */
export const within = (span: Span, other: Span): Span => ({
  from: span.from > other.from ? span.from : other.from,
  to: earlier(span.to, other.to),
});
