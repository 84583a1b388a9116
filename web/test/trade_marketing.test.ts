import { describe, expect, it } from 'vitest';
import type { Rights } from '../src/app/rights';
import { type Claim, deedsOf } from '../src/trade_marketing/claims';
import { codesOf, type Display, mayFail, nextDeed } from '../src/trade_marketing/displays';

const all: Rights = [
  'approve_displays',
  'approve_displays_second',
  'pay_displays',
  'make_claims',
  'check_claims',
  'approve_claims',
  'manage_receivables',
];

const display = (state: Display['state'], first_by_id: number | null = null): Display => ({
  id: 'd',
  programme_id: 1,
  programme_name: 'P',
  outlet_id: 1,
  outlet_code: 'A',
  outlet_name: 'A',
  currency: 'VND',
  reward_minor: 1,
  state,
  rep_id: null,
  rep_name: null,
  first_by_id,
  first_by: null,
  second_by: null,
  reason: null,
  reference: null,
  credit: null,
  execution_id: null,
  visit_id: null,
  executed_on: null,
  photos: 0,
});

const claim = (state: Claim['state'], checked_by_id: number | null = null) =>
  ({ state, checked_by_id }) as Claim;

describe('displays', () => {
  it('offers the step that follows to who may take it', () => {
    expect(nextDeed(display('enrolled'), all, 1)).toBeNull();
    expect(nextDeed(display('executed'), ['approve_displays'], 1)).toBe('approve_first');
    expect(nextDeed(display('executed'), ['approve_displays_second'], 1)).toBeNull();
    expect(nextDeed(display('approved_first', 2), ['approve_displays_second'], 1)).toBe('approve_second');
    expect(nextDeed(display('approved'), ['pay_displays'], 1)).toBe('pay');
    expect(nextDeed(display('paid'), all, 1)).toBeNull();
  });
  it('offers nobody both levels', () => {
    expect(nextDeed(display('approved_first', 1), all, 1)).toBeNull();
  });
  it('lets nothing fail that is over', () => {
    expect(mayFail(display('executed'), ['approve_displays'])).toBe(true);
    expect(mayFail(display('paid'), all)).toBe(false);
    expect(mayFail(display('enrolled'), ['read_claims'])).toBe(false);
  });
  it('reads codes however they are separated', () => {
    expect(codesOf(' A1\nB2, C3;A1 ')).toEqual(['A1', 'B2', 'C3']);
    expect(codesOf('')).toEqual([]);
  });
});

describe('claims', () => {
  it('offers what follows, and no approval to who checked', () => {
    expect(deedsOf(claim('draft'), ['make_claims'], 1)).toEqual(['submit']);
    expect(deedsOf(claim('submitted'), ['approve_claims'], 1)).toEqual([]);
    expect(deedsOf(claim('checked', 2), ['approve_claims'], 1)).toEqual(['approve', 'reject']);
    expect(deedsOf(claim('checked', 1), all, 1)).toEqual([]);
    expect(deedsOf(claim('partly'), ['manage_receivables'], 1)).toEqual(['settle']);
    expect(deedsOf(claim('settled'), all, 1)).toEqual([]);
  });
});
