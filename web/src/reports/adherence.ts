// Plan compliance day by day: which days, laid out in weeks for one, side by side for many. Pure.
import { shiftDate } from '../format/format';
import { codeOf, idOf, nameOf } from './figures';
import type { Cell, Dim, ReportRow } from './kpis';
import { daysBetween, daysOf, type Span, weekdayOf } from './period';

/** A calendar of one reaches as far back as makes weeks comparable. */
const CALENDAR_DAYS = 91;
/** Side by side there is room for so many days. */
const GRID_DAYS = 31;

export interface Square {
  date: string;
  cell: Cell | undefined;
}

/** Whole weeks up to the end of the span, at least a season of them. */
export function calendarSpan(span: Span): Span {
  const days = Math.max(CALENDAR_DAYS, daysBetween(span.from, span.to) + 1);
  const from = shiftDate(span.to, 1 - days);
  return { from: shiftDate(from, 1 - weekdayOf(from)), to: span.to };
}

/** The last days of the span, as many as stand side by side. */
export function gridSpan(span: Span): Span {
  const from = shiftDate(span.to, 1 - GRID_DAYS);
  return span.from > from ? span : { from, to: span.to };
}

/** A week with days before its beginning or after its end has gaps there. */
export function weeksOf(span: Span, rows: readonly ReportRow[], kpi: string): (Square | null)[][] {
  const cells = new Map(rows.map((row) => [nameOf(row, 'day'), row.kpis[kpi]]));
  const weeks: (Square | null)[][] = [];
  for (const date of daysOf(span)) {
    const day = weekdayOf(date);
    if (day === 1 || weeks.length === 0) weeks.push(Array.from({ length: 7 }, () => null));
    weeks.at(-1)![day - 1] = { date, cell: cells.get(date) };
  }
  return weeks;
}

export interface GridRow {
  id: number;
  name: string;
  code: string | null;
  squares: Square[];
  /** Of all whole days of the row together: today is not over. */
  planned: number;
  visited: number;
}

/** A row for each team or rep, the least compliant first. */
export function gridOf(
  span: Span,
  rows: readonly ReportRow[],
  dim: Dim,
  kpi: string,
  today: string,
): GridRow[] {
  const days = daysOf(span);
  const found = new Map<
    number,
    { name: string; code: string | null; cells: Map<string, Cell | undefined> }
  >();
  for (const row of rows) {
    const id = idOf(row, dim);
    if (id === null) continue;
    const one = found.get(id) ?? { name: nameOf(row, dim), code: codeOf(row, dim), cells: new Map() };
    one.cells.set(nameOf(row, 'day'), row.kpis[kpi]);
    found.set(id, one);
  }
  const share = (row: GridRow) => (row.planned > 0 ? row.visited / row.planned : 2);
  return [...found]
    .map(([id, { name, code, cells }]): GridRow => {
      const squares = days.map((date) => ({ date, cell: cells.get(date) }));
      const sum = (of: (cell: Cell) => number) =>
        squares.reduce((total, { date, cell }) => total + (cell && date !== today ? of(cell) : 0), 0);
      return {
        id,
        name,
        code,
        squares,
        planned: sum((cell) => cell.denominator ?? 0),
        visited: sum((cell) => cell.numerator),
      };
    })
    .sort((a, b) => share(a) - share(b) || a.name.localeCompare(b.name));
}
