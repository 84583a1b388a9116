import { describe, expect, it } from 'vitest';
import type { Role } from '../src/api/types';
import { homeOf, isAt, pagesOf, split } from '../src/app/pages';
import type { Rights } from '../src/app/rights';
import { kindsOf, sheetsOf } from '../src/import/rights';

const pages = ['/a', '/b', '/c', '/d', '/e'].map((to) => ({ to }));
const told = (path: string, room: number) => {
  const { bar, more } = split(pages, path, room);
  return [bar, more].map((list) => list.map((p) => p.to.slice(1)).join('')).join(' ');
};

describe('the bar of pages', () => {
  it('shows all where there is room, and hides none alone', () => {
    expect(told('/a', 5)).toBe('abcde ');
    expect(told('/a', 4)).toBe('abcde ');
  });
  it('puts what does not fit under more', () => {
    expect(told('/a', 3)).toBe('abc de');
    expect(told('/elsewhere', 2)).toBe('ab cde');
  });
  it('keeps the page one is on in the bar', () => {
    expect(told('/e', 3)).toBe('abe cd');
    expect(told('/d/7', 2)).toBe('ad bce');
  });
  it('counts the pages under one as it', () => {
    const outlets = { to: '/outlets/proposals', under: '/outlets' };
    expect(
      ['/outlets/requests', '/outlets/proposals', '/outletsx', '/map'].map((p) => isAt(outlets, p)),
    ).toEqual([true, true, false, false]);
  });
  it('offers what the rights are enough for, the first page of the role first', () => {
    const to = (rights: Rights, role: Role) => pagesOf(rights, role).map((page) => page.to);
    expect(to(['own', 'read_trade', 'deliver_orders', 'read_org_units'], 'delivery')).toEqual([
      '/stock',
      '/orders',
      '/masters/outlets',
      '/catalogue',
    ]);
    expect(
      to(
        ['read_field', 'read_trade', 'read_receivables', 'watch', 'read_scenarios', 'read_claims'],
        'auditor',
      ),
    ).toEqual([
      '/map',
      '/exceptions',
      '/overview',
      '/reports',
      '/orders',
      '/plans',
      '/scenarios',
      '/masters/outlets',
      '/stock',
      '/photos',
      '/audits',
      '/relations',
      '/calendar',
      '/targets',
      '/money',
      '/timesheet',
      '/catalogue',
    ]);
    expect(to(['read_field', 'watch'], 'director')[0]).toBe('/overview');
    expect(to(['read_field'], 'planner')).not.toContain('/exceptions');
    expect(to(['manage_schemes'], 'trade_marketing')).toEqual(['/import']);
    // A second factor that is due leaves the own account alone.
    expect(to(['own'], 'administrator')).toEqual([]);
  });
  it('begins with what the role is there for', () => {
    expect(homeOf('regional_manager').to).toBe('/overview');
    expect(homeOf('delivery')).toEqual({ to: '/stock', search: { tab: 'trips' } });
    expect([homeOf('supervisor').to, homeOf(undefined).to]).toEqual(['/map', '/map']);
  });
  it('imports what one may keep', () => {
    expect(kindsOf(['manage_stock'])).toEqual(['stock']);
    expect(sheetsOf(['manage_schemes', 'manage_targets'])).toEqual(['targets', 'schemes']);
  });
});
