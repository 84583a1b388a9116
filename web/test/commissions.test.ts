// What the page makes of commissions, without a server.
import { describe, expect, it } from 'vitest';
import {
  complianceOf,
  draftOf,
  isGated,
  lastMonth,
  type Plan,
  planBody,
  planOf,
  type Statement,
  statementsPath,
  sumOf,
} from '../src/commissions/commissions';
import { rate } from '../src/format/format';
import { targetsSearch } from '../src/targets/targets';

const plan: Plan = {
  code: 'S',
  version: 2,
  name: 'Sales',
  basis: 'billed',
  tiers: [
    { from_minor: 0, basis_points: 100 },
    { from_minor: 5_000, basis_points: 250 },
  ],
  cumulative: true,
  least_compliance_pct: 80,
  created_at: '2026-11-01T00:00:00Z',
};

const statement = (more: Partial<Statement> = {}): Statement => ({
  id: 'a',
  rep_id: 1,
  rep_name: 'Lan',
  month: '2026-10-01',
  plan_code: 'S',
  plan_version: 2,
  currency: 'VND',
  value_minor: 10_000,
  calls_made: 8,
  calls_due: 10,
  bands: [],
  earned_minor: 175,
  created_at: '2026-11-01T00:00:00Z',
  ...more,
});

describe('the month', () => {
  it('is the one that is over, over the end of a year too', () => {
    expect(lastMonth('2026-11-26')).toBe('2026-10');
    expect(lastMonth('2027-01-01')).toBe('2026-12');
    expect(statementsPath('2026-10')).toBe('commissions?limit=100&month=2026-10-01');
  });
});

describe('the gate', () => {
  it('takes nothing where just enough planned calls were made', () => {
    expect(isGated(statement(), plan)).toBe(false);
    expect(isGated(statement({ calls_made: 7 }), plan)).toBe(true);
  });
  it('takes it where no planned call is known, and asks nothing of other plans', () => {
    expect(isGated(statement({ calls_made: null, calls_due: null }), plan)).toBe(true);
    expect(isGated(statement({ calls_made: 0 }), { ...plan, least_compliance_pct: null })).toBe(false);
    expect(isGated(statement({ calls_made: 0 }), undefined)).toBe(false);
  });
  it('tells the part of calls that were made', () => {
    expect(complianceOf(statement())).toBe(0.8);
    expect(complianceOf(statement({ calls_due: 0 }))).toBeNull();
  });
});

describe('a version', () => {
  it('is the one that the statement was made by', () => {
    expect(planOf(statement(), [{ ...plan, version: 3 }, plan])).toBe(plan);
    expect(planOf(statement({ plan_code: 'T' }), [plan])).toBeUndefined();
  });
  it('begins as the newest is, and sends what is typed', () => {
    expect(planBody(draftOf(plan))).toEqual({
      name: 'Sales',
      basis: 'billed',
      cumulative: true,
      least_compliance_pct: 80,
      tiers: plan.tiers,
    });
    const fresh = draftOf(undefined);
    expect(planBody({ ...fresh, tiers: [{ key: 0, from: null, basis_points: null }] }).tiers).toEqual([
      { from_minor: 0, basis_points: 0 },
    ]);
  });
});

it('says a rate with its decimals', () => {
  expect(rate(150 / 10_000, 'en')).toBe('1.5%');
  expect(rate(300 / 10_000, 'en')).toBe('3%');
});

it('adds statements up', () => {
  expect(sumOf([statement(), statement({ value_minor: 5, earned_minor: 0 })])).toEqual({
    value: 10_005,
    earned: 175,
  });
});

it('keeps tab, plan and statement in the address', () => {
  expect(targetsSearch({ tab: 'plans', plan: 7, statement: '' })).toEqual({ tab: 'plans', plan: '7' });
  expect(targetsSearch({ tab: 'targets' })).toEqual({});
});
