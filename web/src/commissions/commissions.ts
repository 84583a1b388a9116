// Commissions as the server tells them: plans by version, statements of months that are over; and what the page makes
// of them. Pure but for the requests.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { Problem, request } from '../api/client';
import { cursorOf } from '../api/everyPage';
import type { Page } from '../api/trade';
import { monthAfter } from '../targets/targets';

export const BASES = ['billed', 'collected'] as const;
export type Basis = (typeof BASES)[number];

export interface Tier {
  from_minor: number;
  basis_points: number;
}

export interface Plan {
  code: string;
  version: number;
  name: string;
  basis: Basis;
  tiers: Tier[];
  cumulative: boolean;
  least_compliance_pct: number | null;
  created_at: string;
}

export interface Band extends Tier {
  to_minor: number;
  earned_minor: number;
}

export interface Statement {
  id: string;
  rep_id: number;
  rep_name: string;
  /** Its first date. */
  month: string;
  plan_code: string;
  plan_version: number;
  currency: string;
  value_minor: number;
  calls_made: number | null;
  calls_due: number | null;
  bands: Band[];
  earned_minor: number;
  created_at: string;
}

export interface CountedDocument {
  kind: 'invoice' | 'return' | 'collection';
  document_id: string;
  date: string;
  minor: number;
  number: string | null;
  order_id: string | null;
  account_id: number | null;
  customer_name: string | null;
}

export interface StatementWhole extends Statement {
  documents: CountedDocument[];
}

/** Commissions are of months that are over: the newest of them. */
export const lastMonth = (today: string): string => monthAfter(today.slice(0, 7), -1);

/** Part of the planned calls that were made; null where the plan did not ask or nothing was planned. */
export const complianceOf = ({ calls_made, calls_due }: Statement): number | null =>
  calls_made === null || calls_due === null || calls_due === 0 ? null : calls_made / calls_due;

/** Whether too few planned calls took away what the value would have earned. */
export const isGated = (one: Statement, plan: Plan | undefined): boolean => {
  const least = plan?.least_compliance_pct ?? null;
  if (least === null || one.value_minor <= 0) return false;
  if (one.calls_made === null || one.calls_due === null) return true;
  return one.calls_made * 100 < least * one.calls_due;
};

/** The plan of a statement, among all versions that are known. */
export const planOf = (one: Statement, plans: readonly Plan[]): Plan | undefined =>
  plans.find((plan) => plan.code === one.plan_code && plan.version === one.plan_version);

export const sumOf = (rows: readonly Statement[]) => ({
  value: rows.reduce((sum, row) => sum + row.value_minor, 0),
  earned: rows.reduce((sum, row) => sum + row.earned_minor, 0),
});

export interface PlanDraft {
  code: string;
  name: string;
  basis: Basis;
  cumulative: boolean;
  least: number | null;
  /** As they are typed. */
  tiers: { key: number; from: number | null; basis_points: number | null }[];
}

/** A new version begins as the newest one is. */
export const draftOf = (plan: Plan | undefined): PlanDraft => ({
  code: plan?.code ?? '',
  name: plan?.name ?? '',
  basis: plan?.basis ?? 'billed',
  cumulative: plan?.cumulative ?? true,
  least: plan?.least_compliance_pct ?? null,
  tiers: (plan?.tiers ?? [{ from_minor: 0, basis_points: 100 }]).map((tier, key) => ({
    key,
    from: tier.from_minor,
    basis_points: tier.basis_points,
  })),
});

/** What is sent; a rate that is not typed is none. */
export const planBody = (draft: PlanDraft) => ({
  name: draft.name.trim(),
  basis: draft.basis,
  cumulative: draft.cumulative,
  least_compliance_pct: draft.least,
  tiers: draft.tiers.map((tier) => ({
    from_minor: tier.from ?? 0,
    basis_points: tier.basis_points ?? 0,
  })),
});

export const plansQuery = queryOptions({
  queryKey: ['commissions', 'plans'],
  queryFn: async ({ signal }) => (await request<{ items: Plan[] }>('commissions/plans', { signal })).items,
});

export const versionsQuery = (code: string) =>
  queryOptions({
    queryKey: ['commissions', 'plans', code],
    queryFn: async ({ signal }) =>
      (await request<{ items: Plan[] }>(`commissions/plans/${encodeURIComponent(code)}`, { signal })).items,
  });

export const statementsPath = (month: string) => `commissions?limit=100&month=${month}-01`;

export const statementsQuery = (month: string) =>
  infiniteQueryOptions({
    queryKey: ['commissions', 'statements', month],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Statement>>(`${statementsPath(month)}${cursorOf(pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<Statement>) => page.next_cursor,
  });

export const statementQuery = (id: string) =>
  queryOptions({
    queryKey: ['commissions', 'statement', id],
    queryFn: ({ signal }) => request<StatementWhole>(`commissions/${id}`, { signal }),
  });

/** The code is a part of the address: none would lead elsewhere. */
export async function putPlan(code: string, body: object): Promise<{ items: Plan[] }> {
  if (!code.trim()) throw new Problem(422, 'invalid', null, [{ pointer: '/code', code: 'required' }]);
  return request(`commissions/plans/${encodeURIComponent(code.trim())}`, { method: 'POST', body });
}

export interface Making {
  plan_code: string;
  month: string;
  rep_id: number | null;
  dry_run: boolean;
}

export const makeStatements = (making: Making): Promise<{ items: Statement[] }> =>
  request('commissions', { method: 'POST', body: making });
