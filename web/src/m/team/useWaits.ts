// Asks for everything that may wait for who is signed in; each kind by itself, so that one that fails hides no other.
import { queryOptions, useQueries } from '@tanstack/react-query';
import type { Order } from '../../api/trade';
import { has } from '../../app/rights';
import { got } from '../../client/client';
import { openRequests } from '../../outlets/requests';
import { absences } from '../../plans/plans';
import { openProposals } from '../../proposals/proposals';
import { reviewQueue } from '../../review/queue';
import { api } from './api';
import { useMe } from './say';
import { inOrder, ofAbsences, ofOrders, ofProposals, ofRequests, ofVisits, type Waiting } from './waits';

const HELD_MAX = 200;

export const heldOrders = queryOptions({
  queryKey: ['orders', 'held'],
  queryFn: async ({ signal }) =>
    (await got(api.GET('/api/v1/orders', { params: { query: { state: 'held', limit: HELD_MAX } }, signal })))
      .items as Order[],
  refetchInterval: 60_000,
});

export function useWaits() {
  const { rights } = useMe();
  const results = useQueries({
    queries: [
      absences,
      reviewQueue,
      { ...heldOrders, enabled: has(rights, 'read_trade') },
      { ...openRequests, enabled: has(rights, 'decide_outlets') },
      { ...openProposals, enabled: has(rights, 'approve_pins') },
    ],
  });
  const [away, visits, orders, requests, pins] = results;
  const items: Waiting[] = inOrder([
    ...ofAbsences(away.data ?? []),
    ...ofVisits(visits.data ?? []),
    ...ofOrders(orders.data ?? [], rights),
    ...ofRequests(requests.data ?? []),
    ...ofProposals(pins.data ?? []),
  ]);
  return { items, results };
}
