// Cumulative schemes over their period: what the server tells of it, and the requests. Pure but for these.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { cursorOf } from '../api/everyPage';
import type { CreditNote, Page } from '../api/trade';
import type { Tier, ValueTier } from './types';

export const PERIOD_TABS = ['progress', 'settle'] as const;
export type PeriodTab = (typeof PERIOD_TABS)[number];

export interface Progress {
  outlet_id: number;
  outlet_code: string;
  outlet_name: string;
  customer_id: number | null;
  /** Thousandths of the base unit. */
  bought_milli: number;
  value_minor: number;
  reached: Tier | ValueTier | null;
  next: Tier | ValueTier | null;
  /** To the next one: where quantity reaches it, and where value does. */
  missing_milli: number | null;
  missing_minor: number | null;
  /** Null: goods, whose price counts when the period ends. */
  due_minor: number | null;
  settled: { credit_minor: number; settled_at: string; credit: CreditNote | null } | null;
}

/** Of one outlet, in every scheme that runs. */
export interface OutletProgress extends Progress {
  scheme_id: number;
  scheme_name: string;
  from: string;
  to: string;
}

export const OUTCOMES = ['settled', 'settled_already', 'no_customer', 'no_price', 'nothing_left'] as const;

export interface Settlement {
  dry_run: boolean;
  from: string;
  to: string;
  currency: string;
  budget_left_minor: number | null;
  due_minor: number;
  credit_minor: number;
  settled: number;
  rows: {
    outlet_id: number;
    outlet_code: string;
    outlet_name: string;
    bought_milli: number;
    value_minor: number;
    tier: Tier | ValueTier;
    due_minor: number;
    credit_minor: number;
    outcome: (typeof OUTCOMES)[number];
  }[];
}

/** Who has least to buy to the next tier is first, who reached the highest last. */
export function nearestFirst<Row extends Pick<Progress, 'missing_milli' | 'missing_minor'>>(
  rows: readonly Row[],
): Row[] {
  const missing = (row: Row) => row.missing_milli ?? row.missing_minor ?? Infinity;
  return [...rows].sort((a, b) => missing(a) - missing(b) || 0);
}

const PAGE = 100;

export const progressQuery = (scheme: number) =>
  infiniteQueryOptions({
    queryKey: ['catalogue', 'schemes', 'progress', scheme],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Progress>>(`schemes/${scheme}/progress?limit=${PAGE}${cursorOf(pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Progress>) => last.next_cursor,
  });

export const outletSchemesQuery = (outlet: number) =>
  queryOptions({
    queryKey: ['catalogue', 'schemes', 'of-outlet', outlet],
    queryFn: async ({ signal }) =>
      (await request<{ items: OutletProgress[] }>(`outlets/${outlet}/schemes`, { signal })).items,
  });

export const settle = (scheme: number, dry_run: boolean): Promise<Settlement> =>
  request<Settlement>(`schemes/${scheme}/settlements`, { method: 'POST', body: { dry_run } });

export const dueQuery = (scheme: number) =>
  queryOptions({
    queryKey: ['catalogue', 'schemes', 'due', scheme],
    queryFn: () => settle(scheme, true),
  });
