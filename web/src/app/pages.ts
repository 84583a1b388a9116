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
import type { Role } from '../api/types';
import { MAY_READ_AUDITS } from '../audits/audits';
import { MAY_READ_CATALOGUE } from '../catalogue/rights';
import { MAY_READ_RELATIONS } from '../crm/rights';
import { MAY_WATCH } from '../exceptions/exceptions';
import { MAY_IMPORT } from '../import/rights';
import { MAY_READ_MONEY } from '../money/money';
import { MAY_READ_ORDERS } from '../orders/orders';
import { MAY_SEE_PHOTOS } from '../photos/photos';
import { MAY_PLAN } from '../plans/rights';
import { MAY_APPROVE } from '../proposals/proposals';
import { MAY_READ_MASTERS } from '../records/rights';
import { MAY_READ_REPORTS } from '../reports/kpis';
import { HOME_IS_OVERVIEW, MAY_READ_OVERVIEW } from '../reports/overview';
import { MAY_REVIEW } from '../review/rights';
import { MAY_READ_SCENARIOS } from '../scenarios/scenarios';
import { MAY_READ_STOCK } from '../stock/stock';
import { MAY_READ_TARGETS } from '../targets/targets';
import { MAY_READ_TIME } from '../timesheet/timesheets';

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
  /** Left out: everybody. */
  roles?: readonly Role[];
}

/** In the order of the bar; what comes last is the first to go under "More". */
const PAGES: readonly PageEntry[] = [
  { to: '/map', word: 'map', icon: IconMap2 },
  { to: '/exceptions', word: 'exceptions', icon: IconBellExclamation, roles: MAY_WATCH },
  { to: '/review', word: 'review', icon: IconChecklist, roles: MAY_REVIEW },
  { to: '/overview', word: 'overview', icon: IconGauge, roles: MAY_READ_OVERVIEW },
  { to: '/reports', word: 'reports', icon: IconChartBar, roles: MAY_READ_REPORTS },
  { to: '/orders', word: 'orders', icon: IconReceipt, roles: MAY_READ_ORDERS },
  { to: '/plans', word: 'plans', icon: IconCalendarEvent, roles: MAY_PLAN },
  { to: '/scenarios', word: 'scenarios', icon: IconRoute, roles: MAY_READ_SCENARIOS },
  {
    to: '/outlets/proposals',
    under: '/outlets',
    word: 'outlets',
    icon: IconBuildingStore,
    roles: MAY_APPROVE,
  },
  {
    to: '/masters/outlets',
    under: '/masters',
    word: 'masters',
    icon: IconDatabase,
    roles: MAY_READ_MASTERS,
  },
  { to: '/stock', word: 'stock', icon: IconPackages, roles: MAY_READ_STOCK },
  { to: '/photos', word: 'photos', icon: IconPhoto, roles: MAY_SEE_PHOTOS },
  { to: '/audits', word: 'audits', icon: IconClipboardCheck, roles: MAY_READ_AUDITS },
  { to: '/relations', word: 'relations', icon: IconAddressBook, roles: MAY_READ_RELATIONS },
  { to: '/calendar', word: 'calendar', icon: IconCalendarUser, roles: MAY_READ_RELATIONS },
  { to: '/targets', word: 'targets', icon: IconTargetArrow, roles: MAY_READ_TARGETS },
  { to: '/money', word: 'money', icon: IconCoins, roles: MAY_READ_MONEY },
  { to: '/timesheet', word: 'timesheet', icon: IconClockHour4, roles: MAY_READ_TIME },
  { to: '/import', word: 'import', icon: IconTableImport, roles: MAY_IMPORT },
  { to: '/catalogue', word: 'catalogue', icon: IconShoppingCart, roles: MAY_READ_CATALOGUE },
];

/** Where a role begins: who answers for the month with the month, the others with the map. */
export const homeOf = (role: Role | undefined): '/overview' | '/map' =>
  role !== undefined && HOME_IS_OVERVIEW.includes(role) ? '/overview' : '/map';

/** What a role cannot use is not offered; its first page stands first. */
export const pagesOf = (role: Role | undefined): readonly PageEntry[] => {
  const home = homeOf(role);
  return PAGES.filter((page) => !page.roles || (role !== undefined && page.roles.includes(role))).sort(
    (a, b) => Number(b.to === home) - Number(a.to === home),
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
