// The addresses of what is sold and paid: orders, money, stock, the catalogue.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { COLLECTION_STATES, HOLDS, ORDER_STATES, QUOTATION_STATES } from '../../api/trade';
import { TABS as CATALOGUE_TABS, type Tab as CatalogueTab } from '../../catalogue/catalogue';
import { EXPENSE_STATES } from '../../money/expenses';
import { TABS as MONEY_TABS, type MoneySearch } from '../../money/money';
import { SHOWS as ORDER_SHOWS, type OrdersSearch } from '../../orders/orders';
import { TABS as STOCK_TABS, type Tab as StockTab } from '../../stock/stock';
import { whole } from '../../targets/targets';
import { date, loggedIn, root, text } from './root';

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
  component: lazyRouteComponent(() => import('../../orders/OrdersPage'), 'OrdersPage'),
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
  component: lazyRouteComponent(() => import('../../money/MoneyPage'), 'MoneyPage'),
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
  component: lazyRouteComponent(() => import('../../stock/StockPage'), 'StockPage'),
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
  component: lazyRouteComponent(() => import('../../catalogue/CataloguePage'), 'CataloguePage'),
});

export const tradeRoutes = [orders, money, stock, catalogue] as const;
