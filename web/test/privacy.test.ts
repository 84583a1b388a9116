import { describe, expect, it } from 'vitest';
import { isMoving, percentDone, privacySearch, rowsOf } from '../src/privacy/privacy';

describe('erasures', () => {
  it('show what there is any of, in the order of the table, and what is not known last', () => {
    expect(rowsOf({ photos: 2, new_kind: 1, raw_fixes: 9, events: 0 })).toEqual([
      ['raw_fixes', 9],
      ['photos', 2],
      ['new_kind', 1],
    ]);
  });

  it('are done at 100 and never before', () => {
    const of = (state: 'waiting' | 'running' | 'done', done: number, of_steps: number) =>
      percentDone({ state, done, of_steps });
    expect(of('waiting', 0, 0)).toBe(0);
    expect(of('running', 40, 80)).toBe(50);
    expect(of('running', 80, 80)).toBe(99);
    expect(of('done', 0, 0)).toBe(100);
  });

  it('are looked at again while one is still to end', () => {
    expect(isMoving([{ state: 'done' }, { state: 'cancelled' }])).toBe(false);
    expect(isMoving([{ state: 'done' }, { state: 'waiting' }])).toBe(true);
  });

  it('take from the address only what belongs there', () => {
    expect(privacySearch({ rep: 7, id: 'x', act: 'new', q: 'no' })).toEqual({
      at: undefined,
      id: undefined,
      act: 'new',
      rep: 7,
    });
  });
});
