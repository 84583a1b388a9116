// What an outlet should order and its last order, as the server tells them, and the lines of a form made of either.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { type AskedLine, newLine } from '../catalogue/lines';
import type { Product } from '../catalogue/types';

/** Quantities are thousandths of the base unit. */
export interface SuggestedLine {
  product_id: number;
  product_code: string;
  product_name: string;
  base_unit: string;
  unit: string;
  pieces: number;
  from: 'sell_out' | 'orders';
  method: 'none' | 'average' | 'smoothing' | 'intermittent';
  /** Of a week. */
  forecast_milli: number;
  counted_at: string | null;
  on_hand_milli: number;
  sold_since_milli: number;
  on_order_milli: number;
  safety_milli: number;
  target_milli: number;
  days_of_cover: number | null;
  /** In whole `unit`s. */
  quantity: number;
}

export interface SuggestedOrder {
  outlet_id: number;
  cover_days: number;
  lead_days: number;
  service_pct: number;
  lines: SuggestedLine[];
}

export interface RepeatOrder {
  order_id: string | null;
  date: string | null;
  lines: { product_code: string; product_name: string; unit: string; quantity_milli: number }[];
}

export const suggestedOrder = (outlet: number) =>
  queryOptions({
    queryKey: ['orders', 'suggested', outlet],
    queryFn: ({ signal }) => request<SuggestedOrder>(`outlets/${outlet}/suggested-order`, { signal }),
    enabled: outlet > 0,
  });

export const repeatOrder = (outlet: number) =>
  queryOptions({
    queryKey: ['orders', 'repeat', outlet],
    queryFn: ({ signal }) => request<RepeatOrder>(`outlets/${outlet}/repeat-order`, { signal }),
    enabled: outlet > 0,
  });

/** Lines for a form; a product that the reader's catalogue does not have is left out. */
export function linesOf(
  wanted: readonly { product_code: string; unit: string; milli: number }[],
  products: readonly Product[],
): AskedLine[] {
  const byCode = new Map(products.map((product) => [product.code, product]));
  const lines = wanted.flatMap(({ product_code, unit, milli }, key) => {
    const product = byCode.get(product_code);
    return product && product.units[unit] !== undefined ? [{ ...newLine(key), product, unit, milli }] : [];
  });
  return lines.length > 0 ? lines : [newLine(0)];
}

export const suggestedLines = (order: SuggestedOrder, products: readonly Product[]) =>
  linesOf(
    order.lines.filter((line) => line.quantity > 0).map((line) => ({ ...line, milli: line.quantity * 1000 })),
    products,
  );

export const repeatedLines = (order: RepeatOrder, products: readonly Product[]) =>
  linesOf(
    order.lines.map((line) => ({ ...line, milli: line.quantity_milli })),
    products,
  );
