// What the steps of a visit make of what is typed, and what they make of the server's word.
import { describe, expect, it } from 'vitest';
import type { OutboxItem } from '../src/m/phone';
import type { Debt, PastOrder, PhoneForm } from '../src/m/protocol';
import { mayCall } from '../src/m/visit/calling';
import {
  collectionBody,
  faultsOf as collectionFaults,
  EMPTY as NO_MONEY,
  shares,
} from '../src/m/visit/collection';
import {
  competitorBody,
  faultsOf as competitorFaults,
  EMPTY as NOTHING_SEEN,
} from '../src/m/visit/competitor';
import { creditOf } from '../src/m/visit/credit_of';
import { openTasks } from '../src/m/visit/due';
import { matches } from '../src/m/visit/find_goods';
import {
  faultOf,
  formBody,
  faultsOf as formFaults,
  type Question,
  signedMilli,
} from '../src/m/visit/form_answers';
import { minorTyped, typedMinor } from '../src/m/visit/money_typed';
import { decimal, EMPTY, milliTyped, withAtLeast, withQuantity } from '../src/m/visit/order_draft';
import { faultsOf, recordState } from '../src/m/visit/record_state';
import { mayCancel, mayChange, sentOrders, unsentMinor } from '../src/m/visit/sent_orders';
import { metresTyped, EMPTY as NOT_SPENT, spentBody, faultsOf as spentFaults } from '../src/m/visit/spent';
import { countBody, EMPTY as NOT_COUNTED, withCounted, withOut } from '../src/m/visit/stock_count';
import { returnable, returnBody, faultsOf as returnFaults } from '../src/m/visit/taking_back';
import { stateOf } from '../src/m/visit/visit_steps';

const item = (kind: string, some: Partial<OutboxItem> = {}): OutboxItem => ({
  id: 'i',
  kind,
  at: 0,
  visit_id: 'v',
  outlet_id: 7,
  body: {},
  state: 'sent',
  code: null,
  detail: null,
  status: null,
  ...some,
});
const told = (kind: string, status: string, detail: { [key: string]: unknown } = {}) => ({
  status: { kind, id: 'i', status, detail },
});

describe('a quantity', () => {
  it('is typed with comma or point, up to three places, and sent as the protocol has it', () => {
    expect(['2', '2,5', '0.125', '1.2345', '-1', 'x', ''].map(milliTyped)).toEqual([
      2000,
      2500,
      125,
      null,
      null,
      null,
      null,
    ]);
    expect([2000, 2500, 125, 1010].map(decimal)).toEqual(['2', '2.5', '0.125', '1.01']);
  });
  it('of none takes the line out, and of what is asked for twice is not doubled', () => {
    const two = withQuantity(EMPTY, 'A', 'case', 2000);
    expect(withQuantity(two, 'A', 'case', 0).lines).toEqual([]);
    expect(
      withAtLeast(withAtLeast(two, [{ code: 'A', unit: 'case', milli: 3000 }]), two.lines).lines,
    ).toEqual([{ code: 'A', unit: 'case', milli: 3000 }]);
  });
});

it('finds products without diacritics, in any order of words', () => {
  expect(matches('do tra', 'Trà xanh không độ 455 ml', 'SP-001')).toBe(true);
  expect(matches('sp-001', 'Trà xanh', 'SP-001')).toBe(true);
  expect(matches('bia', 'Trà xanh', 'SP-001')).toBe(false);
});

describe('an amount', () => {
  it('is read as people write it', () => {
    expect(
      ['1.500.000', '1,500,000', '1 500 000', '1500000', '12đ', ''].map((text) => minorTyped(text, 0)),
    ).toEqual([1_500_000, 1_500_000, 1_500_000, 1_500_000, null, null]);
    expect(['12.34', '1.234,5', '1,234', '7'].map((text) => minorTyped(text, 2))).toEqual([
      1234, 123_450, 123_400, 700,
    ]);
    expect(typedMinor(1234, 2)).toBe('12.34');
  });
});

describe('money taken', () => {
  const open = [
    { id: 'b', due: '2026-12-05', open_minor: 300 },
    { id: 'a', due: '2026-12-01', open_minor: 200 },
  ];
  it('settles what was picked, the first due first, and the rest stays on account', () => {
    expect(shares(450, open)).toEqual([
      { invoice_id: 'a', minor: 200 },
      { invoice_id: 'b', minor: 250 },
    ]);
    expect(shares(100, open)).toEqual([{ invoice_id: 'a', minor: 100 }]);
    expect(
      collectionBody({ ...NO_MONEY, amount: '600', method: 'cash', invoices: ['a'] }, 7, open, 0),
    ).toEqual({
      outlet: 7,
      amount_minor: 600,
      method: 'cash',
      invoices: [{ invoice_id: 'a', minor: 200 }],
    });
  });
  it('needs an amount and how it was paid', () => {
    expect(collectionFaults(NO_MONEY, 0)).toEqual({ amount: 'required', method: 'required' });
    expect(collectionFaults({ ...NO_MONEY, amount: '0', method: 'cash' }, 0)).toEqual({
      amount: 'out_of_range',
    });
    expect(collectionFaults({ ...NO_MONEY, amount: 'x', method: 'cash' }, 0)).toEqual({ amount: 'invalid' });
  });
});

it('knows what a customer may still take, and since when something is overdue', () => {
  const debt: Debt[] = [
    {
      customer_id: 1,
      partner_id: 9,
      limit_minor: 1000,
      ledger_minor: 700,
      open_orders_minor: 400,
      invoices: [
        { id: 'x', number: 'X', order_id: null, due: '2026-11-20', open_minor: 300 },
        { id: 'y', number: 'Y', order_id: null, due: '2026-12-20', open_minor: 400 },
      ],
    },
  ];
  expect(creditOf(debt, 1, 9, '2026-11-27')).toMatchObject({
    left_minor: -100,
    overdue: { minor: 300, since: '2026-11-20' },
  });
  expect(creditOf(debt, 1, 8, '2026-11-27')).toBeNull();
  expect(creditOf(debt, null, 9, '2026-11-27')).toBeNull();
});

describe('a count', () => {
  it('says none of what is gone, and nothing of what nobody looked at', () => {
    const some = withOut(withCounted(NOT_COUNTED, 'A', 'case', 1500), 'B', true);
    expect(countBody({ ...some, lots: { A: { batch: ' L1 ', expiry: '2027-01-15' } } }, 7)).toEqual({
      outlet: 7,
      lines: [
        { product_code: 'A', unit: 'case', quantity: '1.5', batch: 'L1', expiry: '2027-01-15' },
        { product_code: 'B', out_of_stock: true },
      ],
    });
  });
  it('never says of a product that it is there and gone', () => {
    const gone = withOut(withCounted(NOT_COUNTED, 'A', 'case', 1000), 'A', true);
    expect(gone).toMatchObject({ lines: [], out: ['A'] });
    expect(withCounted(gone, 'A', 'case', 0)).toMatchObject({ lines: [{ milli: 0 }], out: [] });
  });
});

describe('a form', () => {
  const text = { en: '?' };
  const questions: Question[] = [
    { code: 'q', text, asks: { type: 'yes_no' }, required: true },
    {
      code: 'p',
      text,
      level: 'product',
      asks: { type: 'number', min_milli: 0, max_milli: 5000 },
      required: true,
    },
    { code: 'w', text, asks: { type: 'photo', most: 2 } },
  ];
  it('wants every required answer, of a product-level question that of every product', () => {
    const faults = formFaults(questions, { q: false, 'p A': '6', w: ['1', '2', '3'] }, ['A', 'B']);
    expect(Object.fromEntries(faults)).toEqual({ 'p A': 'out_of_range', 'p B': 'required', w: 'too_much' });
    expect(formFaults(questions, { q: false, 'p A': '1,5', 'p B': '0' }, ['A', 'B']).size).toBe(0);
  });
  it('sends what was answered, as the server reads it', () => {
    const form = { code: 'F', version: 3, questions } as unknown as PhoneForm;
    expect(formBody(form, { q: true, 'p A': ' 1,5 ', w: [] }, ['A'], 7)).toEqual({
      outlet: 7,
      form_code: 'F',
      form_version: 3,
      answers: [
        { question: 'q', value: true },
        { question: 'p', product: 'A', value: '1.5' },
      ],
    });
  });
  it('reads each kind of answer as the server does', () => {
    const options = [
      { code: 'a', text },
      { code: 'b', text },
    ];
    expect(faultOf({ type: 'choice', options }, ['a', 'b'])).toBe('invalid');
    expect(faultOf({ type: 'choice', options, many: true }, ['a', 'b'])).toBeNull();
    expect(faultOf({ type: 'choice', options }, ['c'])).toBe('unknown_option');
    expect(faultOf({ type: 'text', max_length: 2 }, ' đủ ')).toBeNull();
    expect(faultOf({ type: 'text', max_length: 2 }, 'abc')).toBe('too_long');
    expect(faultOf({ type: 'date' }, '2026-13-01')).toBe('invalid');
    expect(faultOf({ type: 'photo' }, ['1'])).toBeNull();
    expect(['-1,5', '2', '1e3', ''].map(signedMilli)).toEqual([-1500, 2000, null, null]);
  });
});

describe('what was seen and spent', () => {
  it('needs the brand, and numbers that are numbers', () => {
    expect(competitorFaults({ ...NOTHING_SEEN, price: 'x', facings: '1.5' }, 0)).toEqual({
      brand: 'required',
      price: 'invalid',
      facings: 'invalid',
    });
    expect(
      JSON.parse(JSON.stringify(competitorBody({ ...NOTHING_SEEN, brand: ' B ', price: '9.500' }, 7, 0))),
    ).toEqual({
      outlet: 7,
      brand: 'B',
      price_minor: 9500,
    });
  });
  it('claims kilometres in metres, and anything else in money', () => {
    expect(spentFaults(NOT_SPENT, 0)).toEqual({ category: 'required' });
    expect(spentFaults({ ...NOT_SPENT, category: 'mileage', kilometres: '2001' }, 0)).toEqual({
      much: 'out_of_range',
    });
    expect(spentBody({ ...NOT_SPENT, category: 'mileage', kilometres: '12,345', amount: '5' }, 0)).toEqual({
      category: 'mileage',
      claimed_m: 12_345,
    });
    expect(metresTyped('1.2345')).toBeNull();
    expect(spentBody({ ...NOT_SPENT, category: 'fuel', amount: '50.000', photos: ['s'] }, 0)).toEqual({
      category: 'fuel',
      amount_minor: 50_000,
      photos: ['s'],
    });
  });
});

describe('goods that come back', () => {
  const order = {
    id: 'o',
    lines: [
      { line: 1, product_code: 'A', unit: 'case', delivered_milli: 3000, returned_milli: 1000 },
      { line: 2, product_code: 'B', unit: 'case', delivered_milli: 0, returned_milli: 0 },
    ],
  } as unknown as PastOrder;
  it('are at most what was delivered and is not back yet', () => {
    expect(returnable(order)).toEqual([{ line: 1, product_code: 'A', unit: 'case', most_milli: 2000 }]);
    expect(returnFaults({ order: 'o', lines: { 1: 3000 }, reason: '' }, order)).toEqual({
      nothing: false,
      over: [1],
      reason: true,
    });
    expect(returnBody({ order: 'o', lines: { 1: 2000, 2: 0 }, reason: ' old ' })).toEqual({
      order: 'o',
      lines: [{ line: 1, quantity_milli: 2000 }],
      reason: 'old',
    });
  });
});

describe('how far a record is', () => {
  it('is the server’s word, where it has spoken', () => {
    expect(recordState(item('audit', { state: 'waiting' }))).toBe('waiting');
    expect(recordState(item('audit'))).toBe('sent');
    expect(recordState(item('audit', told('audit', 'applied')))).toBe('done');
    expect(recordState(item('photo', told('photo', 'invalid', { code: 'unknown_blob' })))).toBe('waits');
    const refused = item(
      'audit',
      told('audit', 'invalid', { code: 'invalid_body', errors: [{ pointer: '/a', code: 'required' }] }),
    );
    expect(recordState(refused)).toBe('refused');
    expect(faultsOf(refused)).toEqual([{ pointer: '/a', code: 'required' }]);
    expect(faultsOf(item('audit', { state: 'refused', code: 'too_old' }))).toEqual([
      { pointer: '', code: 'too_old' },
    ]);
  });
  it('is done where what was refused was done again', () => {
    const refused = item('audit', { state: 'refused' });
    const done = item('audit', told('audit', 'applied'));
    expect(stateOf([done, refused])).toBe('done');
    expect(stateOf([refused, done])).toBe('refused');
    expect(stateOf([])).toBe('open');
  });
});

describe('orders that were sent', () => {
  const lines = [{ product_code: 'A', unit: 'case', quantity: '2' }];
  const order = item('order', { id: 'o', body: { outlet: 7, lines, total_minor: 100 } });
  it('stand as the last change that was taken', () => {
    const change = item('order_change', {
      id: 'c',
      body: { order: 'o', lines: [{ ...lines[0]!, quantity: '5' }], total_minor: 250 },
    });
    const held = {
      ...order,
      ...told('order', 'applied', { state: 'held', holds: ['credit'], total_minor: 100 }),
    };
    const [waits] = sentOrders([{ ...change, state: 'waiting' }, held], []);
    expect(waits).toMatchObject({ state: 'waiting', promised_minor: 250, lines: [{ milli: 5000 }] });
    const refused = { ...change, ...told('order_change', 'invalid', { code: 'wrong_state' }) };
    expect(sentOrders([refused, held], [])[0]).toMatchObject({
      state: 'held',
      holds: ['credit'],
      promised_minor: 100,
      total_minor: 100,
      change_refused: { id: 'c' },
    });
  });
  it('are called off at once, and count as owed until they are known', () => {
    const waiting = { ...order, state: 'waiting' as const };
    expect(unsentMinor(sentOrders([waiting], []), [7])).toBe(100);
    const cancel = item('order_cancel', { id: 'x', state: 'waiting', body: { order: 'o' } });
    const all = sentOrders([cancel, waiting], []);
    expect(all[0]!.state).toBe('cancelled');
    expect(unsentMinor(all, [7])).toBe(0);
  });
  it('may be changed until confirmed, and called off until they are on the way', () => {
    expect(['waiting', 'submitted', 'held', 'confirmed', 'dispatched'].map(mayChange)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(['held', 'confirmed', 'allocated', 'dispatched', 'cancelled'].map(mayCancel)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

it('hides a task that was said to be done, unless the server refused that', () => {
  const task = { task: 't', outlet_id: 7, customer_id: null } as never;
  const done = item('task', { body: { task: 't', state: 'done' } });
  expect(openTasks([task], [done], 7, null)).toEqual([]);
  expect(openTasks([task], [{ ...done, state: 'refused' }], 7, null)).toHaveLength(1);
  expect(openTasks([task], [], 8, null)).toEqual([]);
});

it('calls nobody who does not want to be called', () => {
  const contacts = [{ phone: '0912 345 678', opted_out: ['call'] }];
  expect(mayCall('0912345678', contacts)).toBe(false);
  expect(mayCall('0900000000', contacts)).toBe(true);
  expect(mayCall(null, [])).toBe(false);
});
