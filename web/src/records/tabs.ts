// Which lists of records stand beside each other, and which right each needs.
import { has, type Rights } from '../app/rights';

const MASTERS = [
  { to: '/masters/outlets', word: 'outlets', right: 'read_trade' },
  { to: '/masters/customers', word: 'customers', right: 'read_trade' },
  { to: '/masters/reps', word: 'reps', right: 'read_field' },
  { to: '/masters/routes', word: 'routes', right: 'read_field' },
] as const;

const ADMINISTRATION = [
  { to: '/admin/users', word: 'users', right: 'read_users' },
  { to: '/admin/roles', word: 'roles', right: 'read_users' },
  { to: '/admin/org-units', word: 'units', right: 'read_org_units' },
  { to: '/admin/devices', word: 'devices', right: 'read_devices' },
  { to: '/admin/unread', word: 'unread', right: 'read_devices' },
  { to: '/admin/audit-log', word: 'log', right: 'read_audit' },
  { to: '/admin/privacy', word: 'privacy', right: 'read_privacy' },
  { to: '/admin/consents', word: 'consents', right: 'read_privacy' },
  { to: '/admin/processing-record', word: 'processing', right: 'read_privacy' },
] as const;

export const PAGES = { masters: MASTERS, admin: ADMINISTRATION };
export type Tab = (typeof MASTERS | typeof ADMINISTRATION)[number]['word'];

/** Where administration begins for who may see a part of it. */
export const adminOf = (rights: Rights) => ADMINISTRATION.find((tab) => has(rights, tab.right))?.to;
