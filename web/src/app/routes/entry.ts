// The addresses that stand before any work: home, the log-in, the first run, the own account, and help.
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { publicInfo, queryClient, session } from '../../api/queries';
import { loginSearch } from '../../pages/sign_in';
import { homeOf } from '../pages';
import { loggedIn, root } from './root';

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async () => {
    const role = (await queryClient.ensureQueryData(session).catch(() => null))?.user.role;
    throw redirect({ ...homeOf(role), replace: true });
  },
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: loginSearch,
  beforeLoad: async () => {
    if ((await queryClient.ensureQueryData(publicInfo)).first_run)
      throw redirect({ to: '/first-run', search: {} });
  },
  component: lazyRouteComponent(() => import('../../pages/LoginPage'), 'LoginPage'),
});

const firstRun = createRoute({
  getParentRoute: () => root,
  path: '/first-run',
  validateSearch: (search: Record<string, unknown>): { token?: string } => ({
    token: search.token === undefined ? undefined : String(search.token),
  }),
  component: lazyRouteComponent(() => import('../../pages/FirstRunPage'), 'FirstRunPage'),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../account/AccountPage'), 'AccountPage'),
});

const guide = createRoute({
  getParentRoute: () => root,
  path: '/help',
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../guide/GuidePage'), 'GuidePage'),
});

export const entryRoutes = [home, login, firstRun, account, guide] as const;
