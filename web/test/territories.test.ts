import { describe, expect, it } from 'vitest';
import { balance, membership, sharedWith, sumsOf } from '../src/territories/balance';
import { cutBy, drawnGround, editOf, nextCode } from '../src/territories/edit';
import { placeIn } from '../src/territories/faults';
import { around, given } from '../src/territories/give';
import { areaOf, common, disc, holds, hull, joined, without } from '../src/territories/ground';
import { type Pattern, visitsDue } from '../src/territories/pattern';
import type { Ground, Place, Polygon } from '../src/territories/types';

const box = (west: number, south: number, east: number, north: number): Polygon => [
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ],
];
const ground = (id: number, ...polygons: Polygon[]): Ground => ({
  id,
  code: `T-${id}`,
  name: `T ${id}`,
  org_unit_id: 1,
  org_unit_code: 'U',
  rep_id: null,
  rep_code: null,
  rep_name: null,
  kind: 'polygons',
  area_m2: 0,
  version: 1,
  polygons,
  cells: null,
});
const place = (id: number, lng: number, lat: number): Place => ({
  id,
  code: `O${id}`,
  name: `Outlet ${id}`,
  class: 'A',
  channel: null,
  at: [lng, lat],
  rep_id: null,
  visits: 4,
  service_minutes: 15,
  value_minor: id === 1 ? 100 : null,
});

describe('how often a pattern is due in four weeks', () => {
  const cycle = (weeks: number, more: Partial<Pattern> = {}): Pattern => ({
    calendar: { kind: 'cycle', weeks, anchor: '2024-01-01' },
    ...more,
  });
  const due = (pattern: Pattern) => visitsDue(pattern, '2026-11-26');
  it('counts weekdays of the weeks of its cycle', () => {
    expect(due(cycle(1, { weekdays: [1, 2, 3, 4, 5, 6] }))).toBe(24);
    expect(due(cycle(2, { weeks: [1], weekdays: [4] }))).toBe(2);
    expect(due(cycle(4, { weeks: [3], weekdays: [1] }))).toBe(1);
  });
  it('knows odd weeks, weeks of the month, dates and intervals', () => {
    expect(due({ calendar: { kind: 'iso_parity' }, weeks: [1], weekdays: [2] })).toBe(2);
    expect(due({ calendar: { kind: 'month' }, weeks: [1], weekdays: [1] })).toBe(1);
    expect(due({ calendar: { kind: 'dates', dates: ['2026-12-01', '2027-02-01'] } })).toBe(1);
    expect(due({ calendar: { kind: 'interval', from: '2026-11-20', min_days: 7, max_days: 9 } })).toBe(4);
  });
  it('ends where it does not hold any more', () => {
    expect(due(cycle(1, { weekdays: [1], valid_to: '2026-12-01' }))).toBe(1);
    expect(due(cycle(1, { weekdays: [1], valid_from: '2026-12-20' }))).toBe(1);
  });
});

describe('ground', () => {
  it('holds what is in it, not what is in its holes', () => {
    const ring = box(0, 0, 1, 1)[0]!;
    const hole = box(0.4, 0.4, 0.6, 0.6)[0]!;
    const has = holds([[ring, hole]]);
    expect([has([0.1, 0.1]), has([0.5, 0.5]), has([2, 0.5])]).toEqual([true, false, false]);
  });
  it('is joined, cut and held in common', () => {
    const [a, b] = [box(0, 0, 0.02, 0.02), box(0.01, 0, 0.03, 0.02)];
    expect(joined([a, b])).toHaveLength(1);
    expect(areaOf(joined([a, b])) / areaOf([a])).toBeCloseTo(1.5, 3);
    expect(areaOf(common([a], [b])) / areaOf([a])).toBeCloseTo(0.5, 3);
    expect(areaOf(without([a], [b])) / areaOf([a])).toBeCloseTo(0.5, 3);
    expect(without([a], [])).toEqual([a]);
  });
  it('of a line that crosses itself is both of its loops', () => {
    const eight: Polygon = [
      [
        [0, 0],
        [0.02, 0.02],
        [0.02, 0],
        [0, 0.02],
        [0, 0],
      ],
    ];
    expect(joined([eight])).toHaveLength(2);
  });
  it('round places encloses them', () => {
    const places = [
      [105.8, 21],
      [105.82, 21],
      [105.81, 21.02],
    ] as const;
    const has = holds([hull(places, 60)!]);
    for (const at of places) expect(has(at)).toBe(true);
    expect(areaOf([disc([105.8, 21], 50)])).toBeGreaterThan(6_000);
    expect(hull([], 60)).toBeNull();
  });
});

describe('what territories come to', () => {
  const places = [place(1, 0.005, 0.005), place(2, 0.015, 0.005), place(3, 0.5, 0.5)];
  const grounds = [ground(1, box(0, 0, 0.02, 0.01)), ground(2, box(0.01, 0, 0.03, 0.01))];
  it('is counted in both where two hold an outlet', () => {
    const held = membership(places, grounds);
    expect([...held]).toEqual([
      [1, [1]],
      [2, [1, 2]],
    ]);
    const sums = balance(places, held);
    expect(sums.get(1)).toEqual({ outlets: 2, visits: 8, minutes: 120, value_minor: 100, valued: 1 });
    expect(sums.get(2)?.outlets).toBe(1);
    expect(sharedWith(1, held, grounds.slice(1))).toEqual([{ code: 'T-2', count: 1 }]);
    expect(sharedWith(2, new Map(), grounds)).toEqual([]);
    expect(sumsOf([])).toEqual({ outlets: 0, visits: 0, minutes: 0, value_minor: 0, valued: 0 });
  });

  it('changes hands without a pointer: one gets the ground, others lose it', () => {
    const held = membership(places, grounds);
    const after = given([places[2]!], 2, grounds, held, places);
    expect(after.map((one) => one.id)).toEqual([2]);
    expect([...membership(places, after)]).toEqual([
      [2, [2]],
      [3, [2]],
    ]);
    const out = given([places[1]!], null, grounds, held, places);
    expect(out.map((one) => one.id)).toEqual([1, 2]);
    expect([...membership(places, out)]).toEqual([[1, [1]]]);
  });

  it('is drawn round outlets without what others have', () => {
    const fresh = around([places[1]!, places[2]!], [grounds[0]!]);
    expect([...membership(places, [{ id: 9, polygons: fresh }])]).toEqual([[3, [9]]]);
  });
});

describe('a territory that is drawn', () => {
  it('keeps its holes, and leaves to others what is theirs', () => {
    const ring = box(0, 0, 0.02, 0.02)[0]!;
    const hole = box(0.004, 0.004, 0.008, 0.008)[0]!;
    const edit = editOf(ground(1, [ring, hole]));
    expect(drawnGround(edit)[0]).toHaveLength(2);
    const cut = cutBy(edit, [ground(2, box(0.01, 0, 0.03, 0.02))]);
    expect(areaOf(drawnGround(cut)) / areaOf([[ring]])).toBeCloseTo(0.46, 2);
    expect(cut.begun).toBe(1);
  });
  it('has the next code', () => {
    expect(nextCode([])).toBe('T-1');
    expect(nextCode(['T-2', 'T-11', 'North'])).toBe('T-12');
  });
  it('is told where it crosses itself', () => {
    expect(placeIn('polygon 0, ring 0: crosses or touches itself at [105.85, 21.05]. Move …')).toEqual([
      105.85, 21.05,
    ]);
    expect(placeIn(undefined)).toBeNull();
  });
});
