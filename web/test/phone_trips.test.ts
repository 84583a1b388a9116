// Trips as they stand between the office and this phone, and what is sent of a stop.
import { describe, expect, it } from 'vitest';
import type { OutboxItem } from '../src/m/phone';
import type { PhoneTrip } from '../src/m/protocol';
import { deliveryBody, EMPTY, faultsOf, isRight, type StopDraft } from '../src/m/trips/handing_over';
import { stopsToGo, trips } from '../src/m/trips/trips';

const stop = (some: Partial<PhoneTrip['stops'][number]>): PhoneTrip['stops'][number] => ({
  seq: 1,
  order_id: 'o',
  outlet_id: 7,
  outlet_name: 'Bà Tư',
  address: null,
  customer_name: 'Tư',
  state: 'open',
  order_state: 'dispatched',
  cash: false,
  total_minor: 900,
  delivered_minor: 0,
  reason: null,
  receiver: null,
  lines: [
    { line: 1, product_code: 'P1', unit: 'case', most_milli: 6000 },
    { line: 3, product_code: 'P3', unit: 'case', most_milli: 1500 },
  ],
  lat: 21.03,
  lng: null,
  ...some,
});
const trip = (stops: PhoneTrip['stops'], some: Partial<PhoneTrip> = {}): PhoneTrip => ({
  id: 't',
  date: '2026-11-28',
  state: 'out',
  vehicle: null,
  note: null,
  stops,
  goods: [],
  ...some,
});
const told = (body: object, some: Partial<OutboxItem> = {}): OutboxItem => ({
  id: 'd',
  kind: 'delivery',
  at: 0,
  visit_id: null,
  outlet_id: null,
  body: { order: 'o', ...body },
  state: 'waiting',
  code: null,
  detail: null,
  status: null,
  ...some,
});
const invalid = (code: string) => ({
  state: 'sent' as const,
  status: { kind: 'delivery', id: 'd', status: 'invalid', detail: { code } },
});
const only = (outbox: OutboxItem[], some: Partial<PhoneTrip['stops'][number]> = {}) =>
  trips([trip([stop(some)])], outbox)[0]!.stops[0]!;

describe('a stop', () => {
  it('is as it was told here, until the office has it', () => {
    expect(only([])).toMatchObject({ state: 'open', record: null });
    const said = told({ outcome: 'refused', reason: 'closed' });
    expect(only([said])).toMatchObject({ state: 'refused', reason: 'closed', record: 'waiting' });
    expect(only([said], { state: 'delivered', receiver: 'Tư' })).toMatchObject({
      state: 'delivered',
      receiver: 'Tư',
      reason: null,
      record: null,
    });
  });
  it('waits for the loading of its trip, and says so', () => {
    expect(only([told({ outcome: 'delivered', receiver: 'Tư' }, invalid('not_loaded'))])).toMatchObject({
      state: 'delivered',
      record: 'waits',
      why: [{ code: 'not_loaded' }],
    });
  });
  it('is open again where what was told was not taken, and the newest word counts', () => {
    const refused = told({ outcome: 'delivered', receiver: 'Tư' }, invalid('unknown_stop'));
    expect(only([refused])).toMatchObject({
      state: 'open',
      receiver: null,
      record: 'refused',
      why: [{ code: 'unknown_stop' }],
    });
    const anew = told({ outcome: 'refused', reason: 'closed' });
    expect(only([anew, refused])).toMatchObject({ state: 'refused', record: 'waiting', why: [] });
  });
  it('is where its pin is', () => {
    expect(only([]).pin).toBeNull();
    expect(only([], { lng: 105.8 }).pin).toEqual({ lat: 21.03, lng: 105.8 });
  });
});

it('is paid what was delivered, as soon as that is known', () => {
  expect(only([]).to_pay_minor).toBe(900);
  expect(only([told({ outcome: 'delivered', receiver: 'Tư' })]).to_pay_minor).toBe(900);
  expect(only([told({ outcome: 'partly', receiver: 'Tư' })]).to_pay_minor).toBeNull();
  expect(only([], { state: 'partly', delivered_minor: 300 }).to_pay_minor).toBe(300);
  expect(only([], { state: 'refused' }).to_pay_minor).toBeNull();
});

it('drives what is out first, stop by stop, and counts those to go until today', () => {
  const all = trips(
    [
      trip([stop({ seq: 1, order_id: 'later' })], { id: 'tomorrow', date: '2026-11-29', state: 'planned' }),
      trip([stop({ seq: 1, order_id: 'next' })], { id: 'today', state: 'planned' }),
      trip([stop({ seq: 2, order_id: 'b' }), stop({ seq: 1, order_id: 'a', state: 'delivered' })]),
    ],
    [],
  );
  expect(all.map(({ id }) => id)).toEqual(['t', 'today', 'tomorrow']);
  expect(all[0]!.stops.map(({ order_id }) => order_id)).toEqual(['a', 'b']);
  expect(stopsToGo(all, '2026-11-28')).toBe(2);
});

describe('what is told of a stop', () => {
  const { lines } = only([]);
  const draft = (some: Partial<StopDraft>): StopDraft => ({ ...EMPTY, ...some });
  it('needs who took goods, and why goods come back', () => {
    expect(faultsOf(EMPTY, lines)).toEqual({ outcome: true, over: [] });
    expect(faultsOf(draft({ outcome: 'delivered' }), lines)).toEqual({ receiver: true, over: [] });
    expect(faultsOf(draft({ outcome: 'refused', reason: ' ' }), lines)).toEqual({ reason: true, over: [] });
    expect(isRight(faultsOf(draft({ outcome: 'refused', reason: 'closed' }), lines))).toBe(true);
  });
  it('is neither all nor nothing where it is a part, and never more than there is', () => {
    const part = draft({ outcome: 'partly', receiver: 'Tư', reason: 'no room' });
    expect(faultsOf(part, lines).lines).toBe('all');
    expect(faultsOf({ ...part, lines: { 1: 0, 3: 0 } }, lines).lines).toBe('nothing');
    expect(faultsOf({ ...part, lines: { 1: 7000 } }, lines)).toEqual({ over: [1] });
    expect(isRight(faultsOf({ ...part, lines: { 1: 3000 } }, lines))).toBe(true);
  });
  it('is sent with what belongs to its outcome alone', () => {
    const all = { receiver: ' Tư ', reason: 'no room', note: ' ', photos: ['ab'], lines: { 1: 3000, 3: 0 } };
    expect(deliveryBody(draft({ ...all, outcome: 'delivered' }), 'o', lines)).toEqual({
      order: 'o',
      outcome: 'delivered',
      receiver: 'Tư',
      photo_sha256: 'ab',
    });
    expect(deliveryBody(draft({ ...all, outcome: 'partly', note: 'x' }), 'o', lines)).toEqual({
      order: 'o',
      outcome: 'partly',
      receiver: 'Tư',
      reason: 'no room',
      lines: [{ line: 1, quantity_milli: 3000 }],
      note: 'x',
      photo_sha256: 'ab',
    });
    expect(deliveryBody(draft({ ...all, outcome: 'refused', photos: [] }), 'o', lines)).toEqual({
      order: 'o',
      outcome: 'refused',
      reason: 'no room',
    });
  });
});
