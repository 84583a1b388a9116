import { describe, expect, it } from 'vitest';
import { whenOf } from '../src/catalogue/suppliers';
import { differs, placeBody, placeDraft, type StockLocation, urgency } from '../src/stock/stock';
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

describe('a place that is written', () => {
  const was: StockLocation = {
    id: 3,
    code: 'VAN-1',
    name: 'Van',
    kind: 'van',
    partner_code: null,
    rep_code: 'R1',
    rep_name: 'Lan',
    outlet_code: null,
    is_default: false,
    active: true,
    version: 2,
  };
  it('says kind, code and rep once: they never change', () => {
    expect(placeBody({ ...placeDraft(was), name: ' Van 2 ', active: false }, was)).toEqual({
      name: 'Van 2',
      active: false,
    });
    const fresh = { ...placeDraft(undefined), kind: 'van' as const, code: ' V2 ', name: 'V', rep: 'R2' };
    expect(placeBody(fresh, undefined)).toEqual({
      kind: 'van',
      code: 'V2',
      name: 'V',
      active: true,
      rep_code: 'R2',
    });
  });
  it('of a warehouse may be the company’s own', () => {
    const fresh = { ...placeDraft(undefined), code: 'K', name: 'Kho', isDefault: true };
    expect(placeBody(fresh, undefined)).toMatchObject({ partner_code: null, is_default: true });
  });
});

describe('a supplier', () => {
  const of = (from: string | null, to: string | null) => ({
    partner_id: 1,
    partner_code: 'N',
    partner_name: 'NPP',
    from,
    to,
  });
  it('is today’s on its first and its last day', () => {
    expect(whenOf(of('2026-11-26', null), '2026-11-26')).toBe('now');
    expect(whenOf(of(null, '2026-11-26'), '2026-11-26')).toBe('now');
    expect(whenOf(of(null, '2026-11-25'), '2026-11-26')).toBe('past');
    expect(whenOf(of('2026-11-27', null), '2026-11-26')).toBe('to_come');
  });
});
