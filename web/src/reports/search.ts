// What the addresses of the reports and of the overview say. Pure.
import { whole } from '../targets/targets';
import { readDrill } from './drill';
import { SORTS, type Sort } from './figures';
import type { Scope } from './kpis';
import { PERIODS, type Period, type PeriodAsked } from './period';

export const TABS = ['figures', 'adherence', 'coverage', 'all'] as const;
export type Tab = (typeof TABS)[number];

export const GRAINS = ['day', 'week', 'month'] as const;
export type Grain = (typeof GRAINS)[number];

export const BYS = ['team', 'rep', 'route'] as const;
export type By = (typeof BYS)[number];

/** What the cells of the map are coloured by. */
export const PAINTS = ['coverage', 'plan', 'sales'] as const;
export type Paint = (typeof PAINTS)[number];

/** How large the cells are. */
export const SIZES = ['large', 'middle', 'small'] as const;
export type Size = (typeof SIZES)[number];

export interface ReportsSearch extends PeriodAsked, Scope {
  tab?: Tab;
  /** The figure that is drawn and ranked. */
  kpi?: string;
  grain?: Grain;
  by?: By;
  sort?: Sort;
  turned?: 1;
  /** Whose rows are open; see `drill.ts`. */
  rows?: string;
  paint?: Paint;
  size?: Size;
  cell?: string;
}

export interface OverviewSearch {
  /** `2026-11`; this month where absent. */
  month?: string;
  /** `2026-11-25`: the day instead of the month. */
  day?: string;
  unit?: number;
  rep?: number;
  rows?: string;
}

const among = <Word extends string>(words: readonly Word[], value: unknown): Word | undefined =>
  words.find((word) => word === value);
const date = (value: unknown): string | undefined =>
  /^\d{4}-\d\d-\d\d$/.test(String(value)) && !Number.isNaN(Date.parse(`${value}T12:00:00Z`))
    ? String(value)
    : undefined;
const rows = (value: unknown): string | undefined =>
  typeof value === 'string' && readDrill(value) ? value : undefined;

export const reportsSearch = (search: Record<string, unknown>): ReportsSearch => ({
  tab: among(TABS.slice(1), search.tab),
  period: among(PERIODS, search.period === 'month' ? undefined : search.period) as Period | undefined,
  at: date(search.at),
  from: date(search.from),
  to: date(search.to),
  unit: whole(search.unit),
  rep: whole(search.rep),
  route: whole(search.route),
  now: search.now ? 1 : undefined,
  kpi: typeof search.kpi === 'string' && /^[a-z_]+$/.test(search.kpi) ? search.kpi : undefined,
  grain: among(GRAINS.slice(1), search.grain),
  by: among(BYS.slice(1), search.by),
  sort: among(SORTS.slice(1), search.sort),
  turned: search.turned ? 1 : undefined,
  rows: rows(search.rows),
  paint: among(PAINTS.slice(1), search.paint),
  size: among(SIZES, search.size === 'middle' ? undefined : search.size),
  cell: typeof search.cell === 'string' && search.cell ? search.cell : undefined,
});

export const overviewSearch = (search: Record<string, unknown>): OverviewSearch => ({
  month: /^\d{4}-(0[1-9]|1[0-2])$/.test(String(search.month)) ? String(search.month) : undefined,
  day: date(search.day),
  unit: whole(search.unit),
  rep: whole(search.rep),
  rows: rows(search.rows),
});
