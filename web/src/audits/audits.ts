// Audits, surveys, competitors and coverage as the server tells them. Pure but for the requests.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Page } from '../api/trade';
import type { Words } from '../i18n/words';

export const TABS = ['answers', 'scores', 'competitors', 'coverage', 'forms', 'must-sell'] as const;
export type Tab = (typeof TABS)[number];
export const KINDS = ['audit', 'survey'] as const;
export type Kind = (typeof KINDS)[number];
export const BYS = ['product', 'area'] as const;
export type By = (typeof BYS)[number];

/** What lists the outlets behind a number. */
export const WHICH = [
  'universe',
  'handlers',
  'purchasers',
  'stocked',
  'counted',
  'observed',
  'out',
  'must_sell',
  'must_sell_missing',
] as const;
export type Which = (typeof WHICH)[number];

export interface AuditsSearch {
  tab?: Tab;
  kind?: Kind;
  id?: string;
  /** Code of a form. */
  form?: string;
  failed?: 1;
  rep?: number;
  outlet?: number;
  from?: string;
  to?: string;
  by?: By;
  product?: number;
  area?: number;
  which?: Which;
  class?: string;
  unit?: number;
  /** Of the masters: part of the name, which one, a new one. */
  q?: string;
  one?: number;
  make?: 1;
}

export interface FormResponse {
  id: string;
  kind: Kind;
  rep_id: number;
  rep_name: string;
  date: string;
  org_unit_name: string;
  visit_id: string | null;
  outlet_id: number;
  outlet_code: string;
  outlet_name: string;
  customer_id: number | null;
  form_code: string;
  form_name: Words;
  form_version: number;
  earned: number;
  possible: number;
  score_bp: number | null;
  answer_count: number;
  failed_count: number;
  answered_at: string;
}

export interface Answer {
  question: string;
  text: Words;
  product_code: string | null;
  product_name: string | null;
  value: boolean | string | string[];
  unit: string | null;
  chosen: Words[];
  /** Their ids. */
  photos: string[];
  earned: number;
  possible: number;
}

export interface FormResponseWhole extends FormResponse {
  answers: Answer[];
}

export interface AuditScores {
  form_code: string;
  form_name: Words;
  org_unit_id: number;
  org_unit_name: string;
  audits: number;
  compliant: number;
  outlets: number;
  earned: number;
  possible: number;
}

export interface CompetitorObservation {
  id: string;
  rep_id: number;
  rep_name: string;
  date: string;
  visit_id: string | null;
  outlet_code: string;
  outlet_name: string;
  brand: string;
  product: string | null;
  category: string | null;
  price_minor: number | null;
  facings: number | null;
  promotion: string | null;
  note: string | null;
  observed_at: string;
}

export interface Part {
  numerator: number;
  denominator: number;
  bp: number | null;
}

export const NUMBERS = [
  'nd',
  'wd',
  'purchase_nd',
  'purchase_wd',
  'stock_nd',
  'stock_wd',
  'oos',
  'sales_share',
  'facings_share',
  'must_sell',
] as const;
export type NumberName = (typeof NUMBERS)[number];

/** The outlets behind a number's numerator. */
export const BEHIND: Record<NumberName, Which> = {
  nd: 'handlers',
  wd: 'handlers',
  purchase_nd: 'purchasers',
  purchase_wd: 'purchasers',
  stock_nd: 'stocked',
  stock_wd: 'stocked',
  oos: 'out',
  sales_share: 'purchasers',
  facings_share: 'universe',
  must_sell: 'must_sell_missing',
};

export interface CoverageRow extends Record<NumberName, Part> {
  id: number;
  code: string;
  name: string;
  category: string | null;
  universe: number;
  counted: number;
}

export interface CoverageReport {
  by: By;
  universe: { from: string; to: string; as_of: string; outlets: number };
  rows: CoverageRow[];
  truncated: boolean;
}

export interface CoverageOutlet {
  outlet_id: number;
  outlet_code: string;
  outlet_name: string;
  class: string;
  customer_id: number | null;
  org_unit_name: string;
  bought_on: string | null;
  in_stock: boolean | null;
  observed_at: string | null;
  must_sell: boolean;
}

export interface MustSell {
  product_id: number;
  product_code: string;
  product_name: string;
  bought_on: string | null;
  observed_at: string | null;
  in_stock: boolean | null;
  missing: boolean;
}

const PAGE = 50;

/** Given parameters as a query; what is empty is left out. */
export const asked = (given: Record<string, string | number | boolean | null | undefined>): string =>
  new URLSearchParams(
    Object.entries(given).flatMap(([name, value]) =>
      value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
    ),
  ).toString();

const pages = <Row>(path: string, given: Parameters<typeof asked>[0]) =>
  infiniteQueryOptions({
    queryKey: ['audits', path, given],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Row>>(`${path}?${asked({ ...given, limit: PAGE, cursor: pageParam })}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Row>) => last.next_cursor,
  });

const responsesAsked = (search: AuditsSearch) =>
  [
    search.kind === 'survey' ? 'surveys' : 'audits',
    {
      form_code: search.form,
      failed: search.kind === 'survey' || !search.failed ? undefined : true,
      rep_id: search.rep,
      outlet_id: search.outlet,
      from: search.from,
      to: search.to,
    },
  ] as const;

export const responses = (search: AuditsSearch) => pages<FormResponse>(...responsesAsked(search));

export function responsesPath(search: AuditsSearch): string {
  const [path, given] = responsesAsked(search);
  return `${path}?${asked(given)}`;
}

export const response = (kind: Kind, id: string) =>
  queryOptions({
    queryKey: ['audits', kind, id],
    queryFn: ({ signal }) => request<FormResponseWhole>(`${kind}s/${id}`, { signal }),
  });

export const scores = (from: string, to: string) =>
  queryOptions({
    queryKey: ['audits', 'scores', from, to],
    queryFn: async ({ signal }) =>
      (await request<{ items: AuditScores[] }>(`audits/scores?${asked({ from, to })}`, { signal })).items,
  });

const competitorsAsked = (search: AuditsSearch) => ({
  rep_id: search.rep,
  promotion: search.failed ? true : undefined,
  from: search.from,
  to: search.to,
});

export const competitors = (search: AuditsSearch) =>
  pages<CompetitorObservation>('competitor-observations', competitorsAsked(search));

export const competitorsPath = (search: AuditsSearch): string =>
  `competitor-observations?${asked(competitorsAsked(search))}`;

const cut = (search: AuditsSearch) => ({
  from: search.from,
  to: search.to,
  class: search.class,
  org_unit_id: search.unit,
});

export const coverageAsked = (search: AuditsSearch) =>
  asked({
    ...cut(search),
    by: search.by ?? 'product',
    product_id: search.by === 'area' ? search.product : undefined,
  });

export const coverage = (search: AuditsSearch) =>
  queryOptions({
    queryKey: ['audits', 'coverage', coverageAsked(search)],
    queryFn: ({ signal }) => request<CoverageReport>(`coverage?${coverageAsked(search)}`, { signal }),
  });

export const coverageOutlets = (search: AuditsSearch) =>
  pages<CoverageOutlet>('coverage/outlets', {
    ...cut(search),
    product_id: search.product,
    area_id: search.area,
    which: search.which,
  });

export const mustSell = (outlet: number) =>
  queryOptions({
    queryKey: ['audits', 'must_sell', outlet],
    queryFn: async ({ signal }) =>
      (await request<{ items: MustSell[] }>(`outlets/${outlet}/must-sell`, { signal })).items,
  });
