// What a count of the van is sent as, and what is read from the server's word about it.
import { describe, expect, it } from 'vitest';
import type { OutboxItem } from '../src/m/phone';
import { countedBefore, vanCounts } from '../src/m/van/van_counts';
import { countBody, EMPTY, withCounted, withOut } from '../src/m/visit/stock_count';

const body = countBody(withOut(withCounted(EMPTY, 'TEA', 'case', 2500), 'BEER', true), null);
const count = (some: Partial<OutboxItem> = {}): OutboxItem => ({
  id: 'c',
  kind: 'van_count',
  at: 7,
  visit_id: null,
  outlet_id: null,
  body,
  state: 'sent',
  code: null,
  detail: null,
  status: null,
  ...some,
});
const told = (status: string, detail: { [key: string]: unknown }) =>
  count({ status: { kind: 'van_count', id: 'c', status, detail } });

it('is of no outlet, and says none of what is gone', () => {
  expect(body).toEqual({
    lines: [
      { product_code: 'TEA', unit: 'case', quantity: '2.5' },
      { product_code: 'BEER', out_of_stock: true },
    ],
  });
});

describe('a count of the van', () => {
  it('waits, is kept, and then says how many products stand', () => {
    expect(vanCounts([count({ state: 'waiting' })])).toEqual([
      { id: 'c', at: 7, state: 'waiting', products: null, left_out: [], refused: [] },
    ]);
    expect(vanCounts([told('applied', { products: 2, errors: [] })])).toMatchObject([
      { state: 'done', products: 2, left_out: [] },
    ]);
    expect(vanCounts([count({ kind: 'stock_count' })])).toEqual([]);
  });
  it('names the products of the lines that were left out', () => {
    const errors = [{ pointer: '/lines/1/product_code', code: 'unknown_product' }];
    expect(vanCounts([told('applied', { products: 1, errors })])).toMatchObject([
      { state: 'done', products: 1, left_out: [{ code: 'BEER', fault: errors[0] }], refused: [] },
    ]);
  });
  it('is refused as a whole where there is no van, or its day is closed', () => {
    const refusal = (pointer: string, code: string) =>
      vanCounts([told('invalid', { code: 'invalid_body', errors: [{ pointer, code }] })]);
    expect(refusal('', 'no_van')).toMatchObject([
      { state: 'refused', refused: [{ code: 'no_van' }], left_out: [] },
    ]);
    expect(refusal('/date', 'day_closed')).toMatchObject([
      { state: 'refused', refused: [{ code: 'day_closed' }] },
    ]);
  });
});

it('remembers what was in the van before', () => {
  expect([...countedBefore([count(), count({ kind: 'stock_count', body: { lines: [{}] } })])]).toEqual([
    'TEA',
    'BEER',
  ]);
});
