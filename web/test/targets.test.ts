// What the page makes of targets, without a server.
import { describe, expect, it } from 'vitest';
import { byMeasure, monthAfter, progressAsked, type Stand, targetsSearch } from '../src/targets/targets';

const stand = (measure: Stand['measure']): Stand => ({
  target_id: 1,
  measure,
  rep: null,
  org_unit: { id: 1, code: 'T1', name: 'One' },
  target: 10,
  actual: 1,
  expected: 2,
  reached_bp: 1_000,
  forecast: null,
  per_day: 1,
  standing: 'far_behind',
});

describe('months', () => {
  it('go on over the end of a year', () => {
    expect(monthAfter('2026-12', 1)).toBe('2027-01');
    expect(monthAfter('2026-01', -1)).toBe('2025-12');
    expect(monthAfter('2026-05', 0)).toBe('2026-05');
  });
});

describe('the address', () => {
  it('keeps what it knows and drops the rest', () => {
    expect(targetsSearch({ month: '2026-13', measure: 'luck', unit: '4', one: 7 })).toEqual({ one: 7 });
    expect(progressAsked(targetsSearch({ month: '2026-11', measure: 'tc', unit: 4 }))).toBe(
      'month=2026-11-01&measure=tc&org_unit_id=4',
    );
  });
});

describe('tables', () => {
  it('are one for each figure that has rows, visits first', () => {
    const tables = byMeasure([stand('billed'), stand('tc'), stand('billed')]);
    expect(tables.map(([measure, rows]) => [measure, rows.length])).toEqual([
      ['tc', 1],
      ['billed', 2],
    ]);
  });
});
