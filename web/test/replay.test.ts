import { describe, expect, it } from 'vitest';
import type { RepDay } from '../src/api/types';
import { mercatorX, mercatorY } from '../src/map/geometry';
import { atOf, ticksOf, topSpeed, xOf } from '../src/replay/axis_draw';
import { advance, SPEEDS } from '../src/replay/clock';
import { happeningsOf } from '../src/replay/happenings';
import { type Interval, merged, without } from '../src/replay/intervals';
import { doingAt, extentOf, laneOf, movingOf, standstills, totalsAt } from '../src/replay/lane';
import { instantOf, replaySearch, repsOf } from '../src/replay/search';
import {
  indexAt,
  isSeen,
  metresAt,
  passNear,
  placeAt,
  speedsOf,
  type Trace,
  traceOf,
} from '../src/replay/trace';

/** The same numbers at every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const DAY = Date.parse('2026-11-25T00:00:00Z');
const iso = (minute: number) => new Date(DAY + minute * 60_000).toISOString();
const at = (minute: number) => DAY + minute * 60_000;

type Point = [minute: number, lng: number, lat: number];

/** Pieces of a track as the server answers them, with the holes between. */
function collection(pieces: readonly (readonly Point[])[]): GeoJSON.FeatureCollection {
  const features: GeoJSON.Feature[] = pieces.map((piece) => {
    // A line has two positions at least.
    const drawn = piece.length === 1 ? [piece[0]!, piece[0]!] : piece;
    return {
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: drawn.map(([, lng, lat]) => [lng, lat]) },
      properties: { kind: 'track', times: drawn.map(([minute]) => iso(minute)) },
    };
  });
  for (let i = 1; i < pieces.length; i++) {
    const [a, b] = [pieces[i - 1]!.at(-1)!, pieces[i]![0]!];
    features.push({
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: [a.slice(1), b.slice(1)] },
      properties: { kind: 'hole', from_at: iso(a[0]), to_at: iso(b[0]), distance_m: 1 },
    });
  }
  return { type: 'FeatureCollection', features };
}

/** Any track: one to five pieces of one to forty fixes, minutes apart, steps of some metres. */
function anyPieces(roll: () => number): Point[][] {
  let minute = 60 + roll() * 60;
  let lng = 105.8 + roll() * 0.1;
  let lat = 21 + roll() * 0.1;
  return Array.from({ length: 1 + Math.floor(roll() * 5) }, () => {
    minute += 31 + roll() * 60;
    return Array.from({ length: 1 + Math.floor(roll() * 40) }, () => {
      minute += 0.1 + roll() * 3;
      lng += (roll() - 0.5) * 0.004;
      lat += (roll() - 0.5) * 0.004;
      return [minute, lng, lat] as Point;
    });
  });
}

const traces = Array.from({ length: 30 }, (_, seed) => {
  const roll = dice(seed + 1);
  return { roll, trace: traceOf(collection(anyPieces(roll))) };
});

const spanOf = ({ at: times, size }: Trace) => [times[0]!, times[size - 1]!] as const;

describe('any track', () => {
  it('puts a rep within the step from fix to fix, and nowhere in a hole', () => {
    for (const { roll, trace } of traces) {
      const [from, to] = spanOf(trace);
      for (let n = 0; n < 60; n++) {
        const now = from + roll() * (to - from);
        const i = indexAt(trace, now);
        expect(trace.at[i]!).toBeLessThanOrEqual(now);
        if (i + 1 < trace.size) expect(trace.at[i + 1]!).toBeGreaterThan(now);
        const place = placeAt(trace, now);
        const isHole = i + 1 < trace.size && trace.begins[i + 1] === 1 && trace.at[i] !== now;
        expect(isSeen(place)).toBe(!isHole && !(i === trace.size - 1 && trace.at[i] !== now));
        if (!isSeen(place)) {
          expect(place).not.toHaveProperty('lng');
          continue;
        }
        const next = Math.min(i + 1, trace.size - 1);
        const within = (value: number, a: number, b: number) =>
          value >= Math.min(a, b) - 1e-12 && value <= Math.max(a, b) + 1e-12;
        if (trace.begins[next] && next !== i) continue;
        expect(within(place.lng, trace.lng[i]!, trace.lng[next]!)).toBe(true);
        expect(within(place.lat, trace.lat[i]!, trace.lat[next]!)).toBe(true);
      }
    }
  });

  it('is at each fix when the fix was made', () => {
    for (const { trace } of traces)
      for (let i = 0; i < trace.size; i++) {
        const place = placeAt(trace, trace.at[i]!);
        expect(isSeen(place) && [place.lng, place.lat]).toEqual([trace.lng[i], trace.lat[i]]);
      }
  });

  it('only ever gets longer, and not at all in a hole', () => {
    for (const { trace } of traces) {
      const [from, to] = spanOf(trace);
      let before = -1;
      for (let n = -1; n <= 101; n++) {
        const metres = metresAt(trace, from + (n / 100) * (to - from));
        expect(metres).toBeGreaterThanOrEqual(before);
        before = metres;
      }
      expect(before).toBe(trace.metres[trace.size - 1]);
      for (let i = 1; i < trace.size; i++)
        if (trace.begins[i])
          expect(metresAt(trace, trace.at[i]! - 1)).toBe(metresAt(trace, trace.at[i - 1]!));
    }
  });

  it('has no speed in a hole, and none below nothing elsewhere', () => {
    for (const { trace } of traces) {
      const [from, to] = spanOf(trace);
      const parts = 499;
      const speeds = speedsOf(trace, from - 1000, to + 1000, parts);
      for (const kmh of speeds) expect(Number.isNaN(kmh) || kmh >= 0).toBe(true);
      for (let i = 0; i < parts; i++) {
        const middle = from - 1000 + ((i + 0.5) / parts) * (to - from + 2000);
        if (placeAt(trace, middle).state === 'hole' && placeAt(trace, middle - 60_000).state === 'hole')
          if (placeAt(trace, middle + 60_000).state === 'hole') expect(speeds[i]).toBeNaN();
      }
    }
  });

  it('is found where it is touched', () => {
    for (const { roll, trace } of traces) {
      const i = Math.floor(roll() * trace.size);
      const pass = passNear(trace, trace.x[i]!, trace.y[i]!, 1e-7, trace.at[i]!);
      expect(pass?.at).toBeCloseTo(trace.at[i]!, -1);
      expect(passNear(trace, 0.1, 0.1, 1e-7, trace.at[i]!)).toBeNull();
    }
  });
});

describe('a track', () => {
  const trace = traceOf(
    collection([
      [
        [10, 105.8, 21],
        [20, 105.9, 21],
      ],
      [[70, 105.95, 21.05]],
    ]),
  );
  it('goes by time, not by fix', () => {
    const place = placeAt(trace, at(12.5));
    expect(isSeen(place) && place.lng).toBeCloseTo(105.825);
    expect(isSeen(place) && place.heading).toBeCloseTo(90);
  });
  it('tells what it does not know', () => {
    expect(placeAt(trace, at(9)).state).toBe('before');
    // Ten minutes and ten kilometres between two fixes.
    expect(placeAt(trace, at(15)).state).toBe('guess');
    expect(placeAt(trace, at(40))).toMatchObject({
      state: 'hole',
      since: at(20),
      until: at(70),
      lastLng: 105.9,
    });
    expect(placeAt(trace, at(71))).toMatchObject({ state: 'after', since: at(70) });
    expect(placeAt(traceOf(undefined), at(9)).state).toBe('none');
  });
  it('keeps a lone fix once, and drops what is out of order', () => {
    expect(trace.size).toBe(3);
    const twice = traceOf(collection([[[10, 105.8, 21]], [[10, 105.8, 21]]]));
    expect(twice.size).toBe(1);
  });
  it('prefers the pass that is nearer in time on a street that was driven twice', () => {
    const there = traceOf(
      collection([
        [
          [0, 105.8, 21],
          [10, 105.9, 21],
          [20, 105.8, 21],
        ],
      ]),
    );
    const [x, y] = [mercatorX(105.85), mercatorY(21)];
    expect(passNear(there, x, y, 1e-6, at(2))?.at).toBeCloseTo(at(5), -1);
    expect(passNear(there, x, y, 1e-6, at(18))?.at).toBeCloseTo(at(15), -1);
  });
});

describe('the clock', () => {
  const extent = { from: 0, to: 1_000_000 };
  it('runs in elapsed time at every speed', () => {
    for (const speed of SPEEDS) {
      expect(advance(5_000, 250, speed, extent, []).at).toBe(5_000 + 250 * speed);
      expect(advance(500_000, 250, -speed, extent, []).at).toBe(500_000 - 250 * speed);
    }
  });
  it('stops at the ends', () => {
    expect(advance(999_000, 500, 20, extent, [])).toMatchObject({ at: 1_000_000, ended: true });
    expect(advance(3_000, 500, -20, extent, [])).toMatchObject({ at: 0, ended: true });
  });
  it('plays a stand at once and tells it', () => {
    const stands = [{ from: 100_000, to: 700_000 }];
    expect(advance(90_000, 1_000, 20, extent, stands)).toEqual({
      at: 710_000,
      skipped: [{ from: 100_000, to: 700_000 }],
      ended: false,
    });
    expect(advance(400_000, 1_000, 20, extent, stands).skipped).toEqual([{ from: 400_000, to: 700_000 }]);
    expect(advance(710_000, 1_000, -20, extent, stands)).toMatchObject({ at: 90_000 });
  });
  it('never runs against its direction, skips nothing outside stands, and plays every moment between them', () => {
    const roll = dice(7);
    for (let n = 0; n < 2_000; n++) {
      const stands = merged(
        Array.from({ length: Math.floor(roll() * 6) }, () => {
          const from = roll() * 1_000_000;
          return { from, to: Math.min(extent.to, from + roll() * 200_000) };
        }),
      );
      const here = roll() * 1_000_000;
      const rate = (roll() < 0.5 ? -1 : 1) * SPEEDS[Math.floor(roll() * SPEEDS.length)]!;
      const elapsed = roll() * 250;
      const { at: then, skipped, ended } = advance(here, elapsed, rate, extent, stands);
      const way = Math.abs(then - here);
      const jumped = skipped.reduce((sum, { from, to }) => sum + to - from, 0);
      expect((then - here) * rate).toBeGreaterThanOrEqual(0);
      if (!ended) expect(way - jumped).toBeCloseTo(elapsed * Math.abs(rate), 3);
      for (const skip of skipped)
        expect(stands.some(({ from, to }) => from <= skip.from && skip.to <= to)).toBe(true);
    }
  });
});

describe('intervals', () => {
  it('are joined, and cut out of each other without a rest', () => {
    const roll = dice(11);
    const any = () =>
      Array.from({ length: Math.floor(roll() * 8) }, () => {
        const from = Math.floor(roll() * 100);
        return { from, to: from + Math.floor(roll() * 20) };
      });
    const holds = (list: readonly Interval[], t: number) => list.some(({ from, to }) => from <= t && t < to);
    for (let n = 0; n < 60; n++) {
      const [a, b] = [any(), any()];
      const [ma, mb] = [merged(a), merged(b)];
      const rest = without(ma, mb);
      for (let t = 0; t < 125; t++) {
        expect(holds(ma, t)).toBe(holds(a, t));
        expect(holds(rest, t)).toBe(holds(a, t) && !holds(b, t));
      }
    }
  });
});

const visit = (id: string, from: number, to: number | null, over: object = {}) => ({
  id,
  outlet: { id: 1, code: 'O1', name: 'Tạp hoá Hoa', lat: 21, lng: 105.8 },
  state: to === null ? 'open' : 'closed',
  check_in_at: iso(from),
  check_out_at: to === null ? null : iso(to),
  arrived_at: null,
  departed_at: null,
  dwell_s: 0,
  effective_overall: 'valid',
  ...over,
});

const dayOf = (over: object = {}): RepDay =>
  ({
    rep: { id: 12, code: 'R12', name: 'Lan', phone: null },
    date: '2026-11-25',
    plan: { frozen_at: null, stops: [{ sequence: 3, visit_id: 'a', lat: 21, lng: 105.8, said: null }] },
    visits: [visit('a', 60, 75)],
    sessions: [{ id: 's', started_at: iso(30), ended_at: iso(200) }],
    breaks: [{ started_at: iso(100), ended_at: iso(110) }],
    holes: [],
    stays: [
      { from_at: iso(58), to_at: iso(76) },
      { from_at: iso(90), to_at: iso(96) },
    ],
    spans: [
      { from_at: iso(30), to_at: iso(60), part: 'travel', visit_id: null },
      { from_at: iso(60), to_at: iso(75), part: 'in_store', visit_id: 'a' },
      { from_at: iso(75), to_at: iso(100), part: 'travel', visit_id: null },
      { from_at: iso(100), to_at: iso(110), part: 'break', visit_id: null },
      { from_at: iso(110), to_at: iso(150), part: 'unobserved', visit_id: null },
      { from_at: iso(150), to_at: iso(200), part: 'travel', visit_id: null },
    ],
    distance_m: 10_000,
    ...over,
  }) as unknown as RepDay;

const way = traceOf(
  collection([
    Array.from({ length: 80 }, (_, i) => [30 + i, 105.8 + i / 1000, 21] as Point),
    Array.from({ length: 51 }, (_, i) => [150 + i, 106 + i / 1000, 21] as Point),
  ]),
);

describe('a day on the clock', () => {
  const lane = laneOf(dayOf(), way, at(300));
  it('knows what the rep does at each instant', () => {
    const what = (minute: number) => doingAt(lane, at(minute)).what;
    expect([20, 40, 60, 74, 75, 92, 99, 105, 120, 160, 201].map(what)).toEqual([
      'not_started',
      'travel',
      'visit',
      'visit',
      'travel',
      'stop',
      'travel',
      'break',
      'unseen',
      'travel',
      'ended',
    ]);
    expect(doingAt(lane, at(61))).toMatchObject({ visit: { sequence: 3, state: 'visited' } });
    expect(
      doingAt(
        laneOf(dayOf({ visits: [], sessions: [], spans: [], stays: [], breaks: [] }), traceOf(undefined), 0),
        5,
      ),
    ).toEqual({
      what: 'nothing',
    });
  });
  it('sums up to the instant, and to the judged distance at the end', () => {
    expect(totalsAt(lane, at(20))).toEqual({ metres: 0, visits: 0, inStoreMs: 0 });
    expect(totalsAt(lane, at(65))).toMatchObject({ visits: 1, inStoreMs: 300_000 });
    expect(totalsAt(lane, at(250)).metres).toBeCloseTo(10_000);
    // Standing and out of sight add nothing.
    expect(totalsAt(lane, at(70)).metres).toBe(totalsAt(lane, at(61)).metres);
    expect(totalsAt(lane, at(140)).metres).toBe(totalsAt(lane, at(111)).metres);
    let before = 0;
    for (let minute = 0; minute < 250; minute++) {
      const { metres } = totalsAt(lane, at(minute));
      expect(metres).toBeGreaterThanOrEqual(before);
      before = metres;
    }
  });
  it('lists what happened by time, with the stop that nothing else explains, but not the way to a door', () => {
    expect(happeningsOf(lane).map(({ kind, at: time }) => [kind, (time - DAY) / 60_000])).toEqual([
      ['start', 30],
      ['visit', 60],
      ['stop', 90],
      ['break', 100],
      ['hole', 110],
      ['end', 200],
    ]);
  });
  it('runs an open visit up to now, and leaves a cancelled one out', () => {
    const open = laneOf(
      dayOf({ visits: [visit('a', 60, null), visit('b', 61, 62, { state: 'cancelled' })] }),
      way,
      at(300),
    );
    expect(open.visits).toMatchObject([{ id: 'a', to: at(300), open: true, state: 'in_progress' }]);
  });
  it('stands still only when nobody moves', () => {
    const other = laneOf(
      dayOf({
        spans: [{ from_at: iso(60), to_at: iso(70), part: 'travel', visit_id: null }],
        stays: [],
        visits: [],
        breaks: [],
      }),
      traceOf(undefined),
      at(300),
    );
    const extent = extentOf([lane])!;
    expect(extent).toEqual({ from: at(30), to: at(200) });
    const minutes = (list: readonly Interval[]) =>
      list.map(({ from, to }) => [(from - DAY) / 60_000, (to - DAY) / 60_000]);
    expect(minutes(movingOf(lane))).toEqual([
      [30, 58],
      [76, 90],
      [96, 100],
      [150, 200],
    ]);
    expect(minutes(standstills([lane], extent))).toEqual([
      [58, 76],
      [90, 96],
      [100, 150],
    ]);
    expect(minutes(standstills([lane, other], extent))[0]).toEqual([58, 60]);
  });
  it('has no extent where there is nothing', () => {
    expect(
      extentOf([laneOf(dayOf({ visits: [], sessions: [], spans: [] }), traceOf(undefined), 0)]),
    ).toBeNull();
  });
});

describe('the axis', () => {
  it('goes from time to pixel and back', () => {
    const extent = { from: at(30), to: at(630) };
    const roll = dice(3);
    for (let n = 0; n < 200; n++) {
      const time = extent.from + roll() * (extent.to - extent.from);
      expect(atOf(xOf(time, extent, 1180), extent, 1180)).toBeCloseTo(time, 0);
    }
    expect(atOf(-20, extent, 1180)).toBe(extent.from);
    expect(atOf(2_000, extent, 1180)).toBe(extent.to);
  });
  it('marks round times that do not touch', () => {
    const ticks = ticksOf({ from: at(31), to: at(631) }, 340, 56);
    expect(ticks.every((tick) => (tick - DAY) % 3_600_000 === 0)).toBe(true);
    expect(ticks.length).toBeGreaterThan(2);
  });
  it('cuts off a leap of the positions', () => {
    const speeds = new Float32Array(1_000).fill(25);
    speeds[7] = 400;
    expect(topSpeed([speeds])).toBe(40);
    expect(topSpeed([new Float32Array(5).fill(Number.NaN)])).toBe(20);
  });
});

describe('the address', () => {
  it('names reps once each, six at most', () => {
    expect(repsOf('12,15,12,x,-1,0')).toEqual([12, 15]);
    expect(repsOf(7)).toEqual([7]);
    expect(repsOf('1,2,3,4,5,6,7')).toHaveLength(6);
    expect(repsOf(undefined)).toEqual([]);
  });
  it('takes nothing that it does not know', () => {
    expect(
      replaySearch({
        reps: '12,15',
        date: '2026-11-25',
        t: '09:42',
        speed: 20,
        follow: 1,
        lead: 15,
        skip: 1,
      }),
    ).toEqual({
      reps: '12,15',
      date: '2026-11-25',
      t: '09:42',
      speed: 20,
      follow: 1,
      skip: 1,
      lead: 15,
      still: undefined,
    });
    expect(replaySearch({ reps: 'a', date: 'today', t: '25:00', speed: 3, lead: 9 })).toEqual({});
  });
  it('reads a time of day within a date of business that begins at four', () => {
    const zone = 'Asia/Ho_Chi_Minh';
    expect(new Date(instantOf('2026-11-25', '09:42:30', zone, 240)).toISOString()).toBe(
      '2026-11-25T02:42:30.000Z',
    );
    expect(new Date(instantOf('2026-11-25', '01:30', zone, 240)).toISOString()).toBe(
      '2026-11-25T18:30:00.000Z',
    );
  });
});
