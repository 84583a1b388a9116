// Targets of a month and how they stand, as the server tells them; and what the page makes of them. Pure but for the
// requests.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { Problem, request } from '../api/client';
import { cursorOf } from '../api/everyPage';
import type { Page } from '../api/trade';

export const MEASURES = [
  'tc',
  'utc',
  'pc',
  'eco',
  'orders',
  'sales_value',
  'billed',
  'collected',
  'new_outlets',
  'must_sell',
] as const;
export type Measure = (typeof MEASURES)[number];

const MONEY: readonly Measure[] = ['sales_value', 'billed', 'collected'];
export const isMoney = (measure: Measure): boolean => MONEY.includes(measure);

export type Standing = 'missed' | 'far_behind' | 'behind' | 'on_pace' | 'reached';

export interface Named {
  id: number;
  code: string;
  name: string;
}

export interface Stand {
  /** Null where those of the unit's reps are added up. */
  target_id: number | null;
  measure: Measure;
  rep: Named | null;
  org_unit: Named;
  target: number;
  actual: number;
  expected: number;
  reached_bp: number;
  forecast: number | null;
  per_day: number | null;
  standing: Standing;
}

export interface Report {
  month: string;
  days: { passed: number; all: number };
  rows: Stand[];
  truncated: boolean;
}

export const TABS = ['targets', 'commissions', 'plans'] as const;
export type Tab = (typeof TABS)[number];

export interface TargetsSearch {
  tab?: Tab;
  /** A statement of a commission. */
  statement?: string;
  /** A commission's plan by its code. */
  plan?: string;
  /** `2026-11`; this month where absent. */
  month?: string;
  measure?: Measure;
  unit?: number;
  /** Whose rows are looked at. */
  one?: number;
}

/** A whole number of an address. */
export const whole = (value: unknown): number | undefined =>
  Number.isInteger(value) ? Number(value) : undefined;

export const targetsSearch = (search: Record<string, unknown>): TargetsSearch => ({
  tab: TABS.find((tab) => tab === search.tab && tab !== 'targets'),
  statement: typeof search.statement === 'string' && search.statement ? search.statement : undefined,
  plan: search.plan === undefined || search.plan === '' ? undefined : String(search.plan),
  month: /^\d{4}-(0[1-9]|1[0-2])$/.test(String(search.month)) ? String(search.month) : undefined,
  measure: MEASURES.find((measure) => measure === search.measure),
  unit: whole(search.unit),
  one: whole(search.one),
});

/** The month that many months later. */
export function monthAfter(month: string, months: number): string {
  const [year = 0, of = 1] = month.split('-').map(Number);
  const count = year * 12 + of - 1 + months;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
}

/** What the list is asked with. */
export function progressAsked(search: TargetsSearch): string {
  const query = new URLSearchParams();
  if (search.month) query.set('month', `${search.month}-01`);
  if (search.measure) query.set('measure', search.measure);
  if (search.unit !== undefined) query.set('org_unit_id', String(search.unit));
  return query.toString();
}

/** The targets themselves, without how they stand. */
export const targetsPath = (search: TargetsSearch, month: string): string =>
  `targets?${progressAsked({ ...search, month })}`;

export const progressQuery = (search: TargetsSearch) =>
  queryOptions({
    queryKey: ['targets', 'progress', search.month, search.measure, search.unit],
    queryFn: ({ signal }) => request<Report>(`targets/progress?${progressAsked(search)}`, { signal }),
    refetchInterval: 120_000,
  });

/** Rows of one thing that is measured, with the heading they stand under. */
export function byMeasure(rows: readonly Stand[]): [Measure, Stand[]][] {
  return MEASURES.map((measure): [Measure, Stand[]] => [
    measure,
    rows.filter((row) => row.measure === measure),
  ]).filter(([, of]) => of.length > 0);
}

export interface Version {
  version: number;
  value: number | null;
  set_by: string | null;
  at: string;
}

export interface Target {
  id: number;
  month: string;
  measure: Measure;
  rep_id: number | null;
  rep_code: string | null;
  rep_name: string | null;
  org_unit_code: string;
  org_unit_name: string;
  value: number | null;
  versions: Version[];
}

export const targetQuery = (id: number) =>
  queryOptions({
    queryKey: ['targets', 'one', id],
    queryFn: ({ signal }) => request<Target>(`targets/${id}`, { signal }),
  });

export interface Row {
  kind: 'visit' | 'order' | 'outlet' | 'invoice' | 'return' | 'collection' | 'must_sell';
  date: string | null;
  rep: Named | null;
  outlet_id: number | null;
  outlet_name: string | null;
  visit_id: string | null;
  order_id: string | null;
  document_id: string | null;
  product_code: string | null;
  amount: number;
}

export const rowsQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['targets', 'rows', id],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Row>>(`targets/${id}/rows?limit=50${cursorOf(pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<Row>) => page.next_cursor,
  });

export interface Put {
  month: string;
  measure: Measure;
  rep_code?: string;
  org_unit_code?: string;
  /** Null withdraws it. */
  value: number | null;
}

/** One target, its faults as those of the form that sent it. */
export async function setTarget(put: Put): Promise<void> {
  try {
    await request('targets/batch?atomic=true', { method: 'POST', body: { items: [put] } });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const errors = error.errors.map((one) => ({ ...one, pointer: one.pointer.replace(/^\/items\/0/, '') }));
    throw new Problem(error.status, error.code, error.detail, errors, error.requestId);
  }
}
