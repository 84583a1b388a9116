// The addresses of plans and their ground: days and working time, scenarios, territories.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { TABS, type Tab } from '../../plans/plans';
import { scenarioSearch } from '../../scenarios/scenarios';
import { territoriesSearch } from '../../territories/territories';
import { loggedIn, numbered, root, text } from './root';

const plans = createRoute({
  getParentRoute: () => root,
  path: '/plans',
  validateSearch: (
    search: Record<string, unknown>,
  ): { tab?: Tab; absence?: string; rep?: number; date?: string } => ({
    tab: TABS.find((tab) => tab === search.tab),
    absence: text(search.absence),
    rep: Number.isInteger(search.rep) ? Number(search.rep) : undefined,
    date: /^\d{4}-\d\d-\d\d$/.test(String(search.date)) ? String(search.date) : undefined,
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../plans/PlansPage'), 'PlansPage'),
});

const timesheet = createRoute({
  getParentRoute: () => root,
  path: '/timesheet',
  validateSearch: (search: Record<string, unknown>): { month?: string; rep?: number } => ({
    month: /^\d{4}-(0[1-9]|1[0-2])$/.test(String(search.month)) ? String(search.month) : undefined,
    rep: Number.isInteger(Number(search.rep)) && search.rep !== undefined ? Number(search.rep) : undefined,
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../timesheet/TimesheetPage'), 'TimesheetPage'),
});

const scenarios = createRoute({
  getParentRoute: () => root,
  path: '/scenarios',
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../scenarios/ScenariosPage'), 'ScenariosPage'),
});

const territories = createRoute({
  getParentRoute: () => root,
  path: '/scenarios/territories',
  validateSearch: territoriesSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../territories/TerritoriesPage'), 'TerritoriesPage'),
});

const scenario = createRoute({
  getParentRoute: () => root,
  path: '/scenarios/$id',
  params: numbered,
  validateSearch: scenarioSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../scenarios/ScenarioPage'), 'ScenarioPage'),
});

export const planningRoutes = [plans, timesheet, scenarios, territories, scenario] as const;
