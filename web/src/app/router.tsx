// The addresses of the page. Everything a supervisor looks at has one, so that it can be sent to a colleague.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { publicInfo, queryClient, session } from '../api/queries';
import { FILTERS, type Filter } from '../board/rows';
import { FirstRunPage } from '../pages/FirstRunPage';
import { LoginPage } from '../pages/LoginPage';
import { Crash, NotFound, Root } from './Root';

export interface MapSearch {
  rep?: number;
  visit?: string;
  date?: string;
  show?: Filter;
  q?: string;
  /** `lng,lat,zoom` of the map when the link was made. */
  at?: string;
  /** Tests: nothing is animated. */
  still?: 1;
}

const root = createRootRoute({ component: Root, notFoundComponent: NotFound, errorComponent: Crash });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/map', replace: true });
  },
});

const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { next?: string } => ({ next: text(search.next) }),
  beforeLoad: async () => {
    if ((await queryClient.ensureQueryData(publicInfo)).first_run)
      throw redirect({ to: '/first-run', search: {} });
  },
  component: LoginPage,
});

const firstRun = createRoute({
  getParentRoute: () => root,
  path: '/first-run',
  validateSearch: (search: Record<string, unknown>): { token?: string } => ({
    token: search.token === undefined ? undefined : String(search.token),
  }),
  component: FirstRunPage,
});

/** Pages for people with a login lead there first. */
async function loggedIn({ location }: { location: { href: string } }) {
  if ((await queryClient.ensureQueryData(publicInfo)).first_run)
    throw redirect({ to: '/first-run', search: {} });
  if (!(await queryClient.ensureQueryData(session)))
    throw redirect({ to: '/login', search: { next: location.href } });
}

const map = createRoute({
  getParentRoute: () => root,
  path: '/map',
  validateSearch: (search: Record<string, unknown>): MapSearch => ({
    rep: Number.isInteger(Number(search.rep)) && search.rep !== undefined ? Number(search.rep) : undefined,
    visit: text(search.visit),
    date: /^\d{4}-\d\d-\d\d$/.test(String(search.date)) ? String(search.date) : undefined,
    show: FILTERS.find((filter) => filter === search.show && filter !== 'all'),
    q: search.q === undefined || search.q === '' ? undefined : String(search.q),
    at: text(search.at),
    still: search.still ? 1 : undefined,
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../pages/LivePage'), 'LivePage'),
});

const review = createRoute({
  getParentRoute: () => root,
  path: '/review',
  validateSearch: (search: Record<string, unknown>): { reason?: string; visit?: string } => ({
    reason: text(search.reason),
    visit: text(search.visit),
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../review/ReviewPage'), 'ReviewPage'),
});

const proposals = createRoute({
  getParentRoute: () => root,
  path: '/outlets/proposals',
  validateSearch: (search: Record<string, unknown>): { proposal?: number } => ({
    proposal: Number.isInteger(search.proposal) ? Number(search.proposal) : undefined,
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../proposals/ProposalsPage'), 'ProposalsPage'),
});

const imports = createRoute({
  getParentRoute: () => root,
  path: '/import',
  validateSearch: (search: Record<string, unknown>): { id?: number } => ({
    id: Number.isInteger(Number(search.id)) && search.id !== undefined ? Number(search.id) : undefined,
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../import/ImportPage'), 'ImportPage'),
});

const timesheet = createRoute({
  getParentRoute: () => root,
  path: '/timesheet',
  validateSearch: (search: Record<string, unknown>): { month?: string; rep?: number } => ({
    month: /^\d{4}-(0[1-9]|1[0-2])$/.test(String(search.month)) ? String(search.month) : undefined,
    rep: Number.isInteger(Number(search.rep)) && search.rep !== undefined ? Number(search.rep) : undefined,
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../timesheet/TimesheetPage'), 'TimesheetPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([home, login, firstRun, map, review, proposals, imports, timesheet]),
  defaultPendingMs: 300,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
