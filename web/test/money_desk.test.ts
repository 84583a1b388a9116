// What is entered at the desk of money, without a server.
import { describe, expect, it } from 'vitest';
import { Problem } from '../src/api/client';
import {
  accountBody,
  type BillDraft,
  type CollectionDraft,
  collectionBody,
  openingBody,
  orderBillBody,
} from '../src/money/desk';

const faults = (make: () => unknown): string[] => {
  try {
    make();
    return [];
  } catch (error) {
    return error instanceof Problem ? error.errors.map(({ pointer, code }) => `${pointer} ${code}`) : ['?'];
  }
};

const found = { id: 7, code: 'C7', name: 'Lan' };
const bill: BillDraft = { number: ' HD-1 ', date: '2026-11-26', due: '', total: 5_000 };
const taken: CollectionDraft = {
  outlet: found,
  rep: null,
  method: 'transfer',
  amount: 120_000,
  reference: ' FT26 ',
  note: '',
};

describe('what is missing', () => {
  it('is told at its field before anything is sent', () => {
    expect(faults(() => collectionBody('i', { ...taken, outlet: null, amount: null }))).toEqual([
      '/outlet_id required',
      '/amount_minor required',
    ]);
    expect(
      faults(() =>
        openingBody('i', { ...bill, number: ' ', total: null }, { customer_id: 1, partner_id: null }),
      ),
    ).toEqual(['/number required', '/total_minor required']);
    const blank = { customer: null, partner: null, limit_minor: null, terms_days: 0, overdue_days: null };
    expect(faults(() => accountBody(blank))).toEqual(['/customer_id required']);
  });
});

describe('what is sent', () => {
  it('of money that came to the company names no rep', () => {
    expect(collectionBody('i', taken)).toEqual({
      id: 'i',
      outlet_id: 7,
      rep_id: null,
      method: 'transfer',
      amount_minor: 120_000,
      reference: 'FT26',
      note: null,
    });
  });
  it('of what was owed before is in the account it is entered at', () => {
    expect(openingBody('i', bill, { customer_id: 7, partner_id: 3 })).toEqual({
      id: 'i',
      number: 'HD-1',
      date: '2026-11-26',
      due: null,
      total_minor: 5_000,
      customer_id: 7,
      partner_id: 3,
    });
  });
  it('of an order may leave the total to its lines', () => {
    expect(orderBillBody('i', { ...bill, total: null, due: '2026-12-26' }, 'o')).toMatchObject({
      order_id: 'o',
      total_minor: null,
      due: '2026-12-26',
    });
  });
});
