// Which work each role does here, in the order of a day, and where. The words are in `guide.*`.
import type { Role } from '../api/types';

/** Where each piece of work is done. */
export const PLACES = {
  look: '/overview',
  watch: '/map',
  exceptions: '/exceptions',
  review: '/review',
  replay: '/map',
  leave: '/plans',
  orders: '/orders',
  money: '/money',
  stock: '/stock',
  prices: '/catalogue',
  scenarios: '/scenarios',
  territories: '/scenarios/territories',
  pins: '/outlets/proposals',
  masters: '/masters/outlets',
  import: '/import',
  reports: '/reports',
  targets: '/targets',
  people: '/admin/users',
  rules: '/settings',
  log: '/admin/audit-log',
  deliveries: '/stock',
  displays: '/photos',
  campaigns: '/relations',
  customers: '/masters/customers',
  cases: '/relations',
  take: '/orders',
  claims: '/photos',
  alerts: '/alerts',
  account: '/account',
} as const;

export type Work = keyof typeof PLACES;

/** Which part of its page, where it is not the first. */
export const TABS: Partial<Record<Work, string>> = {
  deliveries: 'trips',
  displays: 'displays',
  campaigns: 'segments',
  cases: 'cases',
  claims: 'claims',
};

const GUIDES: Partial<Record<Role, readonly Work[]>> = {
  administrator: ['people', 'rules', 'masters', 'import', 'log', 'watch', 'reports', 'alerts', 'account'],
  director: ['look', 'targets', 'reports', 'orders', 'exceptions', 'replay', 'alerts', 'account'],
  regional_manager: [
    'look',
    'watch',
    'exceptions',
    'review',
    'targets',
    'leave',
    'orders',
    'reports',
    'alerts',
    'account',
  ],
  supervisor: ['watch', 'exceptions', 'review', 'replay', 'leave', 'orders', 'pins', 'alerts', 'account'],
  planner: ['scenarios', 'territories', 'pins', 'masters', 'import', 'leave', 'reports', 'alerts', 'account'],
  accounting: ['orders', 'money', 'stock', 'prices', 'import', 'reports', 'alerts', 'account'],
  trade_marketing: ['displays', 'prices', 'campaigns', 'reports', 'alerts', 'account'],
  delivery: ['deliveries', 'stock', 'alerts', 'account'],
  warehouse: ['stock', 'deliveries', 'import', 'alerts', 'account'],
  customer_care: ['customers', 'cases', 'take', 'alerts', 'account'],
  distributor: ['orders', 'deliveries', 'stock', 'money', 'claims', 'alerts', 'account'],
  auditor: ['watch', 'replay', 'reports', 'log', 'money', 'account'],
};

/** Nothing for a role that works elsewhere: reps on the phone, programs over the interface. */
export const guideOf = (role: Role | undefined): readonly Work[] => (role && GUIDES[role]) ?? [];
