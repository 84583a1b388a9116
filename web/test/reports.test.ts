import { describe, expect, it } from 'vitest';
import { calendarSpan, gridOf, weeksOf } from '../src/reports/adherence';
import { axisOf, ticksOf } from '../src/reports/axis';
import {
  boundsOf,
  type CoverageCell,
  cellFeatures,
  cellStep,
  cellValue,
  centreOf,
  lagging,
} from '../src/reports/cells';
import { behindOf, drillWord, readDrill } from '../src/reports/drill';
import { changeOf, ranked, stepOf } from '../src/reports/figures';
import type { Cell, Definition, OrgUnit, ReportRow } from '../src/reports/kpis';
import { dimBelow, headOf, lastTwoDays, mostMissed, movesOf, notOut, paceOf } from '../src/reports/overview';
import { spanBefore, spanOf, spanOfKey, stepped, within } from '../src/reports/period';
import { overviewSearch, reportsSearch } from '../src/reports/search';
import { standOf } from '../src/reports/standing';
import { grainOf, trendOf, trendSpan } from '../src/reports/trend';
import type { Stand } from '../src/targets/targets';

const TODAY = '2026-11-27';
const cell = (numerator: number, denominator: number | null = null): Cell => ({
  numerator,
  denominator,
  value: denominator === null ? numerator : denominator === 0 ? null : numerator / denominator,
});
const definition = (code: string, unit: Definition['unit'], better: Definition['better']): Definition => ({
  code,
  name: { en: code, vi: code, zh: code },
  formula: { en: code, vi: code, zh: code },
  unit,
  better,
  has_denominator: unit === 'share',
  rows: 'visit',
});
const tc = definition('tc', 'count', 'higher');
const compliance = definition('plan_compliance', 'share', 'higher');
const row = (id: number, name: string, tc: number): ReportRow => ({
  key: { team: { id, code: `T${id}`, name } },
  kpis: { tc: cell(tc) },
});

describe('periods', () => {
  it('end today where they go on, and are held against as many days before', () => {
    expect(spanOf({}, TODAY)).toEqual({ from: '2026-11-01', to: TODAY });
    expect(spanBefore({}, TODAY)).toEqual({ from: '2026-10-01', to: '2026-10-27' });
    expect(spanOf({ period: 'week' }, TODAY)).toEqual({ from: '2026-11-23', to: TODAY });
    expect(spanBefore({ period: 'week' }, TODAY)).toEqual({ from: '2026-11-16', to: '2026-11-20' });
    expect(spanBefore({ period: 'day' }, TODAY)).toEqual({ from: '2026-11-20', to: '2026-11-20' });
  });
  it('hold a month that is over against a whole one', () => {
    expect(spanOf({ at: '2026-10-05' }, TODAY)).toEqual({ from: '2026-10-01', to: '2026-10-31' });
    expect(spanBefore({ at: '2026-10-05' }, TODAY)).toEqual({ from: '2026-09-01', to: '2026-09-30' });
    expect(spanBefore({ at: '2026-03-31' }, '2026-03-30')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  });
  it('take days picked one by one in either order', () => {
    const asked = { period: 'custom', from: '2026-11-20', to: '2026-11-11' } as const;
    expect(spanOf(asked, TODAY)).toEqual({ from: '2026-11-11', to: '2026-11-20' });
    expect(spanBefore(asked, TODAY)).toEqual({ from: '2026-11-01', to: '2026-11-10' });
  });
  it('step by their own length', () => {
    expect(stepped({ period: 'week' }, TODAY, -1)).toBe('2026-11-20');
    expect(stepped({}, '2026-01-15', -1)).toBe('2025-12-01');
    expect(stepped({ period: 'day' }, TODAY, 1)).toBe('2026-11-28');
  });
  it('know the days of a week and of a month by their keys', () => {
    expect(spanOfKey('2026-W48')).toEqual({ from: '2026-11-23', to: '2026-11-29' });
    expect(spanOfKey('2026-W53')).toEqual({ from: '2026-12-28', to: '2027-01-03' });
    expect(spanOfKey('2026-02')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(within(spanOfKey('2026-W48'), spanOf({}, TODAY))).toEqual({ from: '2026-11-23', to: TODAY });
  });
});

describe('addresses', () => {
  it('read back what they say of rows', () => {
    const drill = { kpi: 'plan_compliance', of: 1, rep: 12, from: '2026-11-25', to: '2026-11-26' } as const;
    expect(drillWord(drill)).toBe('plan_compliance,of,rep12,2026-11-25..2026-11-26');
    expect(readDrill(drillWord(drill))).toEqual(drill);
    expect(readDrill('tc,2026-11-25')).toEqual({ kpi: 'tc', from: '2026-11-25', to: '2026-11-25' });
    expect(readDrill('<script>')).toBeUndefined();
  });
  it('narrow the question of the page down', () => {
    const page = { from: '2026-11-01', to: TODAY, unit: 3, by: ['day'] as const };
    expect(behindOf(page, { kpi: 'tc', team: 5, from: TODAY, to: TODAY })).toEqual({
      from: TODAY,
      to: TODAY,
      unit: 3,
      by: undefined,
      kpi: 'tc',
      team: 5,
    });
  });
  it('drop what they cannot mean', () => {
    const kept = (search: object) =>
      Object.fromEntries(Object.entries(search).filter(([, v]) => v !== undefined));
    expect(kept(reportsSearch({ period: 'month', at: '2026-13-45', unit: '3', by: 'team', now: 1 }))).toEqual(
      {
        now: 1,
      },
    );
    expect(kept(reportsSearch({ period: 'week', by: 'rep', rep: 7, rows: 'tc,rep7' }))).toEqual({
      period: 'week',
      by: 'rep',
      rep: 7,
      rows: 'tc,rep7',
    });
    expect(kept(overviewSearch({ month: '2026-11', day: 'x', unit: 2 }))).toEqual({
      month: '2026-11',
      unit: 2,
    });
  });
});

describe('figures', () => {
  it('move in percent, in points of a share, and in their own unit', () => {
    expect(changeOf(tc, cell(90), cell(100))).toEqual({ kind: 'relative', amount: -0.1, good: false });
    expect(changeOf(compliance, cell(9, 10), cell(8, 10))?.amount).toBeCloseTo(0.1);
    expect(changeOf(definition('first_call', 'time_of_day_ms', 'lower'), cell(60_000), cell(0))).toEqual({
      kind: 'own',
      amount: 60_000,
      good: false,
    });
    expect(changeOf(tc, cell(5), cell(0))).toBeNull();
    expect(changeOf(compliance, cell(0, 0), cell(1, 2))).toBeNull();
    expect(changeOf(tc, cell(100), cell(100))?.good).toBeNull();
  });
  it('are ranked with the best first, and those without a value last either way', () => {
    const rows = [row(1, 'B', 10), row(2, 'A', 30), { key: { team: null }, kpis: {} }];
    const order = (sort: 'value' | 'name' | 'change', turned = false) =>
      ranked(rows, [row(1, 'B', 5), row(2, 'A', 60)], 'team', tc, sort, turned).map((one) => one.name);
    expect(order('value')).toEqual(['A', 'B', '']);
    expect(order('value', true)).toEqual(['B', 'A', '']);
    expect(order('change')).toEqual(['B', 'A', '']);
    expect(order('name')).toEqual(['', 'A', 'B']);
  });
  it('stand on five steps', () => {
    expect([0.49, 0.5, 0.84, 0.9, 1, null].map(stepOf)).toEqual([0, 1, 2, 3, 4, null]);
  });
});

describe('axes', () => {
  it('have round marks that hold the largest', () => {
    expect(ticksOf(1_307_534_954)).toEqual([0, 5e8, 1e9, 1.5e9]);
    expect(ticksOf(0)).toEqual([0, 1]);
    expect(axisOf('count', [3]).ticks).toEqual([0, 1, 2, 3]);
    expect(axisOf('share', [0.4]).max).toBe(1);
    expect(axisOf('duration_ms', [7 * 3_600_000]).ticks.map((ms) => ms / 3_600_000)).toEqual([0, 2, 4, 6, 8]);
    expect(axisOf('time_of_day_ms', [8.2 * 3_600_000, 9.6 * 3_600_000])).toMatchObject({
      min: 8 * 3_600_000,
      max: 10 * 3_600_000,
    });
  });
});

describe('trends', () => {
  const day = (date: string, tc: number): ReportRow => ({ key: { day: date }, kpis: { tc: cell(tc) } });
  it('keep days without rows, each held against the same one before', () => {
    const span = { from: '2026-11-23', to: '2026-11-25' };
    const earlier = { span: { from: '2026-11-16', to: '2026-11-17' }, rows: [day('2026-11-17', 4)] };
    const points = trendOf('day', span, [day('2026-11-24', 7)], earlier, 'tc');
    expect(points.map(({ key, cell, against }) => [key, cell?.value, against?.value])).toEqual([
      ['2026-11-23', undefined, undefined],
      ['2026-11-24', 7, 4],
      ['2026-11-25', undefined, undefined],
    ]);
  });
  it('show a day among those before it, and no more bars than there is room for', () => {
    expect(trendSpan({ from: TODAY, to: TODAY })).toEqual({ from: '2026-11-14', to: TODAY });
    expect(grainOf({}, { from: '2026-08-01', to: TODAY })).toBe('week');
    expect(grainOf({ grain: 'week' }, { from: '2025-11-28', to: TODAY })).toBe('month');
  });
});

describe('the adherence calendar', () => {
  const day = (date: string, visited: number): ReportRow => ({
    key: { day: date, team: { id: 1, code: 'T', name: 'T' } },
    kpis: { plan_compliance: cell(visited, 10) },
  });
  it('is of whole weeks, Mondays first', () => {
    const span = calendarSpan({ from: '2026-11-01', to: TODAY });
    expect(span).toEqual({ from: '2026-08-24', to: TODAY });
    const weeks = weeksOf(span, [day('2026-11-23', 9)], 'plan_compliance');
    expect(weeks).toHaveLength(14);
    expect(weeks.at(-1)?.map((square) => square?.cell?.numerator ?? null)).toEqual([
      9,
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(weeks.at(-1)?.[5]).toBeNull();
  });
  it('sets rows side by side and adds them up', () => {
    const [one] = gridOf(
      { from: '2026-11-23', to: '2026-11-24' },
      [day('2026-11-23', 9)],
      'team',
      'plan_compliance',
      TODAY,
    );
    expect(one).toMatchObject({ id: 1, planned: 10, visited: 9 });
    expect(one?.squares).toHaveLength(2);
  });
});

describe('standings', () => {
  const tree: OrgUnit[] = [
    { id: 1, code: 'HQ', name: 'HQ', kind: 'company', parent_id: null },
    { id: 2, code: 'B', name: 'B', kind: 'branch', parent_id: 1 },
    { id: 3, code: 'T1', name: 'T1', kind: 'team', parent_id: 2 },
    { id: 4, code: 'T2', name: 'T2', kind: 'team', parent_id: 2 },
  ];
  const stand = (unit: number, target: number, actual: number, rep: number | null = null): Stand => ({
    target_id: unit,
    measure: 'tc',
    rep: rep === null ? null : { id: rep, code: 'R', name: 'R' },
    org_unit: { id: unit, code: '', name: '' },
    target,
    actual,
    expected: target / 2,
    reached_bp: 0,
    forecast: actual * 2,
    per_day: 1,
    standing: 'behind',
  });
  it('add up those below where none is set', () => {
    const rows = [stand(3, 100, 30), stand(4, 100, 60), stand(3, 10, 1, 7)];
    expect(standOf(rows, 'tc', {}, tree, false)).toMatchObject({
      target: 200,
      actual: 90,
      standing: 'behind',
    });
    expect(standOf(rows, 'tc', { unit: 2 }, tree, true)).toMatchObject({ standing: 'missed', summed: true });
    expect(standOf(rows, 'tc', { unit: 3 }, tree, false)).toMatchObject({ target: 100, actual: 30 });
    expect(standOf(rows, 'tc', { rep: 7 }, tree, false)?.target).toBe(10);
    expect(standOf(rows, 'pc', {}, tree, false)).toBeNull();
  });
  it('count what a unit above has once', () => {
    expect(standOf([stand(1, 300, 90), stand(3, 100, 30)], 'tc', {}, tree, false)?.target).toBe(300);
  });
});

describe('the overview', () => {
  const tree: OrgUnit[] = [
    { id: 1, code: 'HQ', name: 'HQ', kind: 'company', parent_id: null },
    { id: 2, code: 'B', name: 'B', kind: 'branch', parent_id: 1 },
    { id: 3, code: 'T1', name: 'T1', kind: 'team', parent_id: 2 },
    { id: 4, code: 'T2', name: 'T2', kind: 'team', parent_id: 2 },
  ];
  const day = (date: string, kpis: ReportRow['kpis'], id = 3): ReportRow => ({
    key: { day: date, team: { id, code: 'T', name: `T${id}` }, rep: { id, code: 'R', name: `R${id}` } },
    kpis,
  });
  it('adds the days up beside an even pace over the working days', () => {
    const rows = [day('2026-11-02', { sales_value: cell(30) }), day('2026-11-04', { sales_value: cell(20) })];
    const pace = paceOf('2026-11', rows, 'sales_value', 240, new Set(['2026-11-03']), '2026-11-05');
    expect(pace).toHaveLength(30);
    // The first was a Sunday, the third a holiday: 24 days are left.
    expect(pace.slice(0, 6).map(({ reached, expected }) => [reached, expected])).toEqual([
      [0, 0],
      [30, 10],
      [30, 10],
      [50, 20],
      [50, 30],
      [null, 40],
    ]);
    expect(pace.at(-1)?.expected).toBe(240);
    expect(paceOf('2026-11', rows, 'sales_value', null, new Set(), '2026-11-05')[3]?.expected).toBeNull();
  });
  it('holds the last whole day of work against the one before it', () => {
    const rows = ['2026-11-20', '2026-11-21', '2026-11-23', '2026-11-24'].map((date) =>
      day(date, { tc: cell(9) }),
    );
    rows.push(day('2026-11-22', { tc: cell(0) }));
    expect(lastTwoDays(rows, '2026-11-24')).toEqual({ day: '2026-11-23', earlier: '2026-11-21' });
    expect(lastTwoDays(rows.slice(0, 1), '2026-11-24')).toBeNull();
  });
  it('names who fell and who rose, and leaves out what hardly moved', () => {
    const rows = [
      day('2026-11-23', { tc: cell(100) }, 3),
      day('2026-11-24', { tc: cell(60) }, 3),
      day('2026-11-23', { tc: cell(100) }, 4),
      day('2026-11-24', { tc: cell(120) }, 4),
      day('2026-11-23', { tc: cell(100) }, 5),
      day('2026-11-24', { tc: cell(101) }, 5),
    ];
    const { fell, rose } = movesOf(rows, { day: '2026-11-24', earlier: '2026-11-23' }, 'team', [tc], 3);
    expect([fell.map(({ name }) => name), rose.map(({ name }) => name)]).toEqual([['T3'], ['T4']]);
  });
  it('finds who did not set out, and who left most undone', () => {
    const rows = [
      day('x', { plan_compliance: cell(0, 9), tc: cell(0), open_stops: cell(9) }, 1),
      day('x', { plan_compliance: cell(5, 9), tc: cell(5), missed_stops: cell(4) }, 2),
      day('x', { plan_compliance: cell(3, 9), tc: cell(3), open_stops: cell(6) }, 3),
    ];
    expect(notOut(rows)).toEqual([rows[0]]);
    expect(mostMissed(rows, 5)).toEqual([rows[2], rows[1]]);
  });
  it('knows what lies below, and who leads it', () => {
    expect([undefined, 2, 3].map((unit) => dimBelow(unit, tree))).toEqual(['team', 'team', 'rep']);
    const head = (
      role: 'supervisor' | 'regional_manager' | 'planner',
      unit: number,
      disabled_at: string | null = null,
    ) => ({
      id: unit,
      name: `${role} ${unit}`,
      role,
      org_unit_id: unit,
      disabled_at,
    });
    const heads = [
      head('planner', 3),
      head('supervisor', 4, '2026-01-01'),
      head('regional_manager', 2),
      head('supervisor', 3),
    ];
    expect([3, 4, 1].map((unit) => headOf(unit, heads, tree))).toEqual([
      'supervisor 3',
      'regional_manager 2',
      null,
    ]);
  });
});

describe('cells of the map', () => {
  const one = (name: string, assigned: number, visited: number, sales: number): CoverageCell => ({
    cell: name,
    boundary: [
      [105, 21],
      [105.01, 21],
      [105.01, 21.01],
      [105, 21.01],
    ],
    assigned,
    visited,
    planned: assigned * 2,
    planned_visited: visited,
    sales_minor: sales,
  });
  const cells = [one('a', 10, 4, 500), one('b', 3, 3, 100), one('c', 8, 5, 0), one('d', 0, 0, 300)];
  it('stand on the steps of their share, or among those that sold', () => {
    expect(cells.map((each) => cellValue(each, 'coverage'))).toEqual([0.4, 1, 0.625, null]);
    expect(
      cells.map((each) => cellStep(cellValue(each, 'coverage'), 'coverage', boundsOf(cells, 'coverage'))),
    ).toEqual([0, 4, 1, null]);
    const bounds = boundsOf(cells, 'sales');
    expect(bounds).toEqual([100, 300, 300, 500]);
    expect(cells.map((each) => cellStep(cellValue(each, 'sales'), 'sales', bounds))).toEqual([4, 1, null, 3]);
  });
  it('name first where most is left', () => {
    expect(lagging(cells, 'coverage', 9).map(({ cell }) => cell)).toEqual(['a', 'c']);
    expect(lagging(cells, 'sales', 2).map(({ cell }) => cell)).toEqual(['c', 'b']);
  });
  it('are drawn closed, with what they say', () => {
    const { cells: drawn, labels } = cellFeatures(
      cells.slice(0, 1),
      'coverage',
      (value) => `${value * 100}%`,
    );
    const first = drawn.features[0]!;
    expect(first.geometry).toMatchObject({ type: 'Polygon' });
    expect((first.geometry as GeoJSON.Polygon).coordinates[0]).toHaveLength(5);
    expect(labels.features[0]?.properties).toMatchObject({ cell: 'a', label: '40%' });
    expect(centreOf(cells[0]!)[0]).toBeCloseTo(105.005);
  });
});
