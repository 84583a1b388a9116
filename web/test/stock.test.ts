import { describe, expect, it } from 'vitest';
import { urgency } from '../src/stock/stock';
import { differs, openStops, type Trip } from '../src/stock/trips';

describe('an expiry date', () => {
  it('is past, of this week, or later', () => {
    expect([-1, 0, 7, 8].map(urgency)).toEqual(['gone', 'week', 'week', 'later']);
  });
});

describe('a trip', () => {
  const trip = {
    stops: [{ state: 'open' }, { state: 'refused' }],
    goods: [{ product_id: 7, loaded_milli: 10_000, delivered_milli: 4_000 }],
  } as Trip;
  it('has stops that nobody told of', () => expect(openStops(trip)).toBe(1));
  it('brings back what was not delivered, unless somebody counts otherwise', () => {
    expect(differs(trip, {})).toBe(false);
    expect(differs(trip, { 7: 6_000 })).toBe(false);
    expect(differs(trip, { 7: 5_000 })).toBe(true);
  });
});
