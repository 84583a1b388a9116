// Which lists of records stand beside each other, and for whom.
import type { Role } from '../api/types';
import { may } from './records';
import {
  MAY_READ_DEVICES,
  MAY_READ_LOG,
  MAY_READ_MASTERS,
  MAY_READ_PRIVACY,
  MAY_READ_UNITS,
  MAY_READ_USERS,
} from './rights';

const MASTERS = [
  { to: '/masters/outlets', word: 'outlets', roles: MAY_READ_MASTERS },
  { to: '/masters/customers', word: 'customers', roles: MAY_READ_MASTERS },
  { to: '/masters/reps', word: 'reps', roles: MAY_READ_MASTERS },
  { to: '/masters/routes', word: 'routes', roles: MAY_READ_MASTERS },
] as const;

const ADMINISTRATION = [
  { to: '/admin/users', word: 'users', roles: MAY_READ_USERS },
  { to: '/admin/roles', word: 'roles', roles: MAY_READ_USERS },
  { to: '/admin/org-units', word: 'units', roles: MAY_READ_UNITS },
  { to: '/admin/devices', word: 'devices', roles: MAY_READ_DEVICES },
  { to: '/admin/unread', word: 'unread', roles: MAY_READ_DEVICES },
  { to: '/admin/audit-log', word: 'log', roles: MAY_READ_LOG },
  { to: '/admin/privacy', word: 'privacy', roles: MAY_READ_PRIVACY },
  { to: '/admin/consents', word: 'consents', roles: MAY_READ_PRIVACY },
  { to: '/admin/processing-record', word: 'processing', roles: MAY_READ_PRIVACY },
] as const;

export const PAGES = { masters: MASTERS, admin: ADMINISTRATION };
export type Tab = (typeof MASTERS | typeof ADMINISTRATION)[number]['word'];

/** Where a role's administration begins. */
export const adminOf = (role: Role | undefined) => ADMINISTRATION.find((tab) => may(role, tab.roles))?.to;
