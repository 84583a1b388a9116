// Key figures as the server tells them: what they mean, reports of them, and the rows behind one. Owns the requests and
// nothing of the page.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { cursorOf, everyPage, PAGE_MAX } from '../api/everyPage';
import type { Page } from '../api/trade';
import type { Language } from '../api/types';
import type { Named } from '../targets/targets';

export type Unit = 'share' | 'ratio' | 'count' | 'money' | 'time_of_day_ms' | 'duration_ms' | 'length_mm';
export type Better = 'higher' | 'lower' | 'neither';
export type RowKind = 'stop' | 'visit' | 'order' | 'outlet' | 'day';

export interface Definition {
  code: string;
  name: Record<Language, string>;
  formula: Record<Language, string>;
  unit: Unit;
  better: Better;
  has_denominator: boolean;
  rows: RowKind;
}

export interface Cell {
  numerator: number;
  denominator: number | null;
  /** Null where there is nothing to divide by. */
  value: number | null;
}

export const DIMS = ['rep', 'route', 'team', 'region', 'outlet_class', 'day', 'week', 'month'] as const;
export type Dim = (typeof DIMS)[number];
export type Kpis = Record<string, Cell | undefined>;

export interface ReportRow {
  key: Partial<Record<Dim, Named | string | null>>;
  kpis: Kpis;
}

export interface Report {
  from: string;
  to: string;
  rows: ReportRow[];
  /** Of all rows together: unique counts are no sum of rows. */
  total: Kpis;
}

/** Nobody called anywhere, nor sold anything: no time to hold another against. */
export const isIdle = (total: Kpis): boolean => !total.tc?.numerator && !total.orders?.numerator;

/** Whose figures, and whether units are as they were then or as they are now. */
export interface Scope {
  unit?: number;
  rep?: number;
  route?: number;
  now?: 1;
}

export interface Asked extends Scope {
  from: string;
  to: string;
  by?: readonly Dim[];
}

export function kpiParams(asked: Asked): URLSearchParams {
  const query = new URLSearchParams({ from: asked.from, to: asked.to });
  if (asked.by?.length) query.set('by', asked.by.join(','));
  if (asked.unit !== undefined) query.set('org_unit_id', String(asked.unit));
  if (asked.rep !== undefined) query.set('rep_id', String(asked.rep));
  if (asked.route !== undefined) query.set('route_id', String(asked.route));
  if (asked.now) query.set('organised', 'now');
  return query;
}

/** Where the same report is as a file, with headings in the reader's language. */
export function fileHref(asked: Asked, format: 'csv' | 'xlsx', language: string): string {
  const query = kpiParams(asked);
  query.set('format', format);
  query.set('language', language);
  return `/api/v1/kpis?${query}`;
}

export const definitionsQuery = queryOptions({
  queryKey: ['kpis', 'definitions'],
  queryFn: async ({ signal }) =>
    (await request<{ items: Definition[] }>('kpis/definitions', { signal })).items,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Figures are no live feed: a report of a month is work for the server. */
const BELIEVED_MS = 60_000;

export const reportQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['kpis', 'report', kpiParams(asked).toString()],
    queryFn: ({ signal }) => request<Report>(`kpis?${kpiParams(asked)}`, { signal }),
    staleTime: BELIEVED_MS,
    refetchInterval: 3 * BELIEVED_MS,
  });

export interface BehindRow {
  kind: RowKind;
  date: string | null;
  rep: Named | null;
  outlet: Named | null;
  visit_id: string | null;
  order_id: string | null;
  amount: number;
}

/** What a drill-down asks for: one figure, or the part that it is divided by. */
export interface Behind extends Asked {
  kpi: string;
  of?: 1;
  outlet?: number;
  /** Exactly this org unit. */
  team?: number;
}

const ROWS_AT_ONCE = 50;

function behindParams(behind: Behind): URLSearchParams {
  const query = kpiParams(behind);
  query.set('kpi', behind.kpi);
  if (behind.of) query.set('part', 'denominator');
  if (behind.outlet !== undefined) query.set('outlet_id', String(behind.outlet));
  if (behind.team !== undefined) query.set('team_id', String(behind.team));
  return query;
}

export const behindQuery = (behind: Behind, limit = ROWS_AT_ONCE) =>
  infiniteQueryOptions({
    queryKey: ['kpis', 'rows', limit, behindParams(behind).toString()],
    queryFn: ({ pageParam, signal }) =>
      request<Page<BehindRow>>(`kpis/rows?${behindParams(behind)}&limit=${limit}${cursorOf(pageParam)}`, {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<BehindRow>) => page.next_cursor,
    staleTime: BELIEVED_MS,
  });

export interface OrgUnit {
  id: number;
  code: string;
  name: string;
  kind: 'company' | 'region' | 'branch' | 'team';
  parent_id: number | null;
}

/** The company's tree as far as the reader sees it. */
export const treeQuery = queryOptions({
  queryKey: ['org-units', 'tree'],
  queryFn: ({ signal }) =>
    everyPage((cursor) =>
      request<Page<OrgUnit>>(`org-units?limit=${PAGE_MAX}${cursorOf(cursor)}`, { signal }),
    ),
  staleTime: 300_000,
});

export interface RouteName {
  id: number;
  code: string;
  name: string;
  org_unit_id: number;
}

export const routesQuery = queryOptions({
  queryKey: ['routes', 'names'],
  queryFn: ({ signal }) =>
    everyPage((cursor) =>
      request<Page<RouteName>>(`routes?limit=${PAGE_MAX}${cursorOf(cursor)}`, { signal }),
    ),
  staleTime: 300_000,
});
