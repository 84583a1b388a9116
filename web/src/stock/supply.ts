// Replenishment of warehouses: what each needs, and the orders that bring it. Pure but for the requests.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Page } from '../api/trade';
import { etag } from '../client/headers';

export interface NeedLine {
  product_id: number;
  product_code: string;
  product_name: string;
  base_unit: string;
  unit: string;
  pieces: number;
  available_milli: number;
  in_transit_milli: number;
  on_order_milli: number;
  weeks_milli: number[];
  forecast_milli: number;
  safety_milli: number;
  target_milli: number;
  days_of_cover: number | null;
  days_with_transit: number | null;
  quantity: number;
}

export interface Need {
  location_id: number;
  location_code: string;
  location_name: string;
  partner_name: string | null;
  cover_days: number;
  lead_days: number;
  service_pct: number;
  lines: NeedLine[];
}

export interface SupplyLine {
  line: number;
  product_id: number;
  product_code: string;
  product_name: string;
  unit: string;
  pieces: number;
  base_unit: string;
  asked_milli: number;
  confirmed_milli: number | null;
  shipped_milli: number | null;
  received_milli: number | null;
  missing_milli: number | null;
}

export const SUPPLY_STATES = [
  'draft',
  'submitted',
  'confirmed',
  'shipped',
  'received',
  'rejected',
  'cancelled',
] as const;
export type SupplyState = (typeof SUPPLY_STATES)[number];

export interface SupplyOrder {
  id: string;
  to_id: number;
  to_name: string;
  from_id: number | null;
  from_name: string | null;
  partner_id: number | null;
  partner_name: string | null;
  state: SupplyState;
  wanted_on: string | null;
  expected_on: string | null;
  note: string | null;
  reason: string | null;
  lines: SupplyLine[];
  created_by: string | null;
  created_at: string;
  confirmed_by: string | null;
  confirmed_at: string | null;
  shipped_by: string | null;
  shipped_at: string | null;
  received_by: string | null;
  received_at: string | null;
  version: number;
}

export const sourceOf = (order: SupplyOrder): string => order.from_name ?? order.partner_name ?? '–';

/** Days that the product lasts of which there is least; nothing where nothing leaves. */
export const soonest = (need: Need): number | null =>
  need.lines.reduce<number | null>(
    (least, line) =>
      line.days_of_cover === null ? least : Math.min(least ?? line.days_of_cover, line.days_of_cover),
    null,
  );

/** What runs out first, first. */
export const byUrgency = (needs: readonly Need[]): Need[] =>
  [...needs].sort((a, b) => (soonest(a) ?? Number.MAX_VALUE) - (soonest(b) ?? Number.MAX_VALUE));

/** Lasts less than until the next goods. */
export const isShort = (need: Need, line: NeedLine): boolean =>
  line.days_of_cover !== null && line.days_of_cover < need.lead_days + need.cover_days;

/** Orders of one source that are asked of it together with this one: they share what there is. */
export const together = (orders: readonly SupplyOrder[], order: SupplyOrder): SupplyOrder[] =>
  orders.filter((one) => one.state === 'submitted' && one.from_id !== null && one.from_id === order.from_id);

const NEWEST = 100;

export const needsQuery = queryOptions({
  queryKey: ['stock', 'supply', 'needs'],
  queryFn: async ({ signal }) =>
    byUrgency((await request<{ items: Need[] }>('supply-needs', { signal })).items),
  refetchInterval: 60_000,
});

export const supplyQuery = queryOptions({
  queryKey: ['stock', 'supply', 'orders'],
  queryFn: async ({ signal }) =>
    (await request<Page<SupplyOrder>>(`supply-orders?limit=${NEWEST}`, { signal })).items,
  refetchInterval: 60_000,
});

export const inTransit = (place: number) =>
  queryOptions({
    queryKey: ['stock', 'supply', 'transit', place],
    queryFn: async ({ signal }) =>
      (
        await request<Page<SupplyOrder>>(`supply-orders?location_id=${place}&state=shipped&limit=${NEWEST}`, {
          signal,
        })
      ).items,
  });

export interface SupplyAsk {
  id: string;
  to_id: number;
  from_id?: number;
  partner_id?: number;
  lines: { product_id: number; unit: string; quantity: number }[];
}

export const askSupply = (ask: SupplyAsk): Promise<SupplyOrder> =>
  request<SupplyOrder>('supply-orders', { method: 'POST', body: ask });

export const confirmSupply = (ids: readonly string[]): Promise<unknown> =>
  request('supply-orders/confirm', { method: 'POST', body: { items: ids.map((id) => ({ id })) } });

export type Deed = 'submit' | 'reject' | 'cancel' | 'ship' | 'receive';

export const actOnSupply = (
  order: SupplyOrder,
  deed: Deed,
  told: { reason?: string; expected_on?: string; lines?: { product_id: number; milli: number }[] } = {},
): Promise<SupplyOrder> =>
  request<SupplyOrder>(`supply-orders/${order.id}/${deed}`, {
    method: 'POST',
    body: told,
    ifMatch: etag(order),
  });
