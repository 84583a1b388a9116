// Stock as the server tells it: places, what they hold, how goods moved, what reps counted. Pure but for the requests.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { StockCount } from '../api/types';
import { type AskedLine, priceLines } from '../catalogue/lines';
import { etag } from '../client/headers';

export const TABS = ['places', 'trips', 'vans', 'supply', 'missing', 'expiry', 'counts'] as const;
export type Tab = (typeof TABS)[number];

/** What can be done with goods of a place: moved on, taken in, given out, or its book put right. */
export const ACTS = ['transfer', 'receipt', 'issue', 'more', 'less'] as const;
export type Act = (typeof ACTS)[number];

/** An act as the server takes it. A transfer without a place to go to is sent for it to be refused at its field. */
export function postBody(typed: {
  id: string;
  act: Act;
  place: string;
  other: string | null;
  reason: string;
  lines: readonly AskedLine[];
}) {
  const { act, place } = typed;
  const comes = act === 'receipt' || act === 'more';
  return {
    id: typed.id,
    kind: act === 'more' || act === 'less' ? 'adjustment' : act,
    from_code: comes ? undefined : place,
    to_code: comes ? place : act === 'transfer' ? (typed.other ?? '') : undefined,
    reason: typed.reason.trim() || undefined,
    lines: priceLines(typed.lines),
  };
}

export interface StockLocation {
  id: number;
  code: string;
  name: string;
  kind: 'warehouse' | 'van' | 'outlet';
  partner_code: string | null;
  rep_code: string | null;
  rep_name: string | null;
  outlet_code: string | null;
  is_default: boolean;
  active: boolean;
  version: number;
}

/** What can be made here; outlets get their place by themselves. */
export const PLACE_KINDS = ['warehouse', 'van'] as const;

export interface PlaceDraft {
  kind: StockLocation['kind'];
  code: string;
  name: string;
  active: boolean;
  /** Of a warehouse, by code; null: the company's. */
  partner: string | null;
  /** Of a van, by code. */
  rep: string | null;
  isDefault: boolean;
}

export const placeDraft = (was: StockLocation | undefined): PlaceDraft => ({
  kind: was?.kind ?? 'warehouse',
  code: was?.code ?? '',
  name: was?.name ?? '',
  active: was?.active ?? true,
  partner: was?.partner_code ?? null,
  rep: was?.rep_code ?? null,
  isDefault: was?.is_default ?? false,
});

/** Kind, code and whose van it is are said of a new one only: they never change. */
export function placeBody(draft: PlaceDraft, was: StockLocation | undefined): object {
  const van = draft.kind === 'van';
  return {
    name: draft.name.trim(),
    active: draft.active,
    ...(was ? {} : { kind: draft.kind, code: draft.code.trim() }),
    ...(van
      ? was
        ? {}
        : { rep_code: draft.rep ?? undefined }
      : { partner_code: draft.partner, is_default: draft.isDefault }),
  };
}

export interface StockLot {
  batch: string;
  expires_on: string | null;
  milli: number;
}

export interface StockBalance {
  product_id: number;
  product_code: string;
  product_name: string;
  unit: string;
  on_hand_milli: number;
  expired_milli: number;
  reserved_milli: number;
  available_milli: number;
  counted_at: string | null;
  counted_milli: number | null;
  lots: StockLot[];
}

export interface StockMove {
  id: number;
  posting_id: string;
  kind: 'opening' | 'receipt' | 'issue' | 'transfer' | 'sale' | 'return' | 'adjustment';
  location_name: string;
  product_name: string;
  unit: string;
  batch: string;
  expires_on: string | null;
  milli: number;
  counter_of: string | null;
  countered_by: string | null;
  reason: string | null;
  note: string | null;
  moved_at: string;
  by: string | null;
}

export interface OutOfStock {
  outlet_id: number;
  outlet_code: string;
  outlet_name: string;
  product_id: number;
  product_code: string;
  product_name: string;
  visit_id: string | null;
  rep_id: number;
  rep_name: string;
  counted_at: string;
}

export interface NearExpiry {
  outlet_id: number;
  outlet_code: string;
  outlet_name: string;
  product_id: number;
  product_code: string;
  product_name: string;
  unit: string;
  batch: string;
  expires_on: string;
  days_left: number;
  milli: number;
}

export interface SellOut {
  product_id: number;
  product_code: string;
  product_name: string;
  unit: string;
  sold_milli: number;
  days_of_cover: number | null;
}

/** More than this at once is nobody's reading. */
const LIST_MAX = 1000;
/** The newest are what is looked at. */
const NEWEST = 100;

export interface Listed<T> {
  items: T[];
  next_cursor: string | null;
}

const listed =
  <T>(path: string) =>
  ({ signal }: { signal: AbortSignal }) =>
    request<Listed<T>>(path, { signal });

/** Warehouses and vans, or the outlets that match; outlets are too many to be listed unasked. */
export const locations = (q: string) =>
  queryOptions({
    queryKey: ['stock', 'locations', q],
    queryFn: async ({ signal }) => {
      const ask = (kind: string) =>
        request<Listed<StockLocation>>(
          `stock-locations?kind=${kind}&limit=${kind === 'outlet' ? NEWEST : LIST_MAX}&q=${encodeURIComponent(q)}`,
          { signal },
        );
      const kinds = q.length > 1 ? ['warehouse', 'van', 'outlet'] : ['warehouse', 'van'];
      return (await Promise.all(kinds.map(ask))).flatMap((page) => page.items);
    },
  });

export const location = (id: number) =>
  queryOptions({
    queryKey: ['stock', 'location', id],
    queryFn: ({ signal }) =>
      request<StockLocation & { outlet_id: number | null }>(`stock-locations/${id}`, { signal }),
  });

export const writePlace = (was: StockLocation | undefined, body: object): Promise<StockLocation> =>
  was
    ? request<StockLocation>(`stock-locations/${was.id}`, {
        method: 'PATCH',
        body,
        ifMatch: etag(was),
      })
    : request<StockLocation>('stock-locations', { method: 'POST', body });

export const balances = (id: number) =>
  queryOptions({
    queryKey: ['stock', 'balances', id],
    queryFn: listed<StockBalance>(`stock-locations/${id}/balances?limit=${LIST_MAX}`),
  });

export const moves = (place: number, product: number) =>
  queryOptions({
    queryKey: ['stock', 'moves', place, product],
    queryFn: listed<StockMove>(`stock-moves?location_id=${place}&product_id=${product}&limit=${NEWEST}`),
  });

export const outOfStock = queryOptions({
  queryKey: ['stock', 'missing'],
  queryFn: listed<OutOfStock>(`stock-counts/out-of-stock?limit=${LIST_MAX}`),
});

export const nearExpiry = queryOptions({
  queryKey: ['stock', 'expiry'],
  queryFn: listed<NearExpiry>(`stock-counts/near-expiry?limit=${LIST_MAX}`),
});

export const counts = queryOptions({
  queryKey: ['stock', 'counts'],
  queryFn: listed<StockCount>(`stock-counts?limit=${NEWEST}`),
});

export const sellOut = (outlet: number) =>
  queryOptions({
    queryKey: ['stock', 'sell_out', outlet],
    queryFn: async ({ signal }) =>
      (await request<{ items: SellOut[] }>(`outlets/${outlet}/sell-out`, { signal })).items,
  });

/** What was counted, in thousandths, by product. */
export type Counts = Readonly<Record<number, number>>;

export const countedLines = (counted: Counts): { product_id: number; milli: number }[] =>
  Object.entries(counted).map(([id, milli]) => ({ product_id: Number(id), milli }));

/** Whether what was counted is not what should be there; what nobody counted is as it should be. */
export const differs = (rows: readonly { product_id: number; milli: number }[], counted: Counts): boolean =>
  rows.some((row) => (counted[row.product_id] ?? row.milli) !== row.milli);

/** How a number of days to an expiry date reads to who must act: gone, now, or soon. */
export const urgency = (days: number): 'gone' | 'week' | 'later' =>
  days < 0 ? 'gone' : days <= 7 ? 'week' : 'later';
