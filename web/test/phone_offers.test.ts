// An offer from the phone: what is sent, how it stands between what the server knows and what only this phone does, and
// what the customer's answer is sent as.
import { describe, expect, it } from 'vitest';
import type { OutboxItem } from '../src/m/phone';
import type { PhoneQuotation } from '../src/m/protocol';
import { acceptBody, endFault, isOpen, offers, usualEnd } from '../src/m/visit/offers';
import { EMPTY, kindOf, orderBody, withQuantity } from '../src/m/visit/order_draft';
import { sentOrders } from '../src/m/visit/sent_orders';

const TODAY = '2026-11-28';
const draft = { ...withQuantity(EMPTY, 'TEA', 'case', 2000), valid_to: '2026-12-12' };
const promised = { total_minor: 900, book_at: '2026-11-28T01:00:00.000Z' };
const made: OutboxItem = {
  id: 'q',
  kind: 'quotation',
  at: Date.parse('2026-11-28T03:00:00Z'),
  visit_id: 'v',
  outlet_id: 7,
  body: orderBody(draft, 7, promised),
  state: 'waiting',
  code: null,
  detail: null,
  status: null,
};
const synced: PhoneQuotation = {
  quotation: 'q',
  outlet_id: 7,
  customer_id: 1,
  valid_to: '2026-12-12',
  total_minor: 900,
  note: null,
  quoted_at: '2026-11-28T03:00:00Z',
  cash: false,
  lines: [{ product_code: 'TEA', unit: 'case', quantity: '2' }],
};
const told = (item: OutboxItem, status: string, detail: { [key: string]: unknown }): OutboxItem => ({
  ...item,
  state: 'sent',
  status: { kind: item.kind, id: item.id, status, detail },
});
const answer = (kind: string, some: Partial<OutboxItem> = {}): OutboxItem => ({
  ...made,
  id: 'a',
  kind,
  body: { quotation: 'q' },
  ...some,
});

describe('what is typed', () => {
  it('is an offer where it has a last day, else an order', () => {
    expect([kindOf(draft), kindOf(EMPTY), kindOf({ ...EMPTY, changes: 'o' })]).toEqual([
      'quotation',
      'order',
      'order_change',
    ]);
    expect(made.body).toEqual({
      outlet: 7,
      lines: [{ product_code: 'TEA', unit: 'case', quantity: '2' }],
      cash: false,
      valid_to: '2026-12-12',
      ...promised,
    });
    expect(orderBody(EMPTY, 7, null)).not.toHaveProperty('valid_to');
  });
  it('stands for two weeks, from today to a year on', () => {
    expect(usualEnd(TODAY)).toBe('2026-12-12');
    expect(
      ['', '2026-11-27', TODAY, '2027-11-28', '2027-11-29'].map((date) => endFault(date, TODAY)),
    ).toEqual(['required', 'out_of_range', null, null, 'out_of_range']);
  });
});

describe('an offer', () => {
  const state = (outbox: OutboxItem[], known: PhoneQuotation[] = [], today = TODAY) =>
    offers(outbox, known, today).map((offer) => [offer.state, isOpen(offer)]);
  it('is one, whether the phone or the server or both know of it', () => {
    const all = [offers([made], [], TODAY), offers([], [synced], TODAY), offers([made], [synced], TODAY)];
    for (const [offer, ...more] of all) {
      expect(more).toEqual([]);
      expect(offer).toMatchObject({
        id: 'q',
        outlet_id: 7,
        lines: [{ code: 'TEA', unit: 'case', milli: 2000 }],
        valid_to: '2026-12-12',
        total_minor: 900,
      });
    }
  });
  it('may be answered before it was sent, and until its last day', () => {
    expect(state([made])).toEqual([['waiting', true]]);
    expect(state([{ ...made, state: 'sent' }])).toEqual([['sent', true]]);
    expect(state([told(made, 'applied', { state: 'open' })])).toEqual([['open', true]]);
    expect(state([], [synced], '2026-12-12')).toEqual([['open', true]]);
    expect(state([made], [synced], '2026-12-13')).toEqual([['expired', false]]);
  });
  it('is what the customer’s answer makes of it, by this phone or by a desk', () => {
    expect(state([answer('order'), made])).toEqual([['ordered', false]]);
    expect(offers([answer('order'), made], [], TODAY)[0]!.order_id).toBe('a');
    expect(state([answer('quotation_decline'), made], [synced])).toEqual([['declined', false]]);
    expect(state([told(made, 'applied', { state: 'ordered', order: 'o' })])).toEqual([['ordered', false]]);
  });
  it('is open again where the answer was not taken, and says why', () => {
    const late = told(answer('order'), 'invalid', {
      code: 'invalid_body',
      errors: [{ pointer: '/lines', code: 'not_as_quoted' }],
    });
    expect(state([late, made], [synced])).toEqual([['open', true]]);
    expect(offers([late, made], [synced], TODAY)[0]!.answer_refused).toBe(late);
  });
  it('that was refused was none', () => {
    const refused = told(made, 'invalid', {
      code: 'invalid_body',
      errors: [{ pointer: '/total_minor', code: 'price_differs' }],
    });
    expect(state([refused])).toEqual([['refused', false]]);
  });
  it('becomes an order of the same, at its price', () => {
    expect(acceptBody(offers([], [synced], TODAY)[0]!)).toEqual({
      quotation: 'q',
      outlet: 7,
      lines: synced.lines,
      cash: false,
      total_minor: 900,
    });
  });
});

it('lets the order of an offer wait for it, unless that was refused', () => {
  const order = told(answer('order'), 'invalid', { code: 'unknown_quotation', waits_for: 'q' });
  expect(sentOrders([order, made], [])[0]).toMatchObject({ state: 'waiting', refused: null });
  const refused = told(made, 'invalid', { code: 'invalid_body' });
  expect(sentOrders([order, refused], [])[0]!.state).toBe('refused');
});
