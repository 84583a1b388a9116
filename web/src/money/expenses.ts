// Expenses of reps: what the server tells, who may do what, and the requests. Pure but for these.
import { infiniteQueryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { cursorOf } from '../api/everyPage';
import type { Page } from '../api/trade';
import { has, type Rights } from '../app/rights';
import { etag } from '../client/headers';
import type { Category } from './expense_categories';

export const EXPENSE_STATES = ['submitted', 'approved', 'rejected', 'paid'] as const;
export type ExpenseState = (typeof EXPENSE_STATES)[number];

export interface Expense {
  id: string;
  rep_id: number;
  rep_name: string;
  date: string;
  visit_id: string | null;
  category: Category;
  currency: string;
  amount_minor: number;
  claimed_m: number | null;
  day_claimed_m: number | null;
  measured_m: number | null;
  claim: 'unmeasured' | 'within' | 'over' | null;
  photos: string[];
  note: string | null;
  state: ExpenseState;
  approved_minor: number | null;
  reason: string | null;
  decided_by: string | null;
  paid_by: string | null;
  version: number;
}

export type ExpenseDeed = 'approve' | 'reject' | 'pay';

/** What fits the state of an expense and the reader's rights. */
export function expenseDeeds(one: Expense, rights: Rights): readonly ExpenseDeed[] {
  const decides = has(rights, 'decide_expenses');
  switch (one.state) {
    case 'submitted':
      return decides ? ['approve', 'reject'] : [];
    case 'approved':
      return [
        ...(has(rights, 'manage_receivables') ? (['pay'] as const) : []),
        ...(decides ? (['reject'] as const) : []),
      ];
    default:
      return [];
  }
}

/** Whether a deed says why: undoing does, and so does approving less, or what was never driven. */
export const needsWhy = (one: Expense, deed: ExpenseDeed, approved: number): boolean =>
  deed === 'reject' || (deed === 'approve' && (approved < one.amount_minor || one.claim === 'over'));

const PAGE = 100;

export const expensesPath = (state: ExpenseState | undefined) =>
  `expenses?limit=${PAGE}${state === undefined ? '' : `&state=${state}`}`;

export const expensesQuery = (state: ExpenseState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['money', 'expenses', state],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Expense>>(`${expensesPath(state)}${cursorOf(pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Expense>) => last.next_cursor,
    refetchInterval: 60_000,
  });

export interface Claim {
  id: string;
  rep_id: number;
  date: string;
  category: Category;
  amount_minor?: number;
  claimed_m?: number;
  note: string | null;
}

export const claimExpense = (claim: Claim): Promise<Expense> =>
  request<Expense>('expenses', { method: 'POST', body: claim });

export const actOnExpense = (
  one: Expense,
  deed: ExpenseDeed,
  body: { reason?: string; approved_minor?: number },
): Promise<Expense> =>
  request<Expense>(`expenses/${one.id}/${deed}`, { method: 'POST', body, ifMatch: etag(one) });
