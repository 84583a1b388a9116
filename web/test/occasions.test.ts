import { describe, expect, it } from 'vitest';
import { Problem } from '../src/api/client';
import { datesOf, giftFault, reportCut, spentRatio } from '../src/crm/occasions';

describe('occasions', () => {
  it('takes dates however they are parted', () => {
    expect(datesOf('2027-02-06\n2028-01-26, 2029-02-13;\n\n')).toEqual([
      '2027-02-06',
      '2028-01-26',
      '2029-02-13',
    ]);
    expect(datesOf('  ')).toEqual([]);
  });

  it('never shows more than all of a budget, and nothing where it is not told', () => {
    expect(spentRatio({ budget_minor: 200, spent_minor: 50 })).toBe(0.25);
    expect(spentRatio({ budget_minor: 200, spent_minor: 500 })).toBe(1);
    expect(spentRatio({ budget_minor: null, spent_minor: 0 })).toBeNull();
    expect(spentRatio({ budget_minor: 200, spent_minor: null })).toBeNull();
  });

  it('names in its address only what it is cut by', () => {
    expect(reportCut(2026, null, '', '')).toBe('year=2026');
    expect(reportCut(2026, 7, '2026-01-01', '')).toBe('year=2026&rep_id=7&from=2026-01-01');
  });

  it('says what of an occasion refuses a gift, and leaves other faults to the form', () => {
    const t = ((key: string) => key) as never;
    const refused = (code: string) => new Problem(422, 'invalid', null, [{ pointer: '/value_minor', code }]);
    expect(giftFault(refused('over_budget'), t)).toBe('occasion.fault.over_budget');
    expect(giftFault(refused('required'), t)).toBeNull();
    expect(giftFault(null, t)).toBeNull();
  });
});
