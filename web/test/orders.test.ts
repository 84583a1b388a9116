import { describe, expect, it } from 'vitest';
import type { CreditAccount, Order, OrderLine } from '../src/api/trade';
import type { Rights } from '../src/app/rights';
import { newId } from '../src/client/ids';
import {
  accountOf,
  actionsFor,
  creditFigures,
  daysBetween,
  listPath,
  mayRelease,
  outcome,
  returnable,
  toDeliver,
} from '../src/orders/orders';

const all: Rights = ['take_orders', 'confirm_orders', 'deliver_orders'];

const line = (over: Partial<OrderLine> = {}): OrderLine => ({
  line: 1,
  product_code: 'SP-001',
  product_name: 'Trà',
  quantity: '2.500',
  unit: 'thùng',
  unit_price_minor: 198_000,
  discount_minor: 0,
  tax_minor: 0,
  total_minor: 495_000,
  free: false,
  delivered_milli: 0,
  returned_milli: 0,
  invoiced_milli: 0,
  ...over,
});
const order = (over: Partial<Order> = {}): Order => ({
  id: 'o',
  rep_id: 1,
  rep_name: 'Rep',
  date: '2026-11-26',
  visit_id: null,
  outlet_id: 1,
  outlet_name: 'Lan',
  customer_id: 1,
  customer_name: 'Bà Lan',
  supplier_id: 1,
  source: 'phone',
  state: 'submitted',
  holds: [],
  revision: 1,
  cash: false,
  currency: 'VND',
  total_minor: 495_000,
  tax_minor: 0,
  live_minor: 495_000,
  delivered_minor: 0,
  invoiced_minor: 0,
  billing: 'not_billed',
  payment: 'unpaid',
  price_note: null,
  note: null,
  ordered_at: '2026-11-26T01:00:00Z',
  lines: [line()],
  version: 1,
  ...over,
});
const account = (over: Partial<CreditAccount> = {}): CreditAccount => ({
  id: 1,
  customer_id: 1,
  customer_code: 'C1',
  customer_name: 'Bà Lan',
  partner_id: 1,
  limit_minor: 1_000_000,
  terms_days: 15,
  overdue_days: 5,
  ledger_minor: 700_000,
  unbilled_minor: 0,
  unconfirmed_minor: 495_000,
  exposure_minor: 1_195_000,
  oldest_due: null,
  version: 1,
  ...over,
});

describe('what is asked for', () => {
  it('waits by itself, and names the state otherwise', () => {
    expect(listPath({})).toBe('orders?limit=100&state=submitted');
    expect(listPath({ show: 'held', hold: 'credit' })).toBe('orders?limit=100&state=held&hold=credit');
    expect(listPath({ show: 'all', state: 'closed', rep: 7, from: '2026-11-01' }, 'a+b')).toBe(
      'orders?limit=100&state=closed&rep_id=7&from=2026-11-01&cursor=a%2Bb',
    );
  });
  it('leaves out what a narrower choice left in the address', () => {
    expect(listPath({ hold: 'credit', state: 'closed' })).toBe('orders?limit=100&state=submitted');
  });
});

describe('what can be done', () => {
  it('fits the state, the usual next step first', () => {
    expect(actionsFor(order(), all)).toEqual(['confirm', 'revise', 'hold', 'reject', 'cancel']);
    expect(actionsFor(order({ state: 'confirmed' }), all)).toEqual([
      'allocate',
      'dispatch',
      'deliver',
      'cancel',
    ]);
    expect(actionsFor(order({ state: 'closed' }), all)).toEqual([]);
    expect(actionsFor(order({ state: 'closed', lines: [line({ delivered_milli: 2_500 })] }), all)).toEqual([
      'return',
    ]);
  });
  it('is not offered to who may not', () => {
    expect(actionsFor(order(), ['read_trade'])).toEqual([]);
    expect(actionsFor(order(), ['take_orders'])).toEqual(['revise', 'cancel']);
    expect(actionsFor(order(), ['deliver_orders'])).toEqual([]);
    expect(actionsFor(order({ state: 'held', holds: ['review'] }), ['confirm_orders'])).toEqual(['reject']);
  });
  it('credit and overdue are released by different people', () => {
    expect([mayRelease('credit', ['approve_credit']), mayRelease('overdue', ['approve_credit'])]).toEqual([
      true,
      false,
    ]);
    expect([mayRelease('credit', ['approve_overdue']), mayRelease('overdue', ['approve_overdue'])]).toEqual([
      false,
      true,
    ]);
    expect(mayRelease('price', ['confirm_orders'])).toBe(true);
  });
  it('delivers what is left and takes back what was delivered', () => {
    const part = line({ delivered_milli: 1_500, returned_milli: 400 });
    expect([toDeliver(part), returnable(part)]).toEqual([1_000, 1_100]);
  });
});

describe('a credit hold in figures', () => {
  it('counts the order once', () => {
    const figures = creditFigures(order({ state: 'held', holds: ['credit'] }), account());
    expect(figures).toEqual({ limit: 1_000_000, exposure: 700_000, order: 495_000, beyond: 195_000 });
  });
  it('has nothing too much where there is no limit', () => {
    expect(creditFigures(order(), account({ limit_minor: null })).beyond).toBe(0);
  });
  it('is of the account with the partner who supplies', () => {
    const accounts = [account({ id: 1, partner_id: null }), account({ id: 2, partner_id: 1 })];
    expect(accountOf(order(), accounts)?.id).toBe(2);
    expect(accountOf(order({ supplier_id: 9 }), accounts)).toBeUndefined();
  });
  it('counts days by the calendar', () => {
    expect(daysBetween('2026-10-30', '2026-11-02')).toBe(3);
  });
});

it('says what became of many', () => {
  const results = [
    { id: 'a', state: 'confirmed' as const, holds: [], error: null },
    { id: 'b', state: 'held' as const, holds: ['credit' as const], error: null },
    { id: 'c', state: null, holds: [], error: 'wrong_state' as const },
  ];
  expect(outcome(results)).toEqual({ confirmed: 1, held: ['b'], failed: 1 });
});

it('makes ids of version 7 that sort by time', () => {
  const fixed = new Uint8Array(10).fill(0xff);
  const [early, late] = [newId(1_700_000_000_000, fixed), newId(1_700_000_000_001, fixed)];
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(early < late).toBe(true);
  expect(Number.parseInt(early.replace('-', '').slice(0, 12), 16)).toBe(1_700_000_000_000);
});
