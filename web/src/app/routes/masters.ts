// The addresses of lists and forms of masters, what is proposed of them, and files that change them.
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { ERP_STATES, type ErpState } from '../../import/erp';
import { outletSearch } from '../../outlets/records';
import { recordSearch } from '../../records/records';
import { repSearch } from '../../reps/reps';
import { routeSearch } from '../../routes/routes';
import { loggedIn, root, text } from './root';

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
  component: lazyRouteComponent(() => import('../../outlets/OutletsPage'), 'OutletsPage'),
});

const customerList = createRoute({
  getParentRoute: () => root,
  path: '/masters/customers',
  validateSearch: recordSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../customers/CustomersPage'), 'CustomersPage'),
});

const repList = createRoute({
  getParentRoute: () => root,
  path: '/masters/reps',
  validateSearch: repSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../reps/RepsPage'), 'RepsPage'),
});

const routeList = createRoute({
  getParentRoute: () => root,
  path: '/masters/routes',
  validateSearch: routeSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../routes/RoutesPage'), 'RoutesPage'),
});

const proposals = createRoute({
  getParentRoute: () => root,
  path: '/outlets/proposals',
  validateSearch: (search: Record<string, unknown>): { proposal?: number } => ({
    proposal: Number.isInteger(search.proposal) ? Number(search.proposal) : undefined,
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../proposals/ProposalsPage'), 'ProposalsPage'),
});

const requests = createRoute({
  getParentRoute: () => root,
  path: '/outlets/requests',
  validateSearch: (search: Record<string, unknown>): { request?: string } => ({
    request: text(search.request),
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../outlets/RequestsPage'), 'RequestsPage'),
});

const duplicates = createRoute({
  getParentRoute: () => root,
  path: '/outlets/duplicates',
  validateSearch: (search: Record<string, unknown>): { pair?: string } => ({ pair: text(search.pair) }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../outlets/DuplicatesPage'), 'DuplicatesPage'),
});

const closures = createRoute({
  getParentRoute: () => root,
  path: '/outlets/closures',
  validateSearch: (search: Record<string, unknown>): { outlet?: number } => ({
    outlet: Number.isInteger(search.outlet) ? Number(search.outlet) : undefined,
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../outlets/ClosuresPage'), 'ClosuresPage'),
});

const imports = createRoute({
  getParentRoute: () => root,
  path: '/import',
  validateSearch: (
    search: Record<string, unknown>,
  ): { id?: number; tab?: 'erp' | 'lists'; state?: ErpState } => ({
    id: Number.isInteger(Number(search.id)) && search.id !== undefined ? Number(search.id) : undefined,
    tab: search.tab === 'erp' || search.tab === 'lists' ? search.tab : undefined,
    state: ERP_STATES.find((state) => state === search.state),
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../import/ImportPage'), 'ImportPage'),
});

export const mastersRoutes = [
  masters,
  outletList,
  customerList,
  repList,
  routeList,
  proposals,
  requests,
  duplicates,
  closures,
  imports,
] as const;
