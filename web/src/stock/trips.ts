// Delivery trips: what the server tells, who may do what, and the requests. Pure but for these.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { queryClient } from '../api/queries';
import type { LinePart, Order, Page } from '../api/trade';
import { etag } from '../client/headers';
import { type Counts, countedLines } from './stock';

export const TRIP_STATES = ['planned', 'out', 'settled', 'cancelled'] as const;
export type TripState = (typeof TRIP_STATES)[number];
export const OUTCOMES = ['delivered', 'partly', 'refused'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface TripStop {
  seq: number;
  order_id: string;
  outlet_name: string | null;
  address: string | null;
  customer_name: string | null;
  state: Outcome | 'open';
  cash: boolean;
  total_minor: number;
  delivered_minor: number;
  reason: string | null;
  receiver: string | null;
  note: string | null;
  at: string | null;
}

export interface TripGoods {
  product_id: number;
  product_code: string;
  product_name: string;
  loaded_milli: number;
  delivered_milli: number;
  returned_milli: number | null;
  missing_milli: number | null;
}

export interface Trip {
  id: string;
  date: string;
  state: TripState;
  driver: string;
  van_name: string | null;
  from_name: string | null;
  vehicle: string | null;
  note: string | null;
  reason: string | null;
  currency: string;
  stops: TripStop[];
  goods: TripGoods[];
  cash_due_minor: number;
  collected_cash_minor: number;
  collected_other_minor: number;
  loaded_at: string | null;
  loaded_by: string | null;
  settled_at: string | null;
  settled_by: string | null;
  version: number;
}

export const openStops = (trip: Trip): number => trip.stops.filter((stop) => stop.state === 'open').length;

/** What should come back of a product. */
export const dueBack = (goods: TripGoods): number => goods.loaded_milli - goods.delivered_milli;

const NEWEST = 100;

export const tripsQuery = queryOptions({
  queryKey: ['stock', 'trips'],
  queryFn: async ({ signal }) => (await request<Page<Trip>>(`deliveries?limit=${NEWEST}`, { signal })).items,
  refetchInterval: 60_000,
});

/** Orders whose goods wait to leave, oldest last. */
export const waitingQuery = queryOptions({
  queryKey: ['stock', 'trips', 'waiting'],
  queryFn: async ({ signal }) => {
    const states = ['confirmed', 'allocated', 'dispatched', 'partly_delivered'];
    const lists = await Promise.all(
      states.map((state) => request<Page<Order>>(`orders?limit=${NEWEST}&state=${state}`, { signal })),
    );
    return lists.flatMap((list) => list.items);
  },
});

export interface TripPlan {
  id: string;
  date: string;
  van_id: number;
  vehicle: string | null;
  orders: string[];
}

export const planTrip = (plan: TripPlan): Promise<Trip> =>
  request<Trip>('deliveries', { method: 'POST', body: plan });

export const actOnTrip = (trip: Trip, action: 'load' | 'cancel', reason?: string): Promise<Trip> =>
  request<Trip>(`deliveries/${trip.id}/${action}`, {
    method: 'POST',
    body: reason === undefined ? {} : { reason },
    ifMatch: etag(trip),
  });

export interface StopAnswer {
  id: string;
  outcome: Outcome;
  lines?: LinePart[];
  reason?: string;
  receiver?: string;
}

export const tellStop = (trip: Trip, stop: TripStop, answer: StopAnswer): Promise<Trip> =>
  request<Trip>(`deliveries/${trip.id}/stops/${stop.order_id}`, { method: 'POST', body: answer });

export const settleTrip = (trip: Trip, counted: Counts, reason: string): Promise<Trip> =>
  request<Trip>(`deliveries/${trip.id}/settle`, {
    method: 'POST',
    body: {
      returned: countedLines(counted),
      reason: reason || null,
    },
    ifMatch: etag(trip),
  });

/** Stock and orders have changed with a trip. */
export const afterTrip = () =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: ['stock'] }),
    queryClient.invalidateQueries({ queryKey: ['orders'] }),
  ]);
