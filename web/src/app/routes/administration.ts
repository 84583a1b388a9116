// The addresses of what administrators keep, and of everybody’s own notifications.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { logSearch } from '../../audit_log/log';
import { deviceSearch } from '../../devices/devices';
import { unitSearch } from '../../org_units/units';
import { consentSearch } from '../../privacy/consents';
import { privacySearch } from '../../privacy/privacy';
import { rolesSearch } from '../../roles/roles';
import { TABS as SETTINGS_TABS, type Tab as SettingsTab } from '../../settings/settings';
import { unreadSearch } from '../../unread/unread';
import { userSearch } from '../../users/users';
import { loggedIn, root } from './root';

const userList = createRoute({
  getParentRoute: () => root,
  path: '/admin/users',
  validateSearch: userSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../users/UsersPage'), 'UsersPage'),
});

const roleTable = createRoute({
  getParentRoute: () => root,
  path: '/admin/roles',
  validateSearch: rolesSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../roles/RolesPage'), 'RolesPage'),
});

const unitTree = createRoute({
  getParentRoute: () => root,
  path: '/admin/org-units',
  validateSearch: unitSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../org_units/OrgUnitsPage'), 'OrgUnitsPage'),
});

const deviceList = createRoute({
  getParentRoute: () => root,
  path: '/admin/devices',
  validateSearch: deviceSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../devices/DevicesPage'), 'DevicesPage'),
});

const codes = createRoute({
  getParentRoute: () => root,
  path: '/admin/codes',
  validateSearch: (search: Record<string, unknown>): { from?: 'table' } => ({
    from: search.from === 'table' ? 'table' : undefined,
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../code_sheet/CodesPage'), 'CodesPage'),
});

const unread = createRoute({
  getParentRoute: () => root,
  path: '/admin/unread',
  validateSearch: unreadSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../unread/UnreadPage'), 'UnreadPage'),
});

const auditLog = createRoute({
  getParentRoute: () => root,
  path: '/admin/audit-log',
  validateSearch: logSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../audit_log/LogPage'), 'LogPage'),
});

const privacy = createRoute({
  getParentRoute: () => root,
  path: '/admin/privacy',
  validateSearch: privacySearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../privacy/PrivacyPage'), 'PrivacyPage'),
});

const consents = createRoute({
  getParentRoute: () => root,
  path: '/admin/consents',
  validateSearch: consentSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../privacy/ConsentsPage'), 'ConsentsPage'),
});

const processing = createRoute({
  getParentRoute: () => root,
  path: '/admin/processing-record',
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../privacy/ProcessingPage'), 'ProcessingPage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  validateSearch: (search: Record<string, unknown>): { tab?: SettingsTab } => ({
    tab: SETTINGS_TABS.find((tab) => tab === search.tab && tab !== 'values'),
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../settings/SettingsPage'), 'SettingsPage'),
});

const alerts = createRoute({
  getParentRoute: () => root,
  path: '/alerts',
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../alerts/AlertsPage'), 'AlertsPage'),
});

export const administrationRoutes = [
  userList,
  roleTable,
  unitTree,
  deviceList,
  codes,
  unread,
  auditLog,
  privacy,
  consents,
  processing,
  settings,
  alerts,
] as const;
