// The addresses of the page, put together from those of its areas. Everything a supervisor looks at has one, so that it can
// be sent to a colleague.
import { createRouter } from '@tanstack/react-router';
import { administrationRoutes } from './routes/administration';
import { entryRoutes } from './routes/entry';
import { figuresRoutes } from './routes/figures';
import { mastersRoutes } from './routes/masters';
import { planningRoutes } from './routes/planning';
import { relationsRoutes } from './routes/relations';
import { root } from './routes/root';
import { supervisionRoutes } from './routes/supervision';
import { tradeRoutes } from './routes/trade';

export const router = createRouter({
  routeTree: root.addChildren([
    ...entryRoutes,
    ...supervisionRoutes,
    ...planningRoutes,
    ...tradeRoutes,
    ...relationsRoutes,
    ...figuresRoutes,
    ...mastersRoutes,
    ...administrationRoutes,
  ]),
  defaultPendingMs: 300,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
