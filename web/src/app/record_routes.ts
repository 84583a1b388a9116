// The addresses of lists and forms of masters, and of what administrators keep.
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { logSearch } from '../audit_log/log';
import { deviceSearch } from '../devices/devices';
import { unitSearch } from '../org_units/units';
import { outletSearch } from '../outlets/records';
import { recordSearch } from '../records/records';
import { repSearch } from '../reps/reps';
import { rolesSearch } from '../roles/roles';
import { routeSearch } from '../routes/routes';
import { unreadSearch } from '../unread/unread';
import { userSearch } from '../users/users';
import { loggedIn, root } from './root_route';

const masters = createRoute({
  getParentRoute: () => root,
  path: '/masters',
  beforeLoad: () => {
    throw redirect({ to: '/masters/outlets', replace: true });
  },
});

const outletList = createRoute({
  getParentRoute: () => root,
  path: '/masters/outlets',
  validateSearch: outletSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../outlets/OutletsPage'), 'OutletsPage'),
});

const customerList = createRoute({
  getParentRoute: () => root,
  path: '/masters/customers',
  validateSearch: recordSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../customers/CustomersPage'), 'CustomersPage'),
});

const repList = createRoute({
  getParentRoute: () => root,
  path: '/masters/reps',
  validateSearch: repSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../reps/RepsPage'), 'RepsPage'),
});

const routeList = createRoute({
  getParentRoute: () => root,
  path: '/masters/routes',
  validateSearch: routeSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../routes/RoutesPage'), 'RoutesPage'),
});

const userList = createRoute({
  getParentRoute: () => root,
  path: '/admin/users',
  validateSearch: userSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../users/UsersPage'), 'UsersPage'),
});

const roleTable = createRoute({
  getParentRoute: () => root,
  path: '/admin/roles',
  validateSearch: rolesSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../roles/RolesPage'), 'RolesPage'),
});

const unitTree = createRoute({
  getParentRoute: () => root,
  path: '/admin/org-units',
  validateSearch: unitSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../org_units/OrgUnitsPage'), 'OrgUnitsPage'),
});

const deviceList = createRoute({
  getParentRoute: () => root,
  path: '/admin/devices',
  validateSearch: deviceSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../devices/DevicesPage'), 'DevicesPage'),
});

const codes = createRoute({
  getParentRoute: () => root,
  path: '/admin/codes',
  validateSearch: (search: Record<string, unknown>): { from?: 'table' } => ({
    from: search.from === 'table' ? 'table' : undefined,
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../code_sheet/CodesPage'), 'CodesPage'),
});

const unread = createRoute({
  getParentRoute: () => root,
  path: '/admin/unread',
  validateSearch: unreadSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../unread/UnreadPage'), 'UnreadPage'),
});

const auditLog = createRoute({
  getParentRoute: () => root,
  path: '/admin/audit-log',
  validateSearch: logSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../audit_log/LogPage'), 'LogPage'),
});

export const recordRoutes = [
  masters,
  outletList,
  customerList,
  repList,
  routeList,
  userList,
  roleTable,
  unitTree,
  deviceList,
  codes,
  unread,
  auditLog,
] as const;
