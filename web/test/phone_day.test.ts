import { describe, expect, it } from 'vitest';
import * as day from '../src/m/engine/day';
import { exifOf, withExif } from '../src/m/engine/exif';
import { fromPin, isKept, metres, travelled } from '../src/m/engine/geo';
import { merge, mergeStatuses, NOTHING } from '../src/m/engine/merge';
import type { OutboxItem } from '../src/m/phone';
import type { Fix, SyncAnswer, SyncVisit, Welcome } from '../src/m/protocol';
import { found, nearestFirst, type StopNow, stopsNow } from '../src/m/today/stops';

const MIN = 60_000;
const blank = day.newDay('2026-11-27');
const at8 = Date.parse('2026-11-27T01:00:00Z');
const working = day.startSession(blank, 's', at8).day;
const visit = { id: 'v', outlet_id: 7, at: at8 + MIN, distance_m: 12 };

describe('the day of a rep', () => {
  it('goes from start to end with a mark for each act', () => {
    const rested = day.startBreak(working, 'b', at8 + MIN);
    expect(rested.marks).toEqual([{ type: 'break_start', id: 'b', at: at8 + MIN }]);
    const ended = day.endSession(rested.day, at8 + 2 * MIN);
    expect(ended.marks).toEqual([
      { type: 'break_end', id: 'b', at: at8 + 2 * MIN },
      { type: 'session_end', id: 's', at: at8 + 2 * MIN },
    ]);
    expect(ended.day).toMatchObject({ session: null, rest: null, visit: null });
  });
  it('does nothing twice', () => {
    expect(day.startSession(working, 't', at8).marks).toEqual([]);
    expect(day.endBreak(working, at8).marks).toEqual([]);
    expect(day.checkOut(working, at8, null).marks).toEqual([]);
  });
  it('starts work and ends a break for who calls on a customer', () => {
    const called = day.checkIn(blank, visit, null, 'new');
    expect(called.marks.map(({ type, id }) => [type, id])).toEqual([
      ['session_start', 'new'],
      ['check_in', 'v'],
    ]);
    const rested = day.startBreak(working, 'b', at8).day;
    expect(day.checkIn(rested, visit, null, 'new').marks.map(({ type }) => type)).toEqual([
      'break_end',
      'check_in',
    ]);
  });
  it('calls the open visit off under its own name', () => {
    const open = { ...working, visit };
    const said = { id: 'x', outlet: 7, reason: 'shop_closed', fix: null };
    const off = day.cancelVisit(open, said, at8);
    expect([off.marks[0]!.id, off.day.visit]).toEqual(['v', null]);
    expect(day.cancelVisit(working, { ...said, toDate: '2026-11-28' }, at8).marks[0]).toMatchObject({
      id: 'x',
      to_date: '2026-11-28',
    });
  });

  const welcome = (more: Partial<Welcome>) => ({ session: null, open_visit: null, ...more }) as Welcome;
  it('takes the server’s word where nothing is on its way from here', () => {
    expect(day.greeted(working, welcome({}), new Set()).session).toBeNull();
    expect(day.greeted(working, welcome({}), new Set(['session_start'])).session?.id).toBe('s');
    const theirs = welcome({ session: { id: 'other', at: '2026-11-27T00:00:00Z' } });
    expect(day.greeted(blank, theirs, new Set()).session?.id).toBe('other');
    // One that waits to be judged is not open there yet.
    const open = { ...working, visit };
    const same = { id: 's', at: '2026-11-27T01:00:00Z' };
    expect(day.greeted(open, welcome({ session: same }), new Set()).visit).toEqual(visit);
    expect(day.synced(open, [{ id: 'v', state: 'closed' } as SyncVisit]).visit).toBeNull();
    expect(day.synced(open, [{ id: 'v', state: 'open' } as SyncVisit]).visit).toEqual(visit);
  });

  it('tells a hole with its reason, and grows it until a fix comes', () => {
    expect(day.unseen(working, at8 + MIN, 'no_place').gaps).toEqual([]);
    const lost = day.unseen(working, at8 + 5 * MIN, 'no_place');
    const later = day.unseen(lost, at8 + 9 * MIN, 'background');
    expect(later.gaps).toEqual([{ from: at8, to: at8 + 9 * MIN, cause: 'background' }]);
    const back = day.seen(later, at8 + 12 * MIN, 'no_place', 100);
    expect(back.gaps).toEqual([{ from: at8, to: at8 + 12 * MIN, cause: 'background' }]);
    expect(back.travelled_m).toBe(100);
    expect(day.unseen(back, at8 + 13 * MIN, 'no_place').gaps).toHaveLength(1);
  });
  it('has no holes in a break, and begins anew on another date', () => {
    const rested = day.startBreak(working, 'b', at8).day;
    expect(day.unseen(rested, at8 + 60 * MIN, 'background').gaps).toEqual([]);
    const walked = { ...working, travelled_m: 5 };
    const night = day.onDate(walked, at8 + 8 * 60 * MIN, '2026-11-28');
    expect([night.travelled_m, night.session?.id]).toEqual([0, 's']);
    expect(day.onDate(walked, at8 + 20 * 60 * MIN, '2026-11-28').session).toBeNull();
  });
});

describe('the track', () => {
  const fix = (at: number, north_m = 0, accuracy_m = 10): Fix => ({
    at,
    lat: 21 + north_m / 111_195,
    lng: 105.8,
    accuracy_m,
  });
  const cadence = { ping_moving_s: 15, ping_still_s: 60 };
  it('keeps fixes often on the move, seldom at rest, never twice', () => {
    expect(isKept(null, fix(0), cadence)).toBe(true);
    expect(isKept(fix(0), fix(0, 500), cadence)).toBe(false);
    expect(isKept(fix(0), fix(10_000, 500), cadence)).toBe(false);
    expect(isKept(fix(0), fix(15_000, 500), cadence)).toBe(true);
    expect(isKept(fix(0), fix(15_000, 5), cadence)).toBe(false);
    expect(isKept(fix(0), fix(60_000, 5), cadence)).toBe(true);
  });
  it('measures the way without a tremble, and not over a hole', () => {
    expect(Math.round(travelled(fix(0), fix(15_000, 500)))).toBe(500);
    expect(travelled(fix(0), fix(15_000, 5))).toBe(0);
    expect(travelled(fix(0), fix(11 * MIN, 5_000))).toBe(0);
    expect(Math.round(metres({ lat: 21, lng: 105 }, { lat: 21, lng: 105.01 }) / 10)).toBe(104);
  });
  it('calls far only what is far whatever the error', () => {
    const pin = { lat: 21, lng: 105.8 };
    expect(fromPin(pin, 100, fix(0, 150, 60)).far).toBe(false);
    expect(fromPin(pin, 100, fix(0, 350, 60)).far).toBe(true);
  });
});

describe('what is synced', () => {
  const empty = { tombstones: [], orders: [], debt: [], suggested_orders: [], record_statuses: [] };
  const answer = (more: object) =>
    ({
      cursor: 'c',
      full: false,
      plan: { date: '2026-11-27', stops: [] },
      outlets: [],
      customers: [],
      visits: [],
      messages: [],
      ...empty,
      ...more,
    }) as unknown as SyncAnswer;
  it('is laid over what is known, twice as once', () => {
    const known = {
      ...NOTHING,
      outlets: [
        { id: 1, name: 'a' },
        { id: 2, name: 'b' },
      ] as never[],
    };
    const told = answer({
      outlets: [
        { id: 2, name: 'B' },
        { id: 3, name: 'c' },
      ],
      tombstones: [{ kind: 'outlet', id: 1 }],
      forms: [{ code: 'f' }],
    });
    const once = merge(known, told, at8);
    expect(once.outlets.map(({ name }) => name)).toEqual(['B', 'c']);
    expect(once.forms).toHaveLength(1);
    expect(merge(once, told, at8)).toEqual(once);
    expect(merge(once, answer({ forms: null }), at8).forms).toHaveLength(1);
  });
  it('begins anew with a whole answer, and forgets what is old', () => {
    const known = {
      ...NOTHING,
      outlets: [{ id: 1 }] as never[],
      visits: [{ id: 'v', started_at: '2026-11-01T00:00:00Z' }] as never[],
    };
    expect(merge(known, answer({}), at8).visits).toEqual([]);
    expect(merge(known, answer({ full: true }), at8).outlets).toEqual([]);
  });
  it('keeps statuses of what is shown', () => {
    const status = (id: string, word: string) => ({ kind: 'note', id, status: word });
    const first = mergeStatuses({}, [status('a', 'received'), status('z', 'received')], new Set(['a']));
    expect(mergeStatuses(first, [status('a', 'applied')], new Set(['a']))).toEqual({
      a: status('a', 'applied'),
    });
  });
});

describe('stops and outlets', () => {
  const stop = (outlet_id: number) => ({
    sequence: outlet_id,
    outlet_id,
    outlet_code: '',
    outlet_name: '',
    lat: 21,
    lng: 105.8,
  });
  const said = (kind: string, outlet_id: number, more: Partial<OutboxItem> = {}): OutboxItem => ({
    id: `${kind} ${outlet_id}`,
    kind,
    at: at8,
    visit_id: null,
    outlet_id,
    body: {},
    state: 'sent',
    code: null,
    detail: null,
    status: null,
    ...more,
  });
  const data = { ...NOTHING, plan: { date: '2026-11-27', stops: [1, 2, 3, 4, 5].map(stop) as never[] } };
  const states = (outbox: OutboxItem[], visits: object[] = []) =>
    stopsNow(
      { ...data, visits: visits as SyncVisit[] },
      outbox,
      { ...visit, outlet_id: 5 },
      null,
      () => true,
    ).map(({ state }) => state);
  it('stand as they were judged, or as was said here', () => {
    expect(
      states(
        [
          said('stop_missed', 3),
          said('visit_cancel', 2, { body: { to_date: '2026-11-28' } }),
          said('check_in', 4),
        ],
        [{ id: 'x', outlet_id: 1, date: '2026-11-27', state: 'closed', started_at: '2026-11-27T02:00:00Z' }],
      ),
    ).toEqual(['completed', 'rescheduled', 'missed', 'completed', 'in_progress']);
  });
  it('let the newest word count, and a visit over any', () => {
    expect(states([said('visit_cancel', 1), said('stop_missed', 1)])[0]).toBe('cancelled');
    expect(states([said('check_in', 1), said('stop_missed', 1)])[0]).toBe('completed');
    expect(states([said('stop_missed', 1, { state: 'refused' })])[0]).toBe('planned');
  });
  it('come by their distance where a rep asks, what is done last', () => {
    const at = (
      outlet_id: number,
      distance_m: number | null,
      state: StopNow['state'] = 'planned',
    ): StopNow => ({
      stop: stop(outlet_id) as never,
      state,
      at: null,
      distance_m,
    });
    const ids = nearestFirst([at(1, 900), at(2, null), at(3, 5, 'completed'), at(4, 20)]).map(
      (s) => s.stop.outlet_id,
    );
    expect(ids).toEqual([4, 1, 2, 3]);
  });
  it('are found without marks', () => {
    const outlet = (name: string, address: string | null = null) =>
      ({ name, code: 'HN-1', address }) as never;
    const outlets = [outlet('Nhà thuốc Đức Đạt'), outlet('Tạp hoá Loan', '12 Nguyễn Trãi')];
    expect(found(outlets, 'duc dat')).toHaveLength(1);
    expect(found(outlets, 'nguyen loan')).toHaveLength(1);
    expect(found(outlets, '  ')).toEqual([]);
  });
});

describe('a camera’s words', () => {
  it('go with the smaller copy, which stands upright', () => {
    const tiff = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0];
    const body = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
    const segment = [0xff, 0xe1, 0, body.length + 2, ...body];
    const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, ...segment, 0xff, 0xda, 0, 2]);
    const words = exifOf(jpeg)!;
    expect([...words.subarray(0, 10)]).toEqual(segment.slice(0, 10));
    expect(words[10 + 8 + 2 + 8]).toBe(1);
    expect(withExif(new Uint8Array([0xff, 0xd8, 9]), words).size).toBe(3 + words.length);
    expect(exifOf(new Uint8Array([1, 2, 3]))).toBeNull();
  });
});
