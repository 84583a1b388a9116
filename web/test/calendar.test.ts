import { describe, expect, it } from 'vitest';
import { byDate, daysOf, turned } from '../src/crm/calendar';
import { TASK_STATES, taskNext } from '../src/crm/tasks';

describe('the days of a calendar', () => {
  it('are whole weeks from Monday on', () => {
    expect(daysOf('day', '2026-11-26')).toEqual(['2026-11-26']);
    const week = daysOf('week', '2026-11-26');
    expect([week[0], week.at(-1), week.length]).toEqual(['2026-11-23', '2026-11-29', 7]);
    const month = daysOf('month', '2026-11-26');
    expect([month[0], month.at(-1), month.length]).toEqual(['2026-10-26', '2026-12-06', 42]);
    // Four weeks exactly: February 2027 begins on a Monday.
    expect(daysOf('month', '2027-02-10')).toHaveLength(28);
    expect(daysOf('week', '2026-11-29')[0]).toBe('2026-11-23');
  });
  it('go on over the ends of months and years', () => {
    expect(turned('day', '2026-12-31', 1)).toBe('2027-01-01');
    expect(turned('week', '2026-12-30', 1)).toBe('2027-01-06');
    expect(turned('month', '2026-12-31', 1)).toBe('2027-01-01');
    expect(turned('month', '2027-01-15', -1)).toBe('2026-12-01');
  });
  it('hold what lies on them, in its order', () => {
    const rows = [
      { id: 1, date: '2026-11-26' },
      { id: 2, date: '2026-11-27' },
      { id: 3, date: '2026-11-26' },
    ];
    expect(
      byDate(rows)
        .get('2026-11-26')
        ?.map(({ id }) => id),
    ).toEqual([1, 3]);
  });
});

describe('a task', () => {
  it('goes anywhere while it is open, and back to the beginning once it has ended', () => {
    for (const state of TASK_STATES) {
      expect(taskNext(state)).not.toContain(state);
      const open = state !== 'done' && state !== 'canceled';
      expect(taskNext(state)).toHaveLength(open ? 4 : 1);
    }
  });
});
