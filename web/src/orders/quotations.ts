// What the desk does with quotations: which are listed, who answers which, and the requests.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Page, Quotation } from '../api/trade';
import { has, type Rights } from '../app/rights';
import { etag } from '../client/headers';
import type { OrdersSearch } from './orders';

/** Rows of one page. */
const PAGE = 100;

export function quotationsPath(search: OrdersSearch, cursor?: string | null): string {
  const query = new URLSearchParams({ limit: String(PAGE) });
  if (search.offer) query.set('state', search.offer);
  if (search.customer !== undefined) query.set('customer_id', String(search.customer));
  if (cursor) query.set('cursor', cursor);
  return `quotations?${query}`;
}

/** Its last day is included. */
export const expired = (quotation: Quotation, today: string): boolean =>
  quotation.state === 'open' && quotation.valid_to < today;

/** What can be said to it: an offer that ran out can only be declined. */
export function answersFor(
  quotation: Quotation,
  rights: Rights,
  today: string,
): readonly ('accept' | 'decline')[] {
  if (!has(rights, 'take_orders') || quotation.state !== 'open') return [];
  return expired(quotation, today) ? ['decline'] : ['accept', 'decline'];
}

export const quotationsQuery = ({ offer, customer }: OrdersSearch) =>
  infiniteQueryOptions({
    queryKey: ['orders', 'quotations', { offer, customer }],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Quotation>>(quotationsPath({ offer, customer }, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Quotation>) => last.next_cursor,
    refetchInterval: 60_000,
  });

export const quotationQuery = (id: string) =>
  queryOptions({
    queryKey: ['orders', 'quotation', id],
    queryFn: ({ signal }) => request<Quotation>(`quotations/${id}`, { signal }),
  });

/** `order_id` makes that order of it; a reason declines it. */
export const answer = (
  quotation: Quotation,
  body: { order_id: string } | { reason: string },
): Promise<Quotation> =>
  request<Quotation>(`quotations/${quotation.id}/answers`, {
    method: 'POST',
    body,
    ifMatch: etag(quotation),
  });
