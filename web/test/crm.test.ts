import { describe, expect, it } from 'vitest';
import { doneRatio, type RepCompletion } from '../src/crm/activities';
import { nextBirthday } from '../src/crm/contacts';

describe('the next birthday', () => {
  it('is today, later this year, or next year', () => {
    expect(nextBirthday('1980-11-26', '2026-11-26')).toBe('2026-11-26');
    expect(nextBirthday('1980-12-01', '2026-11-26')).toBe('2026-12-01');
    expect(nextBirthday('1980-01-05', '2026-11-26')).toBe('2027-01-05');
  });
  it('of a leap day is kept on 28 February where there is none', () => {
    expect(nextBirthday('1980-02-29', '2026-11-26')).toBe('2027-02-28');
    expect(nextBirthday('1980-02-29', '2027-11-26')).toBe('2028-02-29');
  });
});

describe('what was done', () => {
  const of = (over: Partial<RepCompletion>): RepCompletion => ({
    rep_id: 1,
    rep_code: 'R1',
    rep_name: 'One',
    due: 0,
    in_time: 0,
    late: 0,
    not_held: 0,
    overdue: 0,
    open: 0,
    unplanned: 0,
    ...over,
  });
  it('is a share of what was due so far', () => {
    expect(doneRatio(of({ due: 5, in_time: 1, late: 1, not_held: 1, overdue: 1, open: 1 }))).toBe(0.5);
  });
  it('is unknown while all is to come', () => {
    expect(doneRatio(of({ due: 2, open: 2, unplanned: 3 }))).toBeNull();
  });
});
