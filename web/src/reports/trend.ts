// Which days, weeks or months a trend shows, and what each is held against. Pure.
import { shiftDate } from '../format/format';
import type { Cell, ReportRow } from './kpis';
import { daysBetween, daysOf, type Span } from './period';
import type { Grain, ReportsSearch } from './search';

/** A single day is shown at the end of those before it. */
const DAYS_AROUND = 14;
const DAYS_MAX = 62;
const WEEKS_MAX_DAYS = 250;

export const trendSpan = (span: Span): Span =>
  span.from === span.to ? { from: shiftDate(span.to, 1 - DAYS_AROUND), to: span.to } : span;

/** As asked, as long as the picture can hold it. */
export function grainOf(search: ReportsSearch, span: Span): Grain {
  const days = daysBetween(span.from, span.to) + 1;
  const asked = search.grain ?? 'day';
  if (days > WEEKS_MAX_DAYS) return 'month';
  return asked === 'day' && days > DAYS_MAX ? 'week' : asked;
}

export interface TrendPoint {
  key: string;
  cell: Cell | undefined;
  against: Cell | undefined;
}

/** Days without any row stay, empty: a Sunday has its place. Weeks and months are those that have rows. */
export function trendOf(
  grain: Grain,
  span: Span,
  rows: readonly ReportRow[],
  earlier: { span: Span; rows: readonly ReportRow[] } | undefined,
  kpi: string,
): TrendPoint[] {
  const cells = (of: readonly ReportRow[]) =>
    new Map(of.map((row) => [String(row.key[grain] ?? ''), row.kpis[kpi]]));
  const now = cells(rows);
  if (grain !== 'day')
    return [...now.keys()].sort().map((key) => ({ key, cell: now.get(key), against: undefined }));
  const then = cells(earlier?.rows ?? []);
  return daysOf(span).map((day, at) => {
    const other = earlier && shiftDate(earlier.span.from, at);
    return {
      key: day,
      cell: now.get(day),
      against: other && other <= earlier.span.to ? then.get(other) : undefined,
    };
  });
}
