// What the page does with orders: who may do what in which state, what holds one and by how much. Pure but for the
// requests at the end.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type {
  CreditAccount,
  Hold,
  LinePart,
  Order,
  OrderLine,
  OrderState,
  Page,
  QuotationState,
  SalesReturn,
} from '../api/trade';
import type { Right } from '../api/types';
import { has, type Rights } from '../app/rights';
import type { Priced } from '../catalogue/types';
import { etag } from '../client/headers';

/** The right that lets an order pass a hold: another for credit than for what is overdue. */
export const RELEASES = {
  credit: 'approve_credit',
  overdue: 'approve_overdue',
  price: 'confirm_orders',
  stock: 'confirm_orders',
  review: 'confirm_orders',
} as const satisfies Record<Hold, Right>;

/** `waiting` for somebody to confirm, `held` by something, all; or what is offered only. */
export const SHOWS = ['waiting', 'held', 'all', 'quotations'] as const;
export type Show = (typeof SHOWS)[number];

export interface OrdersSearch {
  show?: Show;
  state?: OrderState;
  hold?: Hold;
  rep?: number;
  customer?: number;
  from?: string;
  to?: string;
  id?: string;
  /** Of quotations. */
  offer?: QuotationState;
  /** One is being made. */
  make?: 1;
}

/** The query of a list; `waiting` and `held` name the state themselves. */
export function listPath(search: OrdersSearch, cursor?: string | null): string {
  const show = search.show ?? 'waiting';
  const state = show === 'waiting' ? 'submitted' : show === 'held' ? 'held' : search.state;
  const asked = {
    state,
    hold: show === 'waiting' ? undefined : search.hold,
    rep_id: search.rep,
    customer_id: search.customer,
    from: search.from,
    to: search.to,
    cursor: cursor ?? undefined,
  };
  const query = new URLSearchParams({ limit: String(PAGE) });
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) query.set(name, String(value));
  return `orders?${query}`;
}

export const ACTIONS = [
  'submit',
  'confirm',
  'allocate',
  'dispatch',
  'deliver',
  'close',
  'return',
  'revise',
  'hold',
  'reject',
  'cancel',
] as const;
export type Action = (typeof ACTIONS)[number];

const FITS: Record<Action, { states: readonly OrderState[]; right: Right }> = {
  submit: { states: ['draft'], right: 'take_orders' },
  confirm: { states: ['submitted'], right: 'confirm_orders' },
  allocate: { states: ['confirmed'], right: 'deliver_orders' },
  dispatch: { states: ['confirmed', 'allocated'], right: 'deliver_orders' },
  deliver: { states: ['confirmed', 'allocated', 'dispatched', 'partly_delivered'], right: 'deliver_orders' },
  close: { states: ['partly_delivered', 'delivered'], right: 'confirm_orders' },
  return: { states: ['partly_delivered', 'delivered', 'closed'], right: 'take_orders' },
  revise: { states: ['draft', 'submitted', 'held'], right: 'take_orders' },
  hold: { states: ['submitted', 'held'], right: 'confirm_orders' },
  reject: { states: ['submitted', 'held'], right: 'confirm_orders' },
  cancel: { states: ['draft', 'submitted', 'held', 'confirmed', 'allocated'], right: 'take_orders' },
};
/** These say why. */
export const NEEDS_REASON: readonly Action[] = ['hold', 'reject', 'cancel'];

/** What fits an order's state and the reader's rights, the usual next step first. */
export const actionsFor = (order: Order, rights: Rights): Action[] =>
  ACTIONS.filter(
    (action) =>
      FITS[action].states.includes(order.state) &&
      has(rights, FITS[action].right) &&
      !(action === 'hold' && order.holds.includes('review')) &&
      !(action === 'return' && order.lines.every((line) => returnable(line) <= 0)),
  );

export const mayRelease = (hold: Hold, rights: Rights): boolean => has(rights, RELEASES[hold]);

export const orderedMilli = (line: OrderLine): number => Math.round(Number(line.quantity) * 1000);
/** What is still to come of a line. */
export const toDeliver = (line: OrderLine): number => orderedMilli(line) - line.delivered_milli;
export const returnable = (line: OrderLine): number => line.delivered_milli - line.returned_milli;

/** A credit hold in figures; `exposure` without this order, as the gate counts it. */
export function creditFigures(order: Order, account: CreditAccount) {
  const counted = ['draft', 'rejected', 'cancelled'].includes(order.state)
    ? 0
    : order.live_minor - order.invoiced_minor;
  const exposure = account.exposure_minor - counted;
  const limit = account.limit_minor;
  return {
    limit,
    exposure,
    order: order.live_minor,
    beyond: limit === null ? 0 : Math.max(0, exposure + order.live_minor - limit),
  };
}

/** Whole days from one company date to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** The account that an order counts against: the customer's with the partner who supplies. */
export const accountOf = (order: Order, accounts: readonly CreditAccount[]): CreditAccount | undefined =>
  accounts.find((account) => account.partner_id === order.supplier_id);

export interface OrderStep {
  at: string;
  action: string;
  state: OrderState;
  holds: Hold[];
  by: string | null;
  reason: string | null;
  detail: { hold?: Hold; total_minor?: number; was_minor?: number; value_minor?: number };
}

export interface Delivery {
  id: string;
  delivered_at: string;
  receiver: string | null;
  note: string | null;
  value_minor: number;
  lines: LinePart[];
}

export interface Story {
  /** Null where no catalogue gave the price. */
  priced: Priced | null;
  steps: OrderStep[];
  deliveries: Delivery[];
}

/** Rows of one page. */
const PAGE = 100;

export const ordersQuery = (search: OrdersSearch) => {
  const { id: _, make: __, offer: ___, ...filter } = search;
  return infiniteQueryOptions({
    queryKey: ['orders', 'list', filter],
    queryFn: ({ pageParam, signal }) => request<Page<Order>>(listPath(filter, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Order>) => last.next_cursor,
    refetchInterval: 60_000,
  });
};

export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: ['orders', 'one', id],
    queryFn: ({ signal }) => request<Order>(`orders/${id}`, { signal }),
  });

export const storyQuery = (id: string) =>
  queryOptions({
    queryKey: ['orders', 'story', id],
    queryFn: ({ signal }) => request<Story>(`orders/${id}/story`, { signal }),
  });

export const returnsQuery = (order: string) =>
  queryOptions({
    queryKey: ['orders', 'returns', order],
    queryFn: async ({ signal }) =>
      (await request<Page<SalesReturn>>(`returns?order_id=${order}`, { signal })).items,
  });

/** Reps in scope, for the filter. */
const REPS_MAX = 1000;
/** What was delivered can be billed to a customer's account. */
export const mayBill = (order: Order, rights: Rights): boolean =>
  has(rights, 'manage_receivables') &&
  order.customer_id !== null &&
  order.delivered_minor > order.invoiced_minor;

export const repNames = queryOptions({
  queryKey: ['reps', 'names'],
  queryFn: async ({ signal }) =>
    (await request<Page<{ id: number; code: string; name: string }>>(`reps?limit=${REPS_MAX}`, { signal }))
      .items,
  staleTime: 300_000,
});

export const customerAccounts = (customer: number) =>
  queryOptions({
    queryKey: ['orders', 'accounts', customer],
    queryFn: async ({ signal }) =>
      (await request<Page<CreditAccount>>(`credit-accounts?customer_id=${customer}`, { signal })).items,
  });

export const act = (order: Order, action: string, body: { reason?: string; hold?: Hold }): Promise<Order> =>
  request<Order>(`orders/${order.id}/${action}`, { method: 'POST', body, ifMatch: etag(order) });

export const deliver = (
  order: Order,
  body: { id: string; lines: LinePart[]; receiver?: string },
): Promise<Order> => request<Order>(`orders/${order.id}/deliveries`, { method: 'POST', body });

export const takeBack = (
  order: Order,
  body: { id: string; lines: LinePart[]; reason: string },
): Promise<SalesReturn> =>
  request<SalesReturn>('returns', { method: 'POST', body: { ...body, order_id: order.id } });

export const decideReturn = (back: SalesReturn, approve: boolean, reason?: string): Promise<SalesReturn> =>
  request<SalesReturn>(`returns/${back.id}/decisions`, {
    method: 'POST',
    body: { approve, reason },
    ifMatch: etag(back),
  });

export interface Confirmed {
  id: string;
  state: OrderState | null;
  holds: Hold[];
  error: 'not_found' | 'wrong_state' | null;
}

/** The server takes so many at once. */
const CONFIRM_MAX = 200;

export async function confirmMany(ids: readonly string[]): Promise<Confirmed[]> {
  const results: Confirmed[] = [];
  for (let at = 0; at < ids.length; at += CONFIRM_MAX) {
    const body = { ids: ids.slice(at, at + CONFIRM_MAX) };
    const answer = await request<{ results: Confirmed[] }>('orders/confirm', { method: 'POST', body });
    results.push(...answer.results);
  }
  return results;
}

/** What became of many: how many passed, which are held after all, which did not fit. */
export function outcome(results: readonly Confirmed[]) {
  const confirmed = results.filter((r) => r.state === 'confirmed');
  const held = results.filter((r) => r.state === 'held');
  return {
    confirmed: confirmed.length,
    held: held.map((r) => r.id),
    failed: results.length - confirmed.length - held.length,
  };
}
