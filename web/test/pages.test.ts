import { describe, expect, it } from 'vitest';
import { homeOf, isAt, pagesOf, split } from '../src/app/pages';

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
  it('offers a role only what it can use', () => {
    expect(pagesOf('auditor').map((p) => p.to)).toEqual([
      '/map',
      '/exceptions',
      '/overview',
      '/reports',
      '/orders',
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
    expect(pagesOf('director').map((p) => p.to)[0]).toBe('/overview');
    expect(homeOf('regional_manager')).toBe('/overview');
    expect(homeOf('supervisor')).toBe('/map');
    expect(pagesOf('planner').map((p) => p.to)).not.toContain('/exceptions');
    expect(pagesOf(undefined).map((p) => p.to)).toEqual(['/map']);
    expect(pagesOf('administrator').length).toBeGreaterThan(3);
  });
});
