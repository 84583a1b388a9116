import { describe, expect, it } from 'vitest';
import type { Product } from '../src/catalogue/types';
import { type SuggestedOrder, suggestedLines } from '../src/orders/suggestions';
import { postBody } from '../src/stock/stock';

const tea = {
  id: 1,
  code: 'TEA',
  name: 'Trà',
  units: { piece: 1, carton: 6 },
  active: true,
} as unknown as Product;
const line = { key: 0, product: tea, unit: 'carton', milli: 2000 };

describe('an order that need not be typed', () => {
  it('has what is needed, and nothing that the catalogue does not have', () => {
    const lines = [
      { product_code: 'TEA', unit: 'carton', quantity: 2 },
      { product_code: 'TEA', unit: 'carton', quantity: 0 },
      { product_code: 'GONE', unit: 'piece', quantity: 5 },
      { product_code: 'TEA', unit: 'barrel', quantity: 5 },
    ];
    expect(suggestedLines({ lines } as unknown as SuggestedOrder, [tea])).toEqual([line]);
    expect(suggestedLines({ lines: [] } as unknown as SuggestedOrder, [tea])).toMatchObject([
      { product: null },
    ]);
  });
});

describe('goods moved from the page', () => {
  const typed = { id: 'i', place: 'WH', other: 'VAN', reason: ' broken ', lines: [line] };
  it('names where they come from and go to', () => {
    const lines = [{ product_code: 'TEA', unit: 'carton', quantity_milli: 2000 }];
    expect(postBody({ ...typed, act: 'transfer' })).toEqual({
      id: 'i',
      kind: 'transfer',
      from_code: 'WH',
      to_code: 'VAN',
      reason: 'broken',
      lines,
    });
    expect(postBody({ ...typed, act: 'more' })).toMatchObject({ kind: 'adjustment', to_code: 'WH' });
    expect(postBody({ ...typed, act: 'more' }).from_code).toBeUndefined();
    expect(postBody({ ...typed, act: 'less' })).toMatchObject({ kind: 'adjustment', from_code: 'WH' });
    expect(postBody({ ...typed, act: 'less' }).to_code).toBeUndefined();
  });
});
