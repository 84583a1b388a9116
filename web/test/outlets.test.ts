import { describe, expect, it } from 'vitest';
import { around } from '../src/outlets/Desk';
import { approval } from '../src/outlets/requests';
import { sketch } from '../src/outlets/sketch';

describe('the sketch', () => {
  it('has north up, east right, and fits all with what is about them', () => {
    const here = { lat: 21.03, lng: 105.85 };
    const there = { lat: 21.031, lng: 105.851 };
    const { at, scale } = sketch([here, there], 320, 20, 40);
    expect(at(there).y).toBeLessThan(at(here).y);
    expect(at(there).x).toBeGreaterThan(at(here).x);
    expect(at(here).y + 40 * scale).toBeLessThanOrEqual(301);
    expect((at(here).y - at(there).y) / scale).toBeCloseTo(111.2, 0);
  });
  it('stands a single place in the middle, and none', () => {
    expect(sketch([{ lat: 1, lng: 2 }], 100, 10, 40).at({ lat: 1, lng: 2 })).toEqual({ x: 50, y: 50 });
    expect(sketch([], 100, 10, 40).scale).toBeGreaterThan(0);
  });
});

describe('the desk', () => {
  const rows = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
  it('looks at the first where nothing is chosen, and goes on to the next', () => {
    expect(around(rows, undefined)).toEqual({ focused: rows[0], next: rows[1] });
    expect(around(rows, 'b')).toEqual({ focused: rows[1], next: rows[2] });
  });
  it('steps back from the last, and has nowhere to go from the only one', () => {
    expect(around(rows, 'c').next).toBe(rows[1]);
    expect(around([rows[0]!], 'a').next).toBeUndefined();
    expect(around([], 'a').focused).toBeUndefined();
  });
});

it('an approval names route and customer only where they are wanted', () => {
  const place = { route: 7, pattern: 'F4', weekday: 'tue', customer: true } as const;
  expect(approval(place, 'fine')).toEqual({
    reason: 'fine',
    customer: {},
    route: { route_id: 7, pattern: 'F4', weekdays: ['tue'] },
  });
  expect(approval({ ...place, route: null, customer: false }, 'fine')).toEqual({ reason: 'fine' });
});
