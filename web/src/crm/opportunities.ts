// What may be sold to whom, by stage, as the server tells it.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Page } from '../api/trade';
import { etag } from '../client/headers';

export interface OpportunityStep {
  stage: string;
  at: string;
  /** Null: it stands there still. */
  until: string | null;
  by: string | null;
  reason: string | null;
  /** The rep who has it from then on. */
  handed_to: string | null;
}

export interface Opportunity {
  id: string;
  stage: string;
  outcome: 'open' | 'won' | 'lost';
  probability: number;
  rep_id: number;
  rep_name: string;
  name: string;
  note: string | null;
  customer_id: number | null;
  customer_name: string | null;
  outlet_name: string | null;
  quotation_id: string | null;
  currency: string;
  amount_minor: number;
  expected_close: string | null;
  lost_reason: string | null;
  stage_since: string;
  steps: OpportunityStep[];
  version: number;
}

export interface StageTotal {
  code: string;
  outcome: 'open' | 'won' | 'lost';
  probability: number;
  name_en: string;
  name_vi: string;
  name_zh: string;
  active: boolean;
  count: number;
  amount_minor: number;
  weighted_minor: number;
}

export interface Totals {
  stages: StageTotal[];
  open_minor: number;
  weighted_minor: number;
}

export const stageName = (stage: StageTotal, language: string): string =>
  language === 'vi' ? stage.name_vi : language === 'zh' ? stage.name_zh : stage.name_en;

/** Where an opportunity may be moved: open stages and the ends; from an end only to what is open. */
export const movesFrom = (stages: readonly StageTotal[], from: string): readonly StageTotal[] => {
  const outcome = stages.find((one) => one.code === from)?.outcome ?? 'open';
  return stages.filter(
    (one) => one.active && one.code !== from && (outcome === 'open' || one.outcome === 'open'),
  );
};

/** Whole days that something stood somewhere. */
export const daysBetween = (from: string, until: number): number =>
  Math.max(0, Math.floor((until - Date.parse(from)) / 86_400_000));

const SHOWN_MAX = 500;

const cut = (rep: number | undefined): string => (rep === undefined ? '' : `&rep_id=${rep}`);

export const totalsQuery = (rep: number | undefined) =>
  queryOptions({
    queryKey: ['crm', 'opportunity_totals', rep],
    queryFn: ({ signal }) => request<Totals>(`opportunities/totals?${cut(rep).slice(1)}`, { signal }),
    refetchInterval: 60_000,
  });

/** The open ones for the board, or all for the list. */
export const opportunitiesPath = (rep: number | undefined, open: boolean) =>
  `opportunities?limit=${SHOWN_MAX}${open ? '&outcome=open' : ''}${cut(rep)}`;

export const opportunitiesQuery = (rep: number | undefined, open: boolean) =>
  queryOptions({
    queryKey: ['crm', 'opportunities', rep, open],
    queryFn: ({ signal }) => request<Page<Opportunity>>(opportunitiesPath(rep, open), { signal }),
    refetchInterval: 60_000,
  });

export const makeOpportunity = (body: object): Promise<Opportunity> =>
  request<Opportunity>('opportunities', { method: 'POST', body });

export const changeOpportunity = (was: Opportunity, body: object): Promise<Opportunity> =>
  request<Opportunity>(`opportunities/${was.id}`, { method: 'PATCH', body, ifMatch: etag(was) });
