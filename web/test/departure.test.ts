import { expect, test } from 'vitest';
import { kindOf, mayLetGo, type Outstanding, owed } from '../src/reps/departure';

const one = (kind: string, amount_minor: number | null, currency: string | null): Outstanding => ({
  kind,
  id: '1',
  label: '',
  date: null,
  amount_minor,
  currency,
  count: null,
});

test('what is owed is the money that was not handed in, by currency', () => {
  const open = [
    one('collection', 500, 'VND'),
    one('collection', 250, 'VND'),
    one('collection', 7, 'INR'),
    // Claimed by the rep, not owed.
    one('expense', 90, 'VND'),
    one('van_stock', null, null),
  ];
  expect(owed(open)).toEqual([
    ['VND', 750],
    ['INR', 7],
  ]);
  expect(owed([])).toEqual([]);
});

test('a kind of a later server is no known one', () => {
  expect(kindOf('trip')).toBe('trip');
  expect(kindOf('unheard_of')).toBeUndefined();
});

test('who lets a rep go is allowed each part of it', () => {
  const all = [
    'manage_reps',
    'manage_devices',
    'manage_routes',
    'keep_relations',
    'read_receivables',
  ] as const;
  expect(mayLetGo(all)).toBe(true);
  for (const without of all) expect(mayLetGo(all.filter((right) => right !== without))).toBe(false);
});
