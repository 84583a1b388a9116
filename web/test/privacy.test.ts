import { describe, expect, it } from 'vitest';
import { nextLabel } from '../src/devices/devices';
import type { OutboxItem } from '../src/m/phone';
import { answerOf, isAsked, mayStart } from '../src/m/privacy/consent';
import type { Privacy } from '../src/m/protocol';
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

describe('consent on the phone', () => {
  const notice = { version: 2, texts: { en: 'x' }, published_at: '2026-03-02T01:00:00Z' };
  const of = (policy: 'off' | 'asked' | 'required', answer: Privacy['answer'] = null): Privacy => ({
    policy,
    notice,
    answer,
  });
  const item = (decision: string, at: number, more: Partial<OutboxItem> = {}): OutboxItem => ({
    id: `${at}`,
    kind: 'consent',
    at,
    visit_id: null,
    outlet_id: null,
    body: { version: 2, decision },
    state: 'waiting',
    code: null,
    detail: null,
    status: null,
    ...more,
  });
  const AT = Date.parse('2026-03-02T02:00:00Z');

  it('is asked for once a version, and not where the company asks nobody', () => {
    expect(isAsked(of('asked'), null)).toBe(true);
    expect(isAsked(of('off'), null)).toBe(false);
    expect(isAsked(null, null)).toBe(false);
    expect(isAsked(of('required'), { version: 1, decision: 'given', at: AT })).toBe(true);
    expect(isAsked(of('required'), { version: 2, decision: 'declined', at: AT })).toBe(false);
  });

  it('holds work back only where it is required and not given', () => {
    expect(mayStart(of('required'), null)).toBe(false);
    expect(mayStart(of('required'), { version: 1, decision: 'given', at: AT })).toBe(true);
    expect(mayStart(of('required'), { version: 2, decision: 'withdrawn', at: AT })).toBe(false);
    expect(mayStart(of('asked'), { version: 2, decision: 'declined', at: AT })).toBe(true);
    expect(mayStart({ ...of('required'), notice: null }, null)).toBe(true);
  });

  it('is what was said last, here or there, and not what the server would not take', () => {
    const told = of('asked', { version: 1, decision: 'given', at: '2026-03-02T02:00:00Z' });
    expect(answerOf(told, [])?.decision).toBe('given');
    expect(answerOf(told, [item('withdrawn', AT + 1)])?.decision).toBe('withdrawn');
    expect(answerOf(told, [item('withdrawn', AT - 1)])?.decision).toBe('given');
    expect(answerOf(told, [item('withdrawn', AT + 1, { state: 'refused' })])?.decision).toBe('given');
  });
});

describe('the next phone', () => {
  it('is counted on from the one before', () => {
    expect(nextLabel('HN-R001')).toBe('HN-R001 2');
    expect(nextLabel('Máy Lan 2')).toBe('Máy Lan 3');
  });
});
