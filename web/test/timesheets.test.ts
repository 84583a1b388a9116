import { describe, expect, it } from 'vitest';
import { ticks } from '../src/drawer/TimeBand';
import { correctionOf, draftOf, type SheetDay, shiftMonth } from '../src/timesheet/timesheets';

const ZONE = 'Asia/Ho_Chi_Minh';
const worked = (start: string, end: string, break_s: number) => ({
  started_at: `2026-11-20T${start}:12.500Z`,
  ended_at: `2026-11-20T${end}:40.000Z`,
  break_s,
  off_s: 0,
  worked_s: 0,
});
const day = (measured: SheetDay['measured']): SheetDay => ({
  date: '2026-11-20',
  planned: true,
  absence: null,
  holiday: null,
  measured,
  holds: measured,
  running: false,
  auto_ended: false,
  late_start_s: null,
  first_call_at: null,
  last_call_at: null,
  in_store_s: 0,
  idle_s: 0,
  unobserved_s: 0,
  distance_m: 0,
  corrections: [],
});

describe('a correction', () => {
  const measured = day(worked('01:02', '10:30', 1800));
  const draft = draftOf(measured, 'en', ZONE);
  it('starts from what holds, in the company zone', () => {
    expect(draft).toEqual({ start: '08:02', end: '17:30', pause: 30, reason: '' });
  });
  it('says only what differs, and nothing without a reason', () => {
    expect(correctionOf({ ...draft, reason: 'x' }, measured, 'en', ZONE, 0)).toBeNull();
    expect(correctionOf({ ...draft, end: '18:00' }, measured, 'en', ZONE, 0)).toBeNull();
    expect(correctionOf({ ...draft, end: '18:00', reason: ' forgot ' }, measured, 'en', ZONE, 0)).toEqual({
      ended_at: '2026-11-20T11:00:00.000Z',
      reason: 'forgot',
    });
    expect(correctionOf({ ...draft, pause: 0, reason: 'x' }, measured, 'en', ZONE, 0)).toEqual({
      break_s: 0,
      reason: 'x',
    });
  });
  it('knows that a day which begins in the evening goes on after midnight', () => {
    const typed = { start: '21:00', end: '04:30', pause: '', reason: 'x' } as const;
    expect(correctionOf(typed, day(null), 'en', ZONE, 20 * 60)).toEqual({
      started_at: '2026-11-20T14:00:00.000Z',
      ended_at: '2026-11-20T21:30:00.000Z',
      reason: 'x',
    });
  });
  it('gives a day that nobody measured its times', () => {
    const typed = { start: '08:00', end: '17:00', pause: 60, reason: 'phone broken' } as const;
    expect(correctionOf(typed, day(null), 'en', ZONE, 0)).toEqual({
      started_at: '2026-11-20T01:00:00.000Z',
      ended_at: '2026-11-20T10:00:00.000Z',
      break_s: 3600,
      reason: 'phone broken',
    });
  });
});

describe('months and hours', () => {
  it('crosses the year', () => {
    expect(shiftMonth('2026-12', 1)).toBe('2027-01');
    expect(shiftMonth('2026-01', -1)).toBe('2025-12');
  });
  it('marks at most seven whole hours', () => {
    const from = Date.parse('2026-11-20T01:10:00Z');
    for (const hours of [1, 3, 6, 9, 14, 23]) {
      const marks = ticks(from, from + hours * 3_600_000);
      expect(marks.length).toBeLessThanOrEqual(7);
      expect(marks.length).toBeGreaterThan(0);
      expect(marks.every((at) => at % 3_600_000 === 0 && at >= from)).toBe(true);
    }
  });
});
