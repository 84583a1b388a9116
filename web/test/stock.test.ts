import { describe, expect, it } from 'vitest';
import { differs, urgency } from '../src/stock/stock';
import { byUrgency, isShort, type Need, type SupplyOrder, soonest, together } from '../src/stock/supply';
import { dueBack, openStops, type Trip } from '../src/stock/trips';
import { countedWhole, differing, flowsOf, foundOf, type VanDay } from '../src/stock/vanDays';

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
    const due = trip.goods.map((goods) => ({ product_id: goods.product_id, milli: dueBack(goods) }));
    expect(differs(due, {})).toBe(false);
    expect(differs(due, { 7: 6_000 })).toBe(false);
    expect(differs(due, { 7: 5_000 })).toBe(true);
  });
});

describe('a day of a van', () => {
  const line = {
    product_id: 1,
    loaded_milli: 5_000,
    returned_milli: 0,
    corrected_milli: 0,
    unloaded_milli: 0,
    sold_milli: 2_000,
    delivered_milli: 0,
    expected_milli: 3_000,
    counted_milli: null,
    difference_milli: null,
  };
  const day = (state: VanDay['state'], ...lines: object[]) => ({ state, lines }) as VanDay;
  it('shows only what happened', () => expect(flowsOf(day('open', line))).toEqual(['loaded', 'sold']));
  it('is closed once everything was counted that should be there', () => {
    expect(countedWhole(day('counted', line))).toBe(false);
    const counted = { ...line, counted_milli: 2_000, difference_milli: -1_000 };
    expect(countedWhole(day('counted', counted, { ...line, expected_milli: 0 }))).toBe(true);
    expect(countedWhole(day('closed', counted))).toBe(false);
    expect(differing(day('counted', counted, line))).toEqual([counted]);
  });
  it('is counted from what should be there', () => {
    expect(foundOf(line as VanDay['lines'][number])).toBe(3_000);
    expect(foundOf({ ...line, expected_milli: -1 } as VanDay['lines'][number])).toBe(0);
  });
});

describe('the needs of a warehouse', () => {
  const need = {
    cover_days: 7,
    lead_days: 1,
    lines: [{ days_of_cover: 9 }, { days_of_cover: null }],
  } as Need;
  it('are those of what runs out first', () => {
    expect(soonest(need)).toBe(9);
    expect(soonest({ ...need, lines: [] })).toBeNull();
    expect(byUrgency([{ ...need, lines: [] }, need])[0]).toBe(need);
    expect(need.lines.map((line) => isShort(need, line))).toEqual([false, false]);
    expect(isShort({ ...need, cover_days: 9 }, need.lines[0] as Need['lines'][number])).toBe(true);
  });
  it('share a source with others that wait for it', () => {
    const order = (id: string, from_id: number | null, state: string) =>
      ({ id, from_id, state }) as SupplyOrder;
    const all = [
      order('a', 1, 'submitted'),
      order('b', 1, 'submitted'),
      order('c', 2, 'submitted'),
      order('d', 1, 'shipped'),
    ];
    expect(together(all, order('a', 1, 'submitted')).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(together([order('x', null, 'submitted')], order('x', null, 'submitted'))).toEqual([]);
  });
});
