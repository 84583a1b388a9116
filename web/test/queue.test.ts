import { describe, expect, it } from 'vitest';
import type { VisitSummary } from '../src/api/types';
import { merge, nextFocus, passes, reasonCounts } from '../src/review/queue';

const visit = (id: string, reasons: string[], open = false) =>
  ({
    id,
    verdict: { reasons },
    appeal: open ? { reason: 'x', at: '', open } : null,
  }) as unknown as VisitSummary;

describe('the review queue', () => {
  it('puts appeals first and nothing twice', () => {
    const both = visit('a', ['dwell_short'], true);
    expect(merge([both], [visit('b', []), both]).map((v) => v.id)).toEqual(['a', 'b']);
  });
  it('counts each reason once a visit, the commonest first', () => {
    const visits = [visit('a', ['x', 'x']), visit('b', ['y']), visit('c', ['y', 'x'])];
    expect(reasonCounts([...visits, visit('d', ['y'])])).toEqual([
      ['y', 3],
      ['x', 2],
    ]);
  });
  it('filters by reason and by open appeal', () => {
    expect(passes(visit('a', ['x']), undefined)).toBe(true);
    expect(passes(visit('a', ['x']), 'y')).toBe(false);
    expect(passes(visit('a', ['x']), 'appeal')).toBe(false);
    expect(passes(visit('a', ['x'], true), 'appeal')).toBe(true);
  });
  it('moves on to the next visit that stays, else to the one before', () => {
    const ids = ['a', 'b', 'c', 'd'];
    expect(nextFocus(ids, new Set(['b', 'c']), 'b')).toBe('d');
    expect(nextFocus(ids, new Set(['d']), 'd')).toBe('c');
    expect(nextFocus(ids, new Set(ids), 'a')).toBe(undefined);
  });
});
