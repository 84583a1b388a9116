import { describe, expect, it } from 'vitest';
import type { DayStop } from '../src/api/types';
import { metresBetween, type Ride, standing, turned, whereabouts } from '../src/demo_phone/ride';
import { beginsAt, nextStop, placed } from '../src/demo_phone/visitor';
import { orderOf, type PhoneState, stateOf } from '../src/demo_phone/words';

const SWORD_LAKE = { lat: 21.0287, lng: 105.8524 };
const north = (metres: number) => ({ lat: SWORD_LAKE.lat + metres / 111_195, lng: SWORD_LAKE.lng });
const T = 1_700_000_000_000;
const ride: Ride = { from: SWORD_LAKE, at: T, to: north(500), kmh: 36 };

describe('a ride', () => {
  it('goes ten metres a second at 36 km/h, and stays where it was going', () => {
    const after = whereabouts(ride, T + 20_000);
    expect(metresBetween(SWORD_LAKE, after.place)).toBeCloseTo(200, 3);
    expect(after).toMatchObject({ speed_mps: 10, bearing_deg: 0 });
    expect(after.left_m).toBeCloseTo(300, 3);
    const arrived = { place: north(500), speed_mps: 0, bearing_deg: null, left_m: 0 };
    expect(whereabouts(ride, T + 50_001)).toEqual(arrived);
    expect(whereabouts(ride, T + 3_600_000)).toEqual(arrived);
  });
  it('asks no clock to be even', () => {
    const twice = turned(turned(ride, T + 700, {}), T + 13_900, {});
    expect(metresBetween(whereabouts(twice, T + 20_000).place, north(200))).toBeLessThan(0.001);
    expect(whereabouts(ride, T - 5_000).place).toEqual(SWORD_LAKE);
  });
  it('knows where it is heading', () => {
    const heading = (lat: number, lng: number) =>
      whereabouts({ ...ride, to: { lat: SWORD_LAKE.lat + lat, lng: SWORD_LAKE.lng + lng } }, T).bearing_deg;
    expect(heading(0, 0.01)).toBeCloseTo(90, 1);
    expect(heading(-0.01, 0)).toBeCloseTo(180, 1);
    expect(heading(0, -0.01)).toBeCloseTo(270, 1);
  });
  it('turns and changes speed without a jump', () => {
    const east = { lat: SWORD_LAKE.lat, lng: SWORD_LAKE.lng + 0.01 };
    const other = turned(ride, T + 20_000, { to: east });
    expect(metresBetween(whereabouts(other, T + 20_000).place, north(200))).toBeLessThan(0.001);
    const slow = turned(ride, T + 20_000, { kmh: 3.6 });
    expect(metresBetween(whereabouts(slow, T + 30_000).place, north(210))).toBeLessThan(0.001);
  });
  it('goes nowhere again after it has arrived', () => {
    const later = turned(ride, T + 60_000, { kmh: 5 });
    expect(later.to).toBeNull();
    expect(whereabouts(later, T + 90_000).place).toEqual(north(500));
    expect(whereabouts(standing(SWORD_LAKE, 30, T), T + 9_000).place).toEqual(SWORD_LAKE);
  });
});

describe('what console and phone say to each other', () => {
  it('takes an order that is whole', () => {
    for (const order of [
      { kind: 'tick' },
      { kind: 'code', code: 'AAAAA-BBBBB' },
      { kind: 'stand', at: SWORD_LAKE },
      { kind: 'ride', to: SWORD_LAKE },
      { kind: 'speed', kmh: 5 },
      { kind: 'signal', on: false },
    ])
      expect(orderOf(order)).toEqual(order);
  });
  it('does not hear what is none', () => {
    for (const said of [
      null,
      'ride',
      {},
      { kind: 'fly', to: SWORD_LAKE },
      { kind: 'ride', to: { lat: '21', lng: 105 } },
      { kind: 'ride', to: { lat: 91, lng: 0 } },
      { kind: 'speed', kmh: 0 },
      { kind: 'speed', kmh: Number.NaN },
      { kind: 'signal' },
      { kind: 'code' },
    ])
      expect(orderOf(said)).toBeNull();
  });
  const state: PhoneState = {
    kind: 'state',
    rep: { id: 61, name: 'Trần Văn Thử' },
    working: true,
    wants_code: false,
    place: SWORD_LAKE,
    target: null,
    left_m: 0,
    kmh: 30,
    signal: true,
    link: 'online',
    waiting: 0,
    since: null,
  };
  it('takes a state of this version alone', () => {
    expect(stateOf(state)).toEqual(state);
    expect(stateOf({ ...state, rep: null, place: null, since: T })).not.toBeNull();
    expect(stateOf({ ...state, waiting: undefined })).toBeNull();
    expect(stateOf({ ...state, place: {} })).toBeNull();
    expect(stateOf({ kind: 'tick' })).toBeNull();
  });
});

describe('where a visitor begins', () => {
  const stop = (outlet_id: number, state: DayStop['state'], lat: number | null = 21) =>
    ({ outlet_id, state, lat, lng: lat === null ? null : 105.8 }) as DayStop;
  const stops = placed([stop(1, 'completed'), stop(2, 'planned', null), stop(3, 'planned')]);
  it('leads to the next stop that has a pin and no visit', () => {
    expect(nextStop(stops)?.outlet_id).toBe(3);
    expect(nextStop(placed([stop(1, 'completed')]))?.outlet_id).toBe(1);
    expect(nextStop([])).toBeUndefined();
  });
  it('is where the office saw the rep last, else a short way from there', () => {
    expect(beginsAt({ position: { lat: 20.9, lng: 105.7 } }, stops)).toEqual({ lat: 20.9, lng: 105.7 });
    const aside = beginsAt({ position: null }, stops)!;
    expect(metresBetween(aside, { lat: 21, lng: 105.8 })).toBeGreaterThan(150);
    expect(beginsAt(undefined, [])).toBeNull();
  });
});
