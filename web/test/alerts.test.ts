import { describe, expect, it } from 'vitest';
import { errorParts, faultAt, quietOf, runs, underWay } from '../src/alerts/alerts';

describe('quiet hours of the form', () => {
  it('are every night and whole days', () => {
    expect(quietOf({ night: true, from: '20:00', to: '07:00', days: [7, 6] })).toEqual([
      { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '20:00', to: '07:00' },
      { weekdays: [6, 7], from: '00:00', to: '24:00' },
    ]);
    expect(quietOf({ night: false, from: '20:00', to: '07:00', days: [] })).toEqual([]);
  });
  it('are told as runs of days', () => {
    expect(runs([3, 1, 2, 7, 2])).toEqual([
      [1, 3],
      [7, 7],
    ]);
    expect(runs([])).toEqual([]);
  });
});

describe('what became of messages', () => {
  it('tells the status of a refusal apart', () => {
    expect(errorParts('http_503')).toEqual({ word: 'http', status: '503' });
    expect(errorParts('smtp_550')).toEqual({ word: 'smtp', status: '550' });
    expect(errorParts('no_connection')).toEqual({ word: 'no_connection', status: '' });
  });
  it('is asked again while something is on its way', () => {
    const row = { id: 'x', is_test: true, kinds: [], events: 0, attempts: 0, next_at: null } as const;
    const rest = { last_error: null, created_at: '', ended_at: null };
    expect(underWay([{ ...row, ...rest, kinds: [], state: 'sent' }])).toBe(false);
    expect(underWay([{ ...row, ...rest, kinds: [], state: 'pending' }])).toBe(true);
  });
});

it('finds what is wrong with a field or in it', () => {
  const errors = [
    { pointer: '/kinds/1', code: 'unknown' },
    { pointer: '/name', code: 'required' },
  ];
  expect(faultAt(errors, 'kinds')).toBe('unknown');
  expect(faultAt(errors, 'name')).toBe('required');
  expect(faultAt(errors, 'target')).toBeUndefined();
});
