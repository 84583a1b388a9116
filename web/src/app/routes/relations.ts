// The addresses of dealings with customers: activities and cases, the calendar, one customer.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { calendarSearch } from '../../crm/calendar';
import { relationsSearch } from '../../crm/search';
import { type CustomerSearch, KINDS as TIMELINE_KINDS } from '../../customers/customers';
import { loggedIn, numbered, root } from './root';

const relations = createRoute({
  getParentRoute: () => root,
  path: '/relations',
  validateSearch: relationsSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../crm/RelationsPage'), 'RelationsPage'),
});

const calendar = createRoute({
  getParentRoute: () => root,
  path: '/calendar',
  validateSearch: calendarSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../crm/CalendarPage'), 'CalendarPage'),
});

const newCustomer = createRoute({
  getParentRoute: () => root,
  path: '/customers/new',
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../customers/NewCustomerPage'), 'NewCustomerPage'),
});

const customer = createRoute({
  getParentRoute: () => root,
  path: '/customers/$id',
  params: numbered,
  validateSearch: (search: Record<string, unknown>): CustomerSearch => ({
    kind: TIMELINE_KINDS.find((kind) => kind === search.kind),
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../customers/CustomerPage'), 'CustomerPage'),
});

export const relationsRoutes = [relations, calendar, newCustomer, customer] as const;
