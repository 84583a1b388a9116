// The addresses of figures: the month, reports, targets.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { overviewSearch, reportsSearch } from '../../reports/search';
import { targetsSearch } from '../../targets/targets';
import { loggedIn, root } from './root';

const targets = createRoute({
  getParentRoute: () => root,
  path: '/targets',
  validateSearch: targetsSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../targets/TargetsPage'), 'TargetsPage'),
});

const overview = createRoute({
  getParentRoute: () => root,
  path: '/overview',
  validateSearch: overviewSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../reports/OverviewPage'), 'OverviewPage'),
});

const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  validateSearch: reportsSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../reports/ReportsPage'), 'ReportsPage'),
});

export const figuresRoutes = [targets, overview, reports] as const;
