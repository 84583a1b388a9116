// What is made of figures: which ones stand on the dashboard, how they differ from before, how lists of them are
// ordered. Pure.
import type { Better, Cell, Definition, Dim, Kpis, ReportRow } from './kpis';

/** On the dashboard, in groups; the whole dictionary has a tab of its own. */
export const GROUPS = [
  { group: 'sales', kpis: ['sales_value', 'orders', 'drop_size', 'lppc'] },
  { group: 'calls', kpis: ['tc', 'pc', 'strike_rate', 'utc'] },
  { group: 'plan', kpis: ['plan_compliance', 'coverage', 'call_compliance', 'missed_stops'] },
  { group: 'field', kpis: ['first_call', 'in_store_time', 'distance', 'invalid_visits'] },
] as const;

/** What the page opens with. */
export const FIRST_KPI = 'sales_value';

/** How a figure moved: in percent of what it was, in points of a share, or in its own unit. */
export interface Change {
  kind: 'relative' | 'points' | 'own';
  amount: number;
  /** Null where neither way is better, or nothing moved. */
  good: boolean | null;
}

/** Less than this is no movement: what is shown would be a zero with a sign. */
const NONE = { relative: 0.0005, points: 0.0005, own: 30_000 };

export function changeOf(definition: Definition, now?: Cell, before?: Cell): Change | null {
  if (now?.value == null || before?.value == null) return null;
  const difference = now.value - before.value;
  const kind =
    definition.unit === 'share' ? 'points' : definition.unit === 'time_of_day_ms' ? 'own' : 'relative';
  if (kind === 'relative' && before.value === 0) return null;
  const amount = kind === 'relative' ? difference / Math.abs(before.value) : difference;
  if (Math.abs(amount) < NONE[kind]) return { kind, amount: 0, good: null };
  return { kind, amount, good: goodness(definition.better, amount) };
}

const goodness = (better: Better, amount: number): boolean | null =>
  better === 'neither' ? null : (better === 'higher') === amount > 0;

/** The name of a row in a dimension; empty where it has none. */
export function nameOf(row: ReportRow, dim: Dim): string {
  const key = row.key[dim];
  return typeof key === 'string' ? key : (key?.name ?? '');
}

export function idOf(row: ReportRow, dim: Dim): number | null {
  const key = row.key[dim];
  return typeof key === 'object' && key !== null ? key.id : null;
}

/** Names repeat among reps; codes do not. */
export function codeOf(row: ReportRow, dim: Dim): string | null {
  const key = row.key[dim];
  return dim === 'rep' && typeof key === 'object' && key !== null ? key.code : null;
}

export interface Ranked {
  id: number | null;
  name: string;
  code: string | null;
  cell: Cell | undefined;
  before: Cell | undefined;
  change: Change | null;
  kpis: Kpis;
}

export const SORTS = ['value', 'name', 'change'] as const;
export type Sort = (typeof SORTS)[number];

/** Where lower is better the lowest stands first; what has no value stands last either way. */
export function ranked(
  rows: readonly ReportRow[],
  before: readonly ReportRow[],
  dim: Dim,
  definition: Definition,
  sort: Sort,
  turned: boolean,
): Ranked[] {
  const earlier = new Map(before.map((row) => [idOf(row, dim), row.kpis]));
  const all = rows.map((row): Ranked => {
    const id = idOf(row, dim);
    const cell = row.kpis[definition.code];
    const then = earlier.get(id)?.[definition.code];
    const change = changeOf(definition, cell, then);
    return { id, name: nameOf(row, dim), code: codeOf(row, dim), cell, before: then, change, kpis: row.kpis };
  });
  const of = (one: Ranked): number | null =>
    sort === 'change' ? (one.change?.amount ?? null) : (one.cell?.value ?? null);
  const way = (definition.better === 'lower' ? 1 : -1) * (turned ? -1 : 1);
  return all.sort((a, b) => {
    if (sort === 'name') return a.name.localeCompare(b.name) * (turned ? -1 : 1);
    const [one, other] = [of(a), of(b)];
    if (one === null || other === null)
      return Number(one === null) - Number(other === null) || a.name.localeCompare(b.name);
    return (one - other) * way || a.name.localeCompare(b.name);
  });
}

/** Where a share of plan compliance stands, of five; null where nothing was planned. */
export const STEPS = [0.5, 0.7, 0.85, 0.95] as const;
export function stepOf(value: number | null | undefined): number | null {
  if (value == null) return null;
  return STEPS.filter((from) => value >= from).length;
}
