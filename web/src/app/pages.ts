// Which pages the console has, for whom, and which of them stand in the bar. A page is one line here.
import {
  type Icon,
  IconAddressBook,
  IconBellExclamation,
  IconBuildingStore,
  IconCalendarEvent,
  IconCalendarUser,
  IconChartBar,
  IconChecklist,
  IconClipboardCheck,
  IconClockHour4,
  IconCoins,
  IconDatabase,
  IconGauge,
  IconMap2,
  IconPackages,
  IconPhoto,
  IconReceipt,
  IconRoute,
  IconShoppingCart,
  IconTableImport,
  IconTargetArrow,
} from '@tabler/icons-react';
import type { Right, Role } from '../api/types';
import { IMPORT_RIGHTS } from '../import/rights';
import { has, type Rights } from './rights';

export interface PageEntry {
  to:
    | '/map'
    | '/exceptions'
    | '/review'
    | '/orders'
    | '/money'
    | '/plans'
    | '/outlets/proposals'
    | '/import'
    | '/timesheet'
    | '/stock'
    | '/photos'
    | '/catalogue'
    | '/audits'
    | '/relations'
    | '/calendar'
    | '/targets'
    | '/scenarios'
    | '/masters/outlets'
    | '/reports'
    | '/overview';
  /** Where its pages are, if they are several. */
  under?: string;
  /** Of `nav.*`. */
  word:
    | 'map'
    | 'exceptions'
    | 'review'
    | 'orders'
    | 'money'
    | 'plans'
    | 'outlets'
    | 'import'
    | 'timesheet'
    | 'stock'
    | 'photos'
    | 'catalogue'
    | 'audits'
    | 'relations'
    | 'calendar'
    | 'targets'
    | 'scenarios'
    | 'masters'
    | 'reports'
    | 'overview';
  icon: Icon;
  /** One of these is enough: what its first request is held against. */
  needs: readonly Right[];
}

/** In the order of the bar; what comes last is the first to go under "More". */
const PAGES: readonly PageEntry[] = [
  { to: '/map', word: 'map', icon: IconMap2, needs: ['read_field'] },
  { to: '/exceptions', word: 'exceptions', icon: IconBellExclamation, needs: ['watch'] },
  { to: '/review', word: 'review', icon: IconChecklist, needs: ['review_visits'] },
  { to: '/overview', word: 'overview', icon: IconGauge, needs: ['watch'] },
  { to: '/reports', word: 'reports', icon: IconChartBar, needs: ['read_field'] },
  { to: '/orders', word: 'orders', icon: IconReceipt, needs: ['read_trade'] },
  { to: '/plans', word: 'plans', icon: IconCalendarEvent, needs: ['read_field'] },
  { to: '/scenarios', word: 'scenarios', icon: IconRoute, needs: ['read_scenarios'] },
  {
    to: '/outlets/proposals',
    under: '/outlets',
    word: 'outlets',
    icon: IconBuildingStore,
    needs: ['approve_pins'],
  },
  {
    to: '/masters/outlets',
    under: '/masters',
    word: 'masters',
    icon: IconDatabase,
    needs: ['read_trade'],
  },
  { to: '/stock', word: 'stock', icon: IconPackages, needs: ['read_trade'] },
  { to: '/photos', word: 'photos', icon: IconPhoto, needs: ['read_field', 'read_claims'] },
  { to: '/audits', word: 'audits', icon: IconClipboardCheck, needs: ['read_field'] },
  { to: '/relations', word: 'relations', icon: IconAddressBook, needs: ['read_field'] },
  { to: '/calendar', word: 'calendar', icon: IconCalendarUser, needs: ['read_field'] },
  { to: '/targets', word: 'targets', icon: IconTargetArrow, needs: ['read_field'] },
  { to: '/money', word: 'money', icon: IconCoins, needs: ['read_receivables'] },
  { to: '/timesheet', word: 'timesheet', icon: IconClockHour4, needs: ['read_field'] },
  { to: '/import', word: 'import', icon: IconTableImport, needs: IMPORT_RIGHTS },
  { to: '/catalogue', word: 'catalogue', icon: IconShoppingCart, needs: ['read_trade'] },
];

type Home = { to: PageEntry['to'] | '/masters/customers'; search: { tab?: string } };

/** Where a role begins: with what it is there for, the others with the map. */
const HOMES: Partial<Record<Role, Home>> = {
  director: { to: '/overview', search: {} },
  regional_manager: { to: '/overview', search: {} },
  trade_marketing: { to: '/photos', search: { tab: 'displays' } },
  delivery: { to: '/stock', search: { tab: 'trips' } },
  warehouse: { to: '/stock', search: {} },
  customer_care: { to: '/masters/customers', search: {} },
  distributor: { to: '/orders', search: {} },
};

export const homeOf = (role: Role | undefined): Home => (role && HOMES[role]) ?? { to: '/map', search: {} };

/** What one may not use is not offered; the role's first page stands first. */
export const pagesOf = (rights: Rights, role: Role | undefined): readonly PageEntry[] => {
  const home = homeOf(role).to;
  return PAGES.filter(({ needs }) => needs.some((right) => has(rights, right))).sort(
    (a, b) => Number(isAt(b, home)) - Number(isAt(a, home)),
  );
};

/** Entries of the bar beside "More", by the width of the window; that the day's figures stay readable. */
export const roomAt = (width: number): number =>
  width <= 480 ? 3 : width <= 1180 ? 4 : width <= 1500 ? 5 : 8;

/** Whether a page, or one of its own, is the one at `path`. */
export const isAt = (page: { to: string; under?: string }, path: string): boolean => {
  const under = page.under ?? page.to;
  return path === under || path.startsWith(`${under}/`);
};

/**
 * The bar and what goes under "More". The page one is on always stands in the bar, in the last place where it would
 * have none; a single entry never hides alone, since "More" would take the same place.
 */
export function split<T extends { to: string; under?: string }>(
  pages: readonly T[],
  path: string,
  room: number,
): { bar: readonly T[]; more: readonly T[] } {
  if (pages.length <= room + 1) return { bar: pages, more: [] };
  const current = pages.find((page) => isAt(page, path));
  const first = pages.slice(0, room);
  const bar = !current || first.includes(current) ? first : [...pages.slice(0, room - 1), current];
  return { bar, more: pages.filter((page) => !bar.includes(page)) };
}
