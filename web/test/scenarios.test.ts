// What the page makes of scenarios and solutions, without a server.
import { describe, expect, it } from 'vitest';
import { Problem } from '../src/api/client';
import { codesByVisits, effects, setVisits } from '../src/scenarios/frequency';
import {
  applied,
  drop,
  EMPTY_HAND,
  give,
  givenOver,
  itemsOf,
  redo,
  refusal,
  stepsOf,
  undo,
} from '../src/scenarios/hand';
import { loads, spreadOf } from '../src/scenarios/load';
import { pairsOf } from '../src/scenarios/moves';
import {
  beatenBy,
  callsADay,
  change,
  changedSince,
  classesTyped,
  clockTyped,
  daysOf,
  metresADay,
  nameOf,
  neighbourDay,
  paired,
  patternOf,
  percentOf,
  permilleOf,
  publishedOver,
  readKey,
  shownOf,
  timeOf,
} from '../src/scenarios/plan';
import { marksOf, outletFeatures } from '../src/scenarios/plan_features';
import { scenarioSearch } from '../src/scenarios/scenarios';
import { signed, signedShare } from '../src/scenarios/signed';
import { sketchOf } from '../src/scenarios/sketch';
import type { Assignment, Call, OutletInput, RepFigures, Solution } from '../src/scenarios/types';

const rep = (id: number, more: Partial<RepFigures> = {}): RepFigures => ({
  rep_id: id,
  rep_code: `R${id}`,
  rep_name: `Rep ${id}`,
  home: null,
  outlets: 10,
  visits: 40,
  value_minor: 0,
  work_min: 600,
  days: 20,
  day_min_min: 20,
  day_mean_min: 30,
  day_max_min: 40,
  metres: 50_000,
  missing_visits: 0,
  got: 0,
  gave: 0,
  ...more,
});

const solution = (ordinal: number, aims: [variation: number, metres: number, moved: number]): Solution => ({
  scenario_id: 3,
  solution: ordinal,
  name: ['today', 'balanced', 'short', 'even', 'steady'][ordinal] ?? 'Mine',
  by_hand: ordinal >= 10,
  hash: 'ab',
  figures: {
    reps: [rep(1)],
    hours_variation_permille: aims[0],
    hours_max_by_mean_permille: 1_000,
    work_min: 600,
    metres: aims[1],
    visits: 40,
    moved_outlets: aims[2],
    moved_value_minor: 0,
    unserved_outlets: 0,
    missing_visits: 0,
    notes: [],
  },
  dominated: false,
  solved_at: '2026-11-26T10:00:00Z',
  took_ms: 10,
});

describe('bits of visits', () => {
  const bit = (week: number, weekday: number) => 1 << ((week - 1) * 7 + weekday - 1);
  it('name a week and a weekday each, Monday first', () => {
    expect(daysOf(bit(1, 1) | bit(4, 7))).toEqual([
      { week: 1, weekday: 1 },
      { week: 4, weekday: 7 },
    ]);
    expect(daysOf(0)).toEqual([]);
  });
  it('are said without weeks where it is every week', () => {
    const everyWeek = bit(1, 2) | bit(2, 2) | bit(3, 2) | bit(4, 2);
    expect(patternOf(everyWeek)).toEqual({ weekdays: [2], weeks: null });
    expect(patternOf(bit(1, 2) | bit(3, 2))).toEqual({ weekdays: [2], weeks: [1, 3] });
  });
});

describe('solutions', () => {
  it('are called by words where the page has them, by hand by their own name', () => {
    expect(nameOf({ by_hand: false, name: 'balanced' })).toBe('balanced');
    expect(nameOf({ by_hand: true, name: 'balanced' })).toBeNull();
    expect(nameOf({ by_hand: false, name: 'new kind' })).toBeNull();
  });
  it('are shown as asked for, else as in force, else the first searched', () => {
    const all = [solution(0, [9, 9, 0]), solution(1, [5, 5, 5]), solution(2, [6, 4, 5])];
    expect(shownOf(all, { published_solution: 2 }, 0)?.solution).toBe(0);
    expect(shownOf(all, { published_solution: 2 }, 7)?.solution).toBe(2);
    expect(shownOf(all, { published_solution: null }, undefined)?.solution).toBe(1);
    expect(shownOf(all.slice(0, 1), { published_solution: null }, undefined)?.solution).toBe(0);
    expect(shownOf([], { published_solution: null }, undefined)).toBeUndefined();
  });
  it('say which other one beats them, and in what', () => {
    const best = solution(1, [5, 50, 3]);
    const worse = solution(2, [5, 60, 4]);
    const apart = solution(3, [4, 90, 9]);
    const all = [best, worse, apart];
    expect(beatenBy(worse, all)).toEqual({ by: best, better: ['metres', 'moved'] });
    expect(beatenBy(best, all)).toBeUndefined();
    expect(beatenBy(apart, all)).toBeUndefined();
  });
  it('of two equal ones the later is beaten', () => {
    const [one, other] = [solution(1, [5, 5, 5]), solution(2, [5, 5, 5])];
    expect(beatenBy(one, [one, other])).toBeUndefined();
    expect(beatenBy(other, [one, other])).toEqual({ by: one, better: [] });
  });
});

describe('figures', () => {
  it('are of days with calls', () => {
    expect(metresADay(rep(1))).toBe(2_500);
    expect(callsADay(rep(1))).toBe(2);
    expect([metresADay(rep(1, { days: 0 })), callsADay(rep(1, { days: 0 }))]).toEqual([0, 0]);
  });
  it('are held against others where there is something to hold them against', () => {
    expect(change(200, 150)).toBe(-0.25);
    expect(change(0, 150)).toBeNull();
    const words = (ratio: number) => `${Math.round(ratio * 100)}%`;
    expect([-0.25, 0.1, 0.004, 0].map((by) => signedShare(by, words))).toEqual([
      '−25%',
      '+10%',
      '±0%',
      '±0%',
    ]);
    expect([38, -5, 0].map((by) => signed(by, String))).toEqual(['+38', '−5', '±0']);
  });
  it('of two solutions stand beside each other by rep, also where one lacks a rep', () => {
    const one = { ...solution(0, [0, 0, 0]).figures, reps: [rep(2), rep(1)] };
    const other = { ...one, reps: [rep(3), rep(2, { outlets: 12 })] };
    const pairs = paired(one, other);
    expect(pairs.map((pair) => [pair.code, pair.a?.outlets, pair.b?.outlets])).toEqual([
      ['R1', 10, undefined],
      ['R2', 10, 12],
      ['R3', undefined, 10],
    ]);
  });
});

describe('days', () => {
  it('have times that count on past midnight', () => {
    expect([0, 29_700, 86_400 + 59].map(timeOf)).toEqual(['00:00', '08:15', '24:00']);
  });
  it('follow each other over weeks', () => {
    const days = [
      { week: 2, weekday: 1 },
      { week: 1, weekday: 5 },
      { week: 1, weekday: 2 },
    ];
    expect(neighbourDay(days, { week: 1, weekday: 5 }, 1)).toEqual({ week: 2, weekday: 1 });
    expect(neighbourDay(days, { week: 1, weekday: 5 }, -1)).toEqual({ week: 1, weekday: 2 });
    expect(neighbourDay(days, { week: 1, weekday: 2 }, -1)).toBeUndefined();
    expect(neighbourDay(days, {}, 1)).toEqual({ week: 1, weekday: 2 });
    expect(neighbourDay(days, {}, -1)).toEqual({ week: 2, weekday: 1 });
  });
  const call = (lat: number | null, lng: number | null): Call => ({
    outlet_id: 1,
    outlet_code: 'A',
    outlet_name: 'A',
    address: null,
    lat,
    lng,
    arrive_s: 0,
    begin_s: 0,
    leave_s: 0,
  });
  it('are drawn north up within their square, from home and back', () => {
    const sketch = sketchOf(
      { calls: [call(21, 105), call(null, null), call(21.1, 105.2)] },
      [20.9, 105.1],
      300,
    );
    expect(sketch?.stops.map((stop) => stop.number)).toEqual([1, 3]);
    const [south, north] = sketch?.stops ?? [];
    expect(south!.y).toBeGreaterThan(north!.y);
    expect(south!.x).toBeLessThan(north!.x);
    for (const { x, y } of sketch?.line ?? []) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(300);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(300);
    }
    expect(sketch?.line[0]).toEqual(sketch?.line.at(-1));
    expect(sketch?.line).toHaveLength(4);
  });
  it('with one call stand in the middle, and without pins there is nothing to draw', () => {
    expect(sketchOf({ calls: [call(21, 105)] }, null, 300)?.stops).toEqual([{ x: 150, y: 150, number: 1 }]);
    expect(sketchOf({ calls: [call(null, null)] }, null, 300)).toBeNull();
  });
});

describe('what is typed', () => {
  it('is a share in percent, and stored in thousandths', () => {
    expect([permilleOf(12.5), permilleOf(null), permilleOf(0)]).toEqual([125, null, 0]);
    expect([percentOf(125), percentOf(null)]).toEqual([12.5, null]);
  });
  it('is a time of day in some ways', () => {
    expect(['8:30', '08h30', ' 17.45 ', '24:00', 'noon'].map(clockTyped)).toEqual([
      '08:30',
      '08:30',
      '17:45',
      '24:00',
      'noon',
    ]);
  });
  it('are classes with commas between, none meaning all', () => {
    expect(classesTyped(' A, B ,A,')).toEqual(['A', 'B']);
    expect(classesTyped(' , ')).toBeNull();
  });
});

describe('the address', () => {
  it('keeps what it knows and drops the rest', () => {
    expect(
      scenarioSearch({
        tab: 'days',
        solution: 0,
        rep: 4,
        week: 5,
        weekday: 7,
        a: '3:0',
        b: '3',
        from: 'now',
        q: 12,
      }),
    ).toEqual({ tab: 'days', solution: 0, rep: 4, weekday: 7, a: '3:0', q: '12' });
    expect(scenarioSearch({ tab: 'solutions', publish: 1 })).toEqual({ publish: 1 });
  });
  it('names two solutions', () => {
    expect(readKey('3:10')).toEqual({ scenario: 3, solution: 10 });
    expect([readKey(undefined), readKey('3:')]).toEqual([undefined, undefined]);
  });
});

describe('a refused roll back', () => {
  it('names the routes that were changed since, or what was published over it', () => {
    const refused = new Problem(409, 'changed_since', null, [
      { pointer: '/routes/HN-1', code: 'changed_since' },
      { pointer: '/routes/HN-2', code: 'changed_since' },
    ]);
    expect(changedSince(refused)).toEqual(['HN-1', 'HN-2']);
    expect(changedSince(new Problem(409, 'scenario_not_published'))).toEqual([]);
    const over = [
      { pointer: '/scenarios/12', code: 'published_over' },
      { pointer: '/else', code: 'published_over' },
    ];
    expect(publishedOver(new Problem(409, 'published_over', null, over))).toEqual([12]);
    expect(publishedOver(refused)).toEqual([]);
  });
});

describe('how often outlets are called at', () => {
  const input = (id: number, rep_id: number | null, visits: number): OutletInput => ({
    outlet_id: id,
    outlet_code: `O${id}`,
    outlet_name: `Outlet ${id}`,
    class: 'A',
    lat: 21,
    lng: 105.8,
    rep_id,
    rep_code: rep_id === null ? null : `R${rep_id}`,
    locked: false,
    visits,
    service_minutes: 15,
    window: null,
    value_minor: 0,
  });
  const inputs = [input(1, 1, 4), input(2, 1, 8), input(3, 2, 4)];
  it('has one code for each number of visits', () => {
    const meaning = { en: '', vi: '', zh: '' };
    const codes = ['F4', 'F2', 'F2-13'].map((code) => ({ code, visits: Number(code[1]), meaning }));
    expect(codesByVisits(codes).map((one) => one.code)).toEqual(['F2', 'F4']);
  });
  it('is set for many in one step, which can be taken back', () => {
    const draft = setVisits(EMPTY_HAND, '1 1', inputs, 8);
    expect([...givenOver(draft, '1 1')]).toEqual([
      [1, 8],
      [3, 8],
    ]);
    expect([...givenOver(undo(draft), '1 1')]).toEqual([]);
    expect([...givenOver(setVisits(draft, '1 1', [inputs[0]!], 4), '1 1')]).toEqual([[3, 8]]);
  });
  it('is told for each rep before it is saved', () => {
    const set = givenOver(setVisits(EMPTY_HAND, '1 1', [inputs[0]!], 2), '1 1');
    expect(effects(inputs, set)).toEqual([
      {
        rep_id: 1,
        outlets: 1,
        before: { visits: 12, minutes: 180 },
        after: { visits: 10, minutes: 150 },
      },
    ]);
  });
});

describe('giving by hand', () => {
  const outlet = (id: number, from: number | null, now: number | null): Assignment => ({
    outlet_id: id,
    outlet_code: `O${id}`,
    outlet_name: `Outlet ${id}`,
    class: 'A',
    lat: 21 + id / 100,
    lng: 105.8,
    rep_id: now,
    rep_code: now === null ? null : `R${now}`,
    from_rep_id: from,
    from_rep_code: from === null ? null : `R${from}`,
    locked: false,
    why: from === now ? null : 'nearer',
    visits: 4,
    slots: 1,
    sequence: 1,
    unserved: null,
    missing_visits: 0,
    value_minor: 0,
  });
  const outlets = [outlet(1, 1, 1), outlet(2, 1, 2), outlet(3, null, 2)];
  const reps = [rep(1), rep(2)];
  it('lies over the solution, and only what is not as today is sent', () => {
    const hand = give(give(EMPTY_HAND, 'h', [outlets[0]!], 2), 'h', [outlets[1]!], 1);
    const now = applied(outlets, givenOver(hand, 'h'), reps);
    expect(now.map((one) => [one.rep_code, one.why])).toEqual([
      ['R2', 'by_hand'],
      ['R1', null],
      ['R2', 'nearer'],
    ]);
    expect(itemsOf(now)).toEqual([
      { outlet_id: 1, rep_id: 2 },
      { outlet_id: 3, rep_id: 2 },
    ]);
  });
  it('back to whose it is anyway is giving nothing', () => {
    const hand = give(give(EMPTY_HAND, 'h', [outlets[0]!], 2), 'h', [outlets[0]!], 1);
    expect([...givenOver(hand, 'h')]).toEqual([]);
    expect(give(EMPTY_HAND, 'h', [outlets[0]!], 1)).toBe(EMPTY_HAND);
  });

  it('goes back and on step by step, and over another solution means nothing', () => {
    const two = give(give(EMPTY_HAND, 'h', outlets, 2), 'h', [outlets[0]!], 1);
    const seen = (hand: typeof two) => [...givenOver(hand, 'h')];
    expect(seen(two)).toEqual([]);
    expect(seen(undo(two))).toEqual([[1, 2]]);
    expect(stepsOf(undo(two), 'h')).toEqual({ back: 1, on: 1 });
    expect(seen(undo(undo(undo(two))))).toEqual([]);
    expect(redo(undo(two))).toEqual(two);
    expect(seen(drop(undo(two), 'h'))).toEqual([]);
    expect(seen(undo(drop(undo(two), 'h')))).toEqual([[1, 2]]);
    expect([...givenOver(undo(two), 'other')]).toEqual([]);
    expect(give(undo(two), 'other', [outlets[0]!], 2).done).toHaveLength(1);
  });

  it('keeps what was given when the oldest steps become one', () => {
    let hand = EMPTY_HAND;
    for (let at = 0; at < 230; at++) hand = give(hand, 'h', [outlets[at % 2]!], 1 + (at % 3));
    const kept = givenOver(hand, 'h');
    expect(hand.done.length).toBeLessThanOrEqual(100);
    let all = EMPTY_HAND;
    for (const at of [227, 228, 229]) all = give(all, 'h', [outlets[at % 2]!], 1 + (at % 3));
    expect(kept.get(1)).toBe(givenOver(all, 'h').get(1));
  });

  it('refuses what the server would', () => {
    const classes = new Map([[2, ['B']]]);
    expect(refusal({ ...outlets[0]!, locked: true }, 2, new Map())).toBe('locked');
    expect(refusal({ ...outlets[0]!, locked: true }, 1, new Map())).toBeNull();
    expect(refusal(outlets[0]!, 2, classes)).toBe('no_skill');
    expect(refusal(outlets[0]!, 1, classes)).toBeNull();
  });

  it('names who gives how many to whom', () => {
    const moved = pairsOf([outlet(1, 1, 2), outlet(2, 1, 2), outlet(3, null, 1), outlet(4, 2, 2)]);
    expect(moved.map(({ from, to, outlets }) => [from, to, outlets.length])).toEqual([
      [1, 2, 2],
      [null, 1, 1],
    ]);
  });

  it('counts outlets and value, and estimates ways and hours by what was planned', () => {
    const own = [outlet(1, 1, 1), outlet(2, 1, 1), outlet(3, 1, 1), outlet(4, 2, 2), outlet(5, 2, 2)];
    const figures = [
      { ...rep(1), outlets: 3, metres: 12_000, work_min: 240, value_minor: 0 },
      { ...rep(2), outlets: 2, metres: 9_000, work_min: 160, value_minor: 0 },
    ];
    const service = new Map(own.map((one) => [one.outlet_id, 10]));
    const still = loads(figures, own, own, service);
    expect(still.get(1)?.after).toBe(still.get(1)?.before);
    const next = own.map((one) => (one.outlet_id === 3 ? { ...one, rep_id: 2 } : one));
    const moved = loads(figures, own, next, service);
    expect(moved.get(1)?.after.outlets).toBe(2);
    expect(moved.get(2)?.after.outlets).toBe(3);
    expect(moved.get(1)!.after.metres).toBeLessThan(12_000);
    expect(moved.get(2)!.after.metres).toBeGreaterThan(9_000);
    // 2 outlets x 4 visits x 10 minutes, and the travelled rest as its way shrank.
    expect(moved.get(1)!.after.minutes).toBe(80 + Math.round((120 * moved.get(1)!.after.metres) / 12_000));
    expect(spreadOf([])).toBe(0);
    expect(spreadOf([outlet(1, 1, 1)])).toBe(0);
  });

  it('is drawn: a number for the rep, a ring for what moves, the others of a rep far away', () => {
    const homes = reps.map((one, at) => ({ ...one, home: [21, 105.8 + at / 10] as [number, number] }));
    const marks = marksOf(homes);
    expect(marks.get(1)?.color).not.toBe(marks.get(2)?.color);
    const drawn = outletFeatures({ outlets, reps: homes, marks, rep: 1 }).features.map(
      (one) => one.properties,
    );
    expect(drawn.map((one) => [one?.number, one?.ringed, one?.far])).toEqual([
      ['1', false, false],
      ['2', true, false],
      ['2', true, true],
    ]);
    const differs = outletFeatures({ outlets, reps: homes, marks, rep: undefined, ringed: new Set([1]) });
    expect(differs.features.map((one) => one.properties?.ringed)).toEqual([true, false, false]);
  });
});

describe('colours of reps', () => {
  it('are not those of the nearest ones, however many reps there are', () => {
    const many = Array.from({ length: 60 }, (_, at) =>
      rep(at, {
        rep_code: `R${String(at).padStart(2, '0')}`,
        home: [21 + (at % 8) / 100, 105 + Math.floor(at / 8) / 100],
      }),
    );
    const marks = marksOf(many);
    expect([...marks.values()].map((mark) => mark.number)).toEqual(many.map((_, at) => at + 1));
    for (const one of many) {
      const earlier = many.filter((other) => other.rep_code < one.rep_code);
      const far = (other: RepFigures) =>
        Math.hypot(other.home![0] - one.home![0], (other.home![1] - one.home![1]) * 0.93);
      const [nearest] = earlier.sort((a, b) => far(a) - far(b));
      if (nearest) expect(marks.get(one.rep_id)?.color).not.toBe(marks.get(nearest.rep_id)?.color);
    }
  });
});
