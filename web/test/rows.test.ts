import { describe, expect, it } from 'vitest';
import type { BoardRow } from '../src/api/types';
import { kindsByRep } from '../src/board/attention';
import { type DayReport, figuresByRep, total } from '../src/board/figures';
import {
  below,
  boardSearch,
  byName,
  count,
  inPlace,
  isFiltered,
  NO_FILTER,
  passes,
  sorted,
} from '../src/board/filters';
import { routesOf } from '../src/board/queries';
import { type Known, rowOf } from '../src/board/rows';
import type { FieldException } from '../src/exceptions/exceptions';
import { LiveWorld } from '../src/live/world';

const NOW = Date.parse('2026-11-20T03:00:00Z');
const row = (id: number, name: string, over: Partial<BoardRow> = {}): BoardRow => ({
  id,
  code: `R${id}`,
  name,
  org_unit_id: 1,
  org_unit_name: 'Hoàn Kiếm',
  planned: 10,
  visited: 4,
  first_check_in_at: null,
  last_check_in_at: null,
  distance_m: 100,
  last_fix_at: '2026-11-20T02:59:50Z',
  battery_pct: 50,
  position: null,
  activity: 'travelling',
  flags: [],
  backlog: 0,
  device_last_seen_at: null,
  started: true,
  ...over,
});
const world = new LiveWorld();
const rows = (list: BoardRow[]) =>
  sorted(
    [...list].sort(byName).map((r) => rowOf(r, world, NOW)),
    {},
  );
const one = (over: Partial<BoardRow>, known?: Known) => rowOf(row(1, 'A', over), world, NOW, known);
const everywhere = { units: null, reps: null };
const found = (list: ReturnType<typeof rows>, q: string) => inPlace(list, everywhere, q).map((r) => r.id);

describe('the rep list', () => {
  it('finds Nguyễn Đức by "nguyen duc", and words in any order', () => {
    const list = rows([row(1, 'Nguyễn Văn Đức'), row(2, 'Trần Thị Hoa')]);
    expect(found(list, 'nguyen')).toEqual([1]);
    expect(found(list, 'duc NGUYỄN')).toEqual([1]);
    expect(found(list, 'hoan kiem').length).toBe(2);
    expect(found(list, '  ').length).toBe(2);
  });
  it('puts trouble first, then names in Vietnamese order', () => {
    const list = rows([
      row(1, 'Đỗ An'),
      row(2, 'Dương Bình'),
      row(3, 'Zin', { flags: ['invalid'] }),
      row(4, 'Yến', { started: false, last_fix_at: null }),
      row(5, 'Xuân', { flags: ['review'] }),
    ]);
    expect(list.map((r) => r.id)).toEqual([3, 4, 5, 2, 1]);
  });
  it('says who is silent, and that his records are missing', () => {
    const silent = one({ last_fix_at: '2026-11-20T02:40:00Z', backlog: 12, activity: 'in_visit' });
    // What he did when last heard stays told beside it.
    expect([silent.work, silent.signal]).toEqual(['in_visit', 'silent']);
    expect(silent.attention).toEqual(['backlog', 'silent']);
  });
  it('does not call a waiting record missing while the phone talks', () => {
    expect(one({ backlog: 12 }).attention).toEqual([]);
  });
  it('tells apart what is heard now, lately, not, and what nobody expects to hear', () => {
    const heard = (over: Partial<BoardRow>) => one(over).signal;
    expect(heard({})).toBe('live');
    expect(heard({ last_fix_at: '2026-11-20T02:55:00Z' })).toBe('stale');
    expect(heard({ last_fix_at: null })).toBe('silent');
    expect(heard({ last_fix_at: null, started: false })).toBe('off');
    expect(heard({ last_fix_at: '2026-11-20T01:00:00Z', activity: 'off_session' })).toBe('off');
  });
  it('takes the exceptions that wait for somebody, of the kinds that are about the field', () => {
    const open = (rep_id: number, kind: string) => ({ rep_id, kind }) as FieldException;
    const kinds = kindsByRep([open(1, 'outside'), open(1, 'outside'), open(1, 'order_held'), open(2, 'sos')]);
    expect([...kinds]).toEqual([
      [1, ['outside']],
      [2, ['sos']],
    ]);
    expect(one({ flags: ['invalid', 'review'] }, { kinds: ['outside'] }).attention).toEqual([
      'invalid',
      'outside',
      'review',
    ]);
  });
  it('is the same row where nothing of it is other', () => {
    const source = row(1, 'A');
    const before = rowOf(source, world, NOW);
    expect(rowOf(source, world, NOW + 1000)).toBe(before);
    // Silent by now.
    expect(rowOf(source, world, NOW + 3_600_000)).not.toBe(before);
    expect(rowOf(source, world, NOW, { outside: 1 }).figures.outside).toBe(1);
    // Another answer of the server, in which the rep has another name.
    expect(rowOf(row(1, 'Bình'), world, NOW).search).toContain('binh');
  });
  it('lets the newer of REST and live win', () => {
    const live = new LiveWorld();
    const state = {
      id: 1,
      code: 'R1',
      name: 'A',
      org_unit: 1,
      at: '2026-11-20T02:59:59Z',
      lat: 21,
      lng: 105,
      accuracy_m: null,
      speed_mps: null,
      bearing_deg: null,
      battery_pct: null,
      presence: 'online' as const,
      activity: 'in_visit' as const,
      visit: null,
      outlet: null,
      visited: 5,
      planned: 10,
      flags: ['review' as const],
    };
    live.replace('rep', [state], []);
    const newer = rowOf(row(1, 'A'), live, NOW);
    expect([newer.work, newer.visited, newer.attention]).toEqual(['in_visit', 5, ['review']]);
    const older = rowOf(row(1, 'A', { last_fix_at: '2026-11-20T03:00:00Z' }), live, NOW);
    expect(older.work).toBe('travelling');
  });
  it('counts what its filters show', () => {
    const list = rows([row(1, 'A'), row(2, 'B', { activity: 'idle' }), row(3, 'C', { started: false })]);
    const { shows, why, heard } = count(list);
    for (const show of ['attention', 'working', 'travelling', 'idle', 'not_started'] as const)
      expect(list.filter((r) => passes(r, { show })).length).toBe(shows[show]);
    expect([shows.attention, shows.working]).toEqual([2, 2]);
    expect(list.filter((r) => passes(r, { why: 'idle' })).map((r) => r.id)).toEqual([2]);
    expect([...why]).toEqual([
      ['not_started', 1],
      ['idle', 1],
    ]);
    expect(heard).toEqual({ silent: 0, stale: 0 });
  });
  it('filters by a team with all below it, and by the reps of a route', () => {
    const units = [
      { id: 1, parent_id: null },
      { id: 3, parent_id: 2 },
      { id: 2, parent_id: 1 },
      { id: 9, parent_id: null },
    ];
    expect([...below(2, units)]).toEqual([2, 3]);
    const list = rows([row(1, 'A', { org_unit_id: 3 }), row(2, 'B', { org_unit_id: 9 })]);
    const of = (place: Parameters<typeof inPlace>[1]) => inPlace(list, place, undefined).map((r) => r.id);
    expect(of({ units: below(1, units), reps: null })).toEqual([1]);
    expect(of({ units: null, reps: new Set([2]) })).toEqual([2]);
    expect(of({ units: below(1, units), reps: new Set([2]) })).toEqual([]);
  });
  it('sorts as asked', () => {
    const list = [
      one({ id: 1, name: 'C', visited: 9, distance_m: 5, battery_pct: null }),
      one({ id: 2, name: 'A', planned: 0, first_check_in_at: '2026-11-20T01:00:00Z', battery_pct: 9 }),
      one({ id: 3, name: 'B', visited: 1, first_check_in_at: '2026-11-20T02:00:00Z', last_fix_at: null }),
    ];
    const named = [...list].sort(byName);
    const by = (search: Parameters<typeof sorted>[1]) => sorted(named, search).map((r) => r.id);
    expect(by({ sort: 'name' })).toEqual([2, 3, 1]);
    expect(by({ sort: 'progress' })).toEqual([3, 1, 2]);
    expect(by({ sort: 'seen' })[0]).toBe(3);
    expect(by({ sort: 'first' })).toEqual([1, 3, 2]);
    expect(by({ sort: 'battery' })).toEqual([2, 3, 1]);
    // A figure orders the list unless an order is asked for.
    expect(by({ by: 'visited' })).toEqual([1, 2, 3]);
    expect(by({ by: 'visited', sort: 'name' })).toEqual([2, 3, 1]);
  });
});

describe('the figures of the day', () => {
  const cell = (numerator: number, denominator: number | null = null) => ({ numerator, denominator });
  const report: DayReport = {
    rows: [
      {
        key: { rep: { id: 1 } },
        kpis: {
          open_stops: cell(5),
          missed_stops: cell(1),
          tc: cell(4),
          pc: cell(3),
          call_compliance: cell(3, 4),
          in_store_time: cell(2_400_000),
        },
      },
      { key: { rep: null }, kpis: {} },
    ],
  };
  it('are those that the server counted, added up', () => {
    const figures = figuresByRep(report).get(1)!;
    const busy = one({ visited: 4, distance_m: 1000 }, { figures, outside: 2 });
    const idle = one({ id: 2, visited: 0, distance_m: 500 });
    expect(busy.figures).toMatchObject({ unplanned: 1, dwell: 600, outside: 2, open: 5, productive: 3 });
    expect(idle.figures.dwell).toBeNull();
    // The average of calls, whoever made them.
    expect(total([busy, idle])).toMatchObject({ planned: 20, visited: 4, distance: 1500, dwell: 600 });
    expect([busy, idle].map((r) => passes(r, { by: 'unplanned' }))).toEqual([true, false]);
  });
});

describe('the address of the board', () => {
  it('keeps what it knows, and reads links of older days', () => {
    expect(boardSearch({ show: 'idle', team: 4, route: '7', by: 'missed', sort: 'seen', q: 12 })).toEqual({
      show: 'idle',
      heard: undefined,
      why: undefined,
      team: 4,
      route: 7,
      by: 'missed',
      sort: 'seen',
      q: '12',
    });
    expect(boardSearch({ show: 'exceptions' }).show).toBe('attention');
    expect(boardSearch({ show: 'no_signal' })).toMatchObject({ show: undefined, heard: 'silent' });
    expect(boardSearch({ show: 'x', why: 'y', team: 'z', sort: 'urgency' })).toEqual({
      ...NO_FILTER,
      sort: undefined,
    });
    expect([isFiltered({ sort: 'name' }), isFiltered({ team: 1 })]).toEqual([false, true]);
  });
  it('knows a route by whom it is planned for, not by who called there', () => {
    const line = (rep: number, planned: number) => ({
      key: { rep: { id: rep }, route: { id: 5, name: 'Tuyến 5' } },
      kpis: { plan_compliance: { denominator: planned } },
    });
    const [route] = routesOf({ rows: [line(1, 16), line(2, 0), line(3, 2)] });
    expect([...route!.reps]).toEqual([1, 3]);
  });
});
