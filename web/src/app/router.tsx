// The addresses of the page. Everything a supervisor looks at has one, so that it can be sent to a colleague.
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { publicInfo, queryClient, session, visit as visitQuery } from '../api/queries';
import { COLLECTION_STATES, HOLDS, ORDER_STATES, QUOTATION_STATES } from '../api/trade';
import { TABS as AUDIT_TABS, type AuditsSearch, BYS, KINDS as FORM_KINDS, WHICH } from '../audits/audits';
import { type BoardSearch, boardSearch } from '../board/filters';
import { TABS as CATALOGUE_TABS, type Tab as CatalogueTab } from '../catalogue/catalogue';
import { calendarSearch } from '../crm/calendar';
import { relationsSearch } from '../crm/search';
import { type CustomerSearch, KINDS as TIMELINE_KINDS } from '../customers/customers';
import { SHOWS, type Show } from '../exceptions/exceptions';
import { ERP_STATES, type ErpState } from '../import/erp';
import { EXPENSE_STATES } from '../money/expenses';
import { TABS as MONEY_TABS, type MoneySearch } from '../money/money';
import { SHOWS as ORDER_SHOWS, type OrdersSearch } from '../orders/orders';
import { FINDINGS, TABS as PHOTO_TABS, STATUSES, type WallSearch } from '../photos/photos';
import { TABS, type Tab } from '../plans/plans';
import { replaySearch } from '../replay/search';
import { overviewSearch, reportsSearch } from '../reports/search';
import { scenarioSearch } from '../scenarios/scenarios';
import { TABS as SETTINGS_TABS, type Tab as SettingsTab } from '../settings/settings';
import { TABS as STOCK_TABS, type Tab as StockTab } from '../stock/stock';
import { targetsSearch, whole } from '../targets/targets';
import { territoriesSearch } from '../territories/territories';
import { homeOf } from './pages';
import { recordRoutes } from './record_routes';
import { loggedIn, root, text } from './root_route';

export interface MapSearch extends BoardSearch {
  rep?: number;
  visit?: string;
  /** Of the visit. */
  order?: string;
  date?: string;
  /** `lng,lat,zoom` of the map when the link was made. */
  at?: string;
  /** Tests: nothing is animated. */
  still?: 1;
}

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async () => {
    const role = (await queryClient.ensureQueryData(session).catch(() => null))?.user.role;
    throw redirect({ to: homeOf(role), replace: true });
  },
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { next?: string } => ({ next: text(search.next) }),
  beforeLoad: async () => {
    if ((await queryClient.ensureQueryData(publicInfo)).first_run)
      throw redirect({ to: '/first-run', search: {} });
  },
  component: lazyRouteComponent(() => import('../pages/LoginPage'), 'LoginPage'),
});

const firstRun = createRoute({
  getParentRoute: () => root,
  path: '/first-run',
  validateSearch: (search: Record<string, unknown>): { token?: string } => ({
    token: search.token === undefined ? undefined : String(search.token),
  }),
  component: lazyRouteComponent(() => import('../pages/FirstRunPage'), 'FirstRunPage'),
});

/** The drawer is a rep's: a link that knows only a visit leads to it by its rep and day. */
async function ofWhom({ search }: { search: MapSearch }) {
  if (search.visit === undefined || search.rep !== undefined) return;
  const visit = await queryClient.ensureQueryData(visitQuery(search.visit)).catch(() => undefined);
  const found = { visit: visit?.id, rep: visit?.rep_id, date: visit?.date };
  throw redirect({ to: '/map', search: { ...search, ...found }, replace: true });
}

const map = createRoute({
  getParentRoute: () => root,
  path: '/map',
  validateSearch: (search: Record<string, unknown>): MapSearch => ({
    rep: Number.isInteger(Number(search.rep)) && search.rep !== undefined ? Number(search.rep) : undefined,
    visit: text(search.visit),
    order: text(search.order),
    date: /^\d{4}-\d\d-\d\d$/.test(String(search.date)) ? String(search.date) : undefined,
    ...boardSearch(search),
    at: text(search.at),
    still: search.still ? 1 : undefined,
  }),
  beforeLoad: async (page) => {
    await loggedIn(page);
    await ofWhom(page);
  },
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

export interface ExceptionsSearch {
  show?: Show;
  kind?: string;
  /** Only what the reader owns. */
  mine?: 1;
  id?: string;
}

const exceptions = createRoute({
  getParentRoute: () => root,
  path: '/exceptions',
  validateSearch: (search: Record<string, unknown>): ExceptionsSearch => ({
    show: SHOWS.find((show) => show === search.show && show !== 'pending'),
    kind: text(search.kind),
    mine: search.mine ? 1 : undefined,
    id: text(search.id),
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../exceptions/ExceptionsPage'), 'ExceptionsPage'),
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

const requests = createRoute({
  getParentRoute: () => root,
  path: '/outlets/requests',
  validateSearch: (search: Record<string, unknown>): { request?: string } => ({
    request: text(search.request),
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../outlets/RequestsPage'), 'RequestsPage'),
});

const duplicates = createRoute({
  getParentRoute: () => root,
  path: '/outlets/duplicates',
  validateSearch: (search: Record<string, unknown>): { pair?: string } => ({ pair: text(search.pair) }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../outlets/DuplicatesPage'), 'DuplicatesPage'),
});

const closures = createRoute({
  getParentRoute: () => root,
  path: '/outlets/closures',
  validateSearch: (search: Record<string, unknown>): { outlet?: number } => ({
    outlet: Number.isInteger(search.outlet) ? Number(search.outlet) : undefined,
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../outlets/ClosuresPage'), 'ClosuresPage'),
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
  component: lazyRouteComponent(() => import('../import/ImportPage'), 'ImportPage'),
});

const alerts = createRoute({
  getParentRoute: () => root,
  path: '/alerts',
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../alerts/AlertsPage'), 'AlertsPage'),
});

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
  component: lazyRouteComponent(() => import('../plans/PlansPage'), 'PlansPage'),
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

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  validateSearch: (search: Record<string, unknown>): { tab?: SettingsTab } => ({
    tab: SETTINGS_TABS.find((tab) => tab === search.tab && tab !== 'values'),
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../settings/SettingsPage'), 'SettingsPage'),
});

const stock = createRoute({
  getParentRoute: () => root,
  path: '/stock',
  validateSearch: (
    search: Record<string, unknown>,
  ): { tab?: StockTab; place?: number; product?: number; trip?: string; day?: string; order?: string } => ({
    tab: STOCK_TABS.find((tab) => tab === search.tab),
    place: whole(search.place),
    product: whole(search.product),
    trip: typeof search.trip === 'string' ? search.trip : undefined,
    day: typeof search.day === 'string' ? search.day : undefined,
    order: typeof search.order === 'string' ? search.order : undefined,
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../stock/StockPage'), 'StockPage'),
});

export interface CatalogueSearch {
  tab?: CatalogueTab;
  q?: string;
  id?: number;
  /** A new one is being made. */
  make?: 1;
  /** Of a cumulative scheme. */
  period?: 'settle';
}

const catalogue = createRoute({
  getParentRoute: () => root,
  path: '/catalogue',
  validateSearch: (search: Record<string, unknown>): CatalogueSearch => ({
    tab: CATALOGUE_TABS.find((tab) => tab === search.tab),
    q: search.q === undefined || search.q === '' ? undefined : String(search.q),
    id: Number.isInteger(search.id) ? Number(search.id) : undefined,
    make: search.make ? 1 : undefined,
    period: search.period === 'settle' ? 'settle' : undefined,
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../catalogue/CataloguePage'), 'CataloguePage'),
});

const date = (value: unknown): string | undefined =>
  /^\d{4}-\d\d-\d\d$/.test(String(value)) ? String(value) : undefined;

const audits = createRoute({
  getParentRoute: () => root,
  path: '/audits',
  validateSearch: (search: Record<string, unknown>): AuditsSearch => ({
    tab: AUDIT_TABS.find((tab) => tab === search.tab),
    kind: FORM_KINDS.find((kind) => kind === search.kind),
    id: text(search.id),
    form: search.form === undefined ? undefined : String(search.form),
    failed: search.failed ? 1 : undefined,
    rep: whole(search.rep),
    outlet: whole(search.outlet),
    from: date(search.from),
    to: date(search.to),
    by: BYS.find((by) => by === search.by),
    product: whole(search.product),
    area: whole(search.area),
    which: WHICH.find((which) => which === search.which),
    class: search.class === undefined ? undefined : String(search.class),
    unit: whole(search.unit),
    q: search.q === undefined || search.q === '' ? undefined : String(search.q),
    one: whole(search.one),
    make: search.make ? 1 : undefined,
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../audits/AuditsPage'), 'AuditsPage'),
});

const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  validateSearch: (search: Record<string, unknown>): OrdersSearch => ({
    show: ORDER_SHOWS.find((show) => show === search.show && show !== 'waiting'),
    state: ORDER_STATES.find((state) => state === search.state),
    hold: HOLDS.find((hold) => hold === search.hold),
    rep: whole(search.rep),
    customer: whole(search.customer),
    from: date(search.from),
    to: date(search.to),
    id: text(search.id),
    offer: QUOTATION_STATES.find((state) => state === search.offer),
    make: search.make ? 1 : undefined,
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../orders/OrdersPage'), 'OrdersPage'),
});

const money = createRoute({
  getParentRoute: () => root,
  path: '/money',
  validateSearch: (search: Record<string, unknown>): MoneySearch => ({
    tab: MONEY_TABS.find((tab) => tab === search.tab && tab !== 'accounts'),
    all: search.all ? 1 : undefined,
    account: whole(search.account),
    settlement: text(search.settlement),
    state: COLLECTION_STATES.find((state) => state === search.state),
    spent: EXPENSE_STATES.find((state) => state === search.spent),
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../money/MoneyPage'), 'MoneyPage'),
});

const photos = createRoute({
  getParentRoute: () => root,
  path: '/photos',
  validateSearch: (search: Record<string, unknown>): WallSearch => ({
    tab: PHOTO_TABS.find((tab) => tab === search.tab && tab !== 'photos'),
    programme: whole(search.programme),
    claim: text(search.claim),
    show: ([...STATUSES, 'all'] as const).find((show) => show === search.show && show !== 'pending'),
    finding: (['any', ...FINDINGS] as const).find((finding) => finding === search.finding),
    rep: whole(search.rep),
    outlet: whole(search.outlet),
    customer: whole(search.customer),
    visit: text(search.visit),
    from: date(search.from),
    to: date(search.to),
    id: text(search.id),
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../photos/PhotosPage'), 'PhotosPage'),
});

const relations = createRoute({
  getParentRoute: () => root,
  path: '/relations',
  validateSearch: relationsSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../crm/RelationsPage'), 'RelationsPage'),
});

const calendar = createRoute({
  getParentRoute: () => root,
  path: '/calendar',
  validateSearch: calendarSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../crm/CalendarPage'), 'CalendarPage'),
});

const targets = createRoute({
  getParentRoute: () => root,
  path: '/targets',
  validateSearch: targetsSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../targets/TargetsPage'), 'TargetsPage'),
});

const overview = createRoute({
  getParentRoute: () => root,
  path: '/overview',
  validateSearch: overviewSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../reports/OverviewPage'), 'OverviewPage'),
});

const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  validateSearch: reportsSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../reports/ReportsPage'), 'ReportsPage'),
});

const scenarios = createRoute({
  getParentRoute: () => root,
  path: '/scenarios',
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../scenarios/ScenariosPage'), 'ScenariosPage'),
});

const territories = createRoute({
  getParentRoute: () => root,
  path: '/scenarios/territories',
  validateSearch: territoriesSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../territories/TerritoriesPage'), 'TerritoriesPage'),
});

/** What is no number names nothing that exists. */
const numbered = {
  parse: ({ id }: { id: string }) => ({ id: /^\d{1,9}$/.test(id) ? Number(id) : 0 }),
  stringify: ({ id }: { id: number }) => ({ id: String(id) }),
};

const scenario = createRoute({
  getParentRoute: () => root,
  path: '/scenarios/$id',
  params: numbered,
  validateSearch: scenarioSearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../scenarios/ScenarioPage'), 'ScenarioPage'),
});

const guide = createRoute({
  getParentRoute: () => root,
  path: '/help',
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../guide/GuidePage'), 'GuidePage'),
});

const replay = createRoute({
  getParentRoute: () => root,
  path: '/replay',
  validateSearch: replaySearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../replay/ReplayPage'), 'ReplayPage'),
});

const newCustomer = createRoute({
  getParentRoute: () => root,
  path: '/customers/new',
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../customers/NewCustomerPage'), 'NewCustomerPage'),
});

const customer = createRoute({
  getParentRoute: () => root,
  path: '/customers/$id',
  params: numbered,
  validateSearch: (search: Record<string, unknown>): CustomerSearch => ({
    kind: TIMELINE_KINDS.find((kind) => kind === search.kind),
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../customers/CustomerPage'), 'CustomerPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    login,
    firstRun,
    map,
    exceptions,
    review,
    orders,
    money,
    relations,
    calendar,
    targets,
    overview,
    reports,
    scenarios,
    territories,
    scenario,
    guide,
    replay,
    ...recordRoutes,
    newCustomer,
    customer,
    plans,
    proposals,
    requests,
    duplicates,
    closures,
    imports,
    alerts,
    timesheet,
    settings,
    stock,
    photos,
    audits,
    catalogue,
  ]),
  defaultPendingMs: 300,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
