import { describe, expect, it } from 'vitest';
import type { Collection, CreditAccount } from '../src/api/trade';
import type { Rights } from '../src/app/rights';
import { type Expense, expenseDeeds, needsWhy } from '../src/money/expenses';
import { beyondLimit, carried, deedsFor, exposureBar, isLate } from '../src/money/money';

const counts: Rights = ['take_collections', 'manage_receivables'];
const takes: Rights = ['take_collections'];
const decides: Rights = ['decide_expenses'];
const all: Rights = [...counts, ...decides];

const collection = (over: Partial<Collection>): Collection => ({
  id: 'c',
  rep_id: 1,
  rep_name: 'An',
  date: '2026-11-26',
  visit_id: null,
  account_id: 1,
  customer_id: 1,
  customer_name: 'Bà Lan',
  method: 'cash',
  state: 'recorded',
  currency: 'VND',
  amount_minor: 100,
  on_account_minor: 0,
  reference: null,
  note: null,
  reason: null,
  settlement_id: null,
  collected_at: '2026-11-26T01:00:00Z',
  version: 1,
  ...over,
});
const account = (over: Partial<CreditAccount>): CreditAccount => ({
  id: 1,
  customer_id: 1,
  customer_code: 'C1',
  customer_name: 'Bà Lan',
  partner_id: 1,
  limit_minor: 1_000,
  terms_days: 15,
  overdue_days: 5,
  ledger_minor: 0,
  unbilled_minor: 0,
  unconfirmed_minor: 0,
  exposure_minor: 0,
  oldest_due: null,
  version: 1,
  ...over,
});

describe('what can be done to a collection', () => {
  it('is counted here where no rep carries it, else with its hand-in', () => {
    expect(deedsFor(collection({ rep_id: null }), counts)).toEqual(['verify', 'void']);
    expect(deedsFor(collection({}), counts)).toEqual(['void']);
    expect(deedsFor(collection({ state: 'handed_in' }), counts)).toEqual(['reject']);
    expect(deedsFor(collection({ state: 'verified' }), counts)).toEqual(['post', 'reject']);
    expect(deedsFor(collection({ state: 'posted' }), all)).toEqual([]);
  });
  it('is the supervisor’s only before it is handed in, and nobody’s who reads', () => {
    expect(deedsFor(collection({}), takes)).toEqual(['void']);
    expect(deedsFor(collection({ state: 'verified' }), takes)).toEqual([]);
    expect(deedsFor(collection({ state: 'verified' }), decides)).toEqual([]);
    expect(deedsFor(collection({}), [])).toEqual([]);
  });
});

describe('what reps carry', () => {
  it('is summed by rep, cash apart, the longest carried first', () => {
    const rows = carried([
      collection({ rep_id: 1, amount_minor: 500 }),
      collection({ rep_id: 2, rep_name: 'Bình', date: '2026-11-25', amount_minor: 30 }),
      collection({ rep_id: 1, method: 'transfer', amount_minor: 70 }),
      collection({ rep_id: 3, rep_name: 'Chi', amount_minor: 900 }),
    ]);
    expect(rows.map((r) => [r.rep, r.cash, r.other, r.count, r.since])).toEqual([
      [2, 30, 0, 1, '2026-11-25'],
      [3, 900, 0, 1, '2026-11-26'],
      [1, 500, 70, 2, '2026-11-26'],
    ]);
  });
  it('leaves out what was handed in and what came to the company itself', () => {
    expect(carried([collection({ state: 'handed_in' }), collection({ rep_id: null })])).toEqual([]);
  });
});

describe('exposure against the limit', () => {
  it('has the limit inside the bar where it is passed', () => {
    const over = account({ ledger_minor: 1_500, unconfirmed_minor: 500, exposure_minor: 2_000 });
    expect(exposureBar(over)).toEqual({ ledger: 75, unbilled: 0, unconfirmed: 25, limit: 50 });
    expect(beyondLimit(over)).toBe(true);
  });
  it('has the limit at the end where there is room', () => {
    expect(exposureBar(account({ unbilled_minor: 250, exposure_minor: 250 }))).toEqual({
      ledger: 0,
      unbilled: 25,
      unconfirmed: 0,
      limit: 100,
    });
  });
  it('knows no limit, and a customer who is ahead', () => {
    const ahead = account({ limit_minor: null, ledger_minor: -300, exposure_minor: -300 });
    expect(exposureBar(ahead)).toEqual({ ledger: 0, unbilled: 0, unconfirmed: 0, limit: null });
    expect(beyondLimit(ahead)).toBe(false);
  });
  it('is late the day after', () => {
    const due = account({ oldest_due: '2026-11-25' });
    expect([isLate(due, '2026-11-25'), isLate(due, '2026-11-26')]).toEqual([false, true]);
  });
});

const expense = (over: Partial<Expense>): Expense => ({
  id: 'e',
  rep_id: 1,
  rep_name: 'An',
  date: '2026-11-26',
  visit_id: null,
  category: 'mileage',
  currency: 'VND',
  amount_minor: 90_000,
  claimed_m: 30_000,
  day_claimed_m: 30_000,
  measured_m: 28_000,
  claim: 'within',
  photos: [],
  note: null,
  state: 'submitted',
  approved_minor: null,
  reason: null,
  decided_by: null,
  paid_by: null,
  version: 1,
  ...over,
});

describe('what can be decided about an expense', () => {
  it('goes from who decides to who pays', () => {
    expect(expenseDeeds(expense({}), decides)).toEqual(['approve', 'reject']);
    expect(expenseDeeds(expense({}), counts)).toEqual([]);
    expect(expenseDeeds(expense({ state: 'approved' }), counts)).toEqual(['pay']);
    expect(expenseDeeds(expense({ state: 'approved' }), decides)).toEqual(['reject']);
    expect(expenseDeeds(expense({ state: 'paid' }), all)).toEqual([]);
  });
  it('says why where less is paid, or more than was driven', () => {
    expect(needsWhy(expense({}), 'approve', 90_000)).toBe(false);
    expect(needsWhy(expense({}), 'approve', 80_000)).toBe(true);
    expect(needsWhy(expense({ claim: 'over' }), 'approve', 90_000)).toBe(true);
    expect(needsWhy(expense({}), 'reject', 0)).toBe(true);
    expect(needsWhy(expense({ claim: 'over' }), 'pay', 0)).toBe(false);
  });
});
