import { describe, expect, it } from 'vitest';
import type { Order, OrderLine, Quotation } from '../src/api/trade';
import { newLine, notIn, oneMore, orderLines, priceLines, withProduct } from '../src/catalogue/lines';
import type { Product } from '../src/catalogue/types';
import { answersFor, expired, quotationsPath } from '../src/orders/quotations';
import {
  blank,
  lacks,
  orderBody,
  priceAsk,
  quotationBody,
  revisionBody,
  takenOf,
} from '../src/orders/taking';

const tea: Product = {
  id: 7,
  code: 'SP-001',
  name: 'Trà',
  active: true,
  version: 1,
  category_id: null,
  category: null,
  tax_bp: 800,
  units: { chai: 1, thùng: 24 },
};
const outlet = { id: 3, code: 'HN-1', name: 'Lan' };
const row = { key: 0, product: tea, unit: 'thùng', milli: 2_500 };
const whole = { ...blank(false), outlet, rep: 5, lines: [row, newLine(1)] };

describe('lines while they are typed', () => {
  it('get keys that no other has, even after one is gone', () => {
    expect(oneMore([]).map(({ key }) => key)).toEqual([0]);
    expect(oneMore([newLine(0), newLine(4)]).map(({ key }) => key)).toEqual([0, 4, 5]);
  });
  it('say which of what must be sold is not among them', () => {
    const must = [{ product_code: 'SP-001' }, { product_code: 'SP-002' }];
    expect(notIn(must, [newLine(0)])).toEqual(must);
    expect(notIn(must, whole.lines)).toEqual([{ product_code: 'SP-002' }]);
    expect(notIn(must, [{ ...row, milli: 0 }])).toEqual(must);
    expect(notIn(must, [{ ...newLine(0), unknown: 'SP-002' }])).toEqual([{ product_code: 'SP-001' }]);
  });
  it('take a product into the first that has none, else into one more', () => {
    const piece = { product: tea, unit: 'chai', milli: 1_000 };
    expect(withProduct([newLine(0)], tea)).toEqual([{ key: 0, ...piece }]);
    expect(withProduct([row], tea)).toEqual([row, { key: 1, ...piece }]);
    expect(withProduct(whole.lines, tea)).toEqual([row, { key: 1, ...piece }]);
  });
  it('are sent where they name a product', () => {
    expect(priceLines(whole.lines)).toEqual([
      { product_code: 'SP-001', unit: 'thùng', quantity_milli: 2_500 },
    ]);
    expect(orderLines(whole.lines)).toEqual([
      { product_code: 'SP-001', product_name: 'Trà', unit: 'thùng', quantity: '2.5' },
    ]);
  });
  it('say thousandths as a plain decimal', () => {
    const quantities = orderLines(
      [1, 1_001, 99_999_999_999_999].map((milli, key) => ({ ...row, key, milli })),
    );
    expect(quantities.map(({ quantity }) => quantity)).toEqual(['0.001', '1.001', '99999999999.999']);
  });
});

describe('an order taken at the desk', () => {
  it('lacks what is not chosen, at the fields of the server', () => {
    const pointers = (needs: { outlet: boolean; rep: boolean }) =>
      lacks(blank(false), needs).map(({ pointer }) => pointer);
    expect(pointers({ outlet: true, rep: true })).toEqual(['/outlet_id', '/rep_id', '/lines']);
    expect(pointers({ outlet: true, rep: false })).toEqual(['/outlet_id', '/lines']);
    expect(pointers({ outlet: false, rep: false })).toEqual(['/lines']);
    expect(lacks(whole, { outlet: true, rep: true })).toEqual([]);
  });
  it('is priced once it is whole', () => {
    expect(priceAsk(whole, '2026-11-26')).toEqual({
      outlet_id: 3,
      date: '2026-11-26',
      cash: false,
      lines: [{ product_code: 'SP-001', unit: 'thùng', quantity_milli: 2_500 }],
    });
    expect(priceAsk({ ...whole, outlet: null }, '2026-11-26')).toBeNull();
    expect(priceAsk({ ...whole, lines: [newLine(0)] }, '2026-11-26')).toBeNull();
    expect(priceAsk({ ...whole, lines: [{ ...row, milli: null }] }, '2026-11-26')).toBeNull();
  });
  it('is sent with its id, as a draft or not; a rep without a field is not named', () => {
    expect(orderBody('id', whole, true)).toEqual({
      id: 'id',
      rep_id: 5,
      outlet_id: 3,
      lines: orderLines(whole.lines),
      cash: false,
      note: undefined,
      draft: true,
    });
    expect(orderBody('id', { ...whole, rep: null }, false).rep_id).toBeUndefined();
  });
  it('is a quotation with its last day, where one is said', () => {
    expect(quotationBody('id', { ...whole, validTo: '2026-12-01' }).valid_to).toBe('2026-12-01');
    expect(quotationBody('id', whole).valid_to).toBeUndefined();
  });
});

describe('an order revised', () => {
  const line = (over: Partial<OrderLine>): OrderLine => ({
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
  const order = {
    rep_id: 5,
    outlet_id: 3,
    outlet_name: 'Lan',
    cash: true,
    note: 'gấp',
    lines: [
      line({}),
      line({ line: 2, quantity: '1', free: true }),
      line({ line: 3, product_code: 'GONE', product_name: 'Cũ', unit: 'hộp', quantity: '4.000' }),
    ],
  } as Order;

  it('starts with what is paid for; goods that schemes gave are not ordered', () => {
    const taken = takenOf(order, [tea]);
    expect(taken.lines).toEqual([
      { key: 0, product: tea, unknown: undefined, unit: 'thùng', milli: 2_500 },
      { key: 1, product: null, unknown: 'GONE', unit: 'hộp', milli: 4_000 },
    ]);
    expect([taken.rep, taken.cash, taken.note]).toEqual([5, true, 'gấp']);
  });
  it('keeps a product that the catalogue does not know, and can empty its note', () => {
    const body = revisionBody({ ...takenOf(order, [tea]), note: ' ' });
    expect(body.lines.map(({ product_code, quantity }) => [product_code, quantity])).toEqual([
      ['SP-001', '2.5'],
      ['GONE', '4'],
    ]);
    expect(body.note).toBe('');
  });
});

describe('a quotation', () => {
  const quotation = (over: Partial<Quotation>) =>
    ({ state: 'open', valid_to: '2026-11-26', ...over }) as Quotation;
  it('is good on its last day', () => {
    expect(expired(quotation({}), '2026-11-26')).toBe(false);
    expect(expired(quotation({}), '2026-11-27')).toBe(true);
    expect(expired(quotation({ state: 'ordered' }), '2026-11-27')).toBe(false);
  });
  it('is answered once, by who takes orders', () => {
    expect(answersFor(quotation({}), ['take_orders'], '2026-11-26')).toEqual(['accept', 'decline']);
    expect(answersFor(quotation({}), ['take_orders'], '2026-11-27')).toEqual(['decline']);
    expect(answersFor(quotation({ state: 'declined' }), ['take_orders'], '2026-11-26')).toEqual([]);
    expect(answersFor(quotation({}), ['confirm_orders'], '2026-11-26')).toEqual([]);
  });
  it('is listed by state and customer', () => {
    expect(quotationsPath({ offer: 'open', customer: 9 }, 'c')).toBe(
      'quotations?limit=100&state=open&customer_id=9&cursor=c',
    );
    expect(quotationsPath({ state: 'held', rep: 1 })).toBe('quotations?limit=100');
  });
});
