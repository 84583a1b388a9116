// An order or a quotation as it is taken at a desk: what is missing, what is asked of the price and what is sent. Pure
// but for the requests at the end.
import { type FieldFault, Problem, request } from '../api/client';
import type { Order, Quotation } from '../api/trade';
import type { Found } from '../catalogue/catalogue';
import { type AskedLine, named, newLine, orderLines, priceLines } from '../catalogue/lines';
import type { PriceAsk, Product } from '../catalogue/types';
import { etag } from '../client/headers';
import { orderedMilli } from './orders';

export interface Taken {
  outlet: Found | null;
  rep: number | null;
  lines: AskedLine[];
  cash: boolean;
  note: string;
  /** A quotation instead of an order. */
  quote: boolean;
  /** Of a quotation; empty is as long as the server says. */
  validTo: string;
}

export const blank = (quote: boolean): Taken => ({
  outlet: null,
  rep: null,
  lines: [newLine(0)],
  cash: false,
  note: '',
  quote,
  validTo: '',
});

/** The form of an order that is there; what schemes gave is not asked for, it is given anew. */
export function takenOf(order: Order, products: readonly Product[]): Taken {
  const byCode = new Map(products.map((product) => [product.code, product]));
  const paid = order.lines.filter((line) => !line.free);
  return {
    ...blank(false),
    outlet:
      order.outlet_id === null ? null : { id: order.outlet_id, code: '', name: order.outlet_name ?? '' },
    rep: order.rep_id,
    lines: paid.map((line, key) => {
      const product = byCode.get(line.product_code) ?? null;
      return {
        key,
        product,
        unknown: product ? undefined : line.product_code,
        unit: line.unit,
        milli: orderedMilli(line),
      };
    }),
    cash: order.cash,
    note: order.note ?? '',
  };
}

/** What a new one lacks, at the fields that the server would name. */
export function lacks(taken: Taken, needs: { outlet: boolean; rep: boolean }): FieldFault[] {
  const faults: FieldFault[] = [];
  if (needs.outlet && !taken.outlet) faults.push({ pointer: '/outlet_id', code: 'required' });
  if (needs.rep && taken.rep === null) faults.push({ pointer: '/rep_id', code: 'required' });
  if (named(taken.lines).length === 0) faults.push({ pointer: '/lines', code: 'required' });
  return faults;
}

/** What is asked of the price on a date; nothing while a line is not whole. */
export function priceAsk(taken: Taken, date: string): PriceAsk | null {
  const lines = priceLines(taken.lines);
  if (!taken.outlet || lines.length === 0 || lines.some((line) => line.quantity_milli === 0)) return null;
  return { outlet_id: taken.outlet.id, date, cash: taken.cash, lines };
}

/** The new lines of an order; its note can be emptied. */
export const revisionBody = (taken: Taken) => ({
  lines: orderLines(taken.lines),
  cash: taken.cash,
  note: taken.note.trim(),
});

const newBody = (id: string, taken: Taken) => ({
  id,
  rep_id: taken.rep ?? undefined,
  outlet_id: taken.outlet?.id,
  ...revisionBody(taken),
  note: taken.note.trim() || undefined,
});

export const orderBody = (id: string, taken: Taken, draft: boolean) => ({ ...newBody(id, taken), draft });

export const quotationBody = (id: string, taken: Taken) => ({
  ...newBody(id, taken),
  valid_to: taken.validTo || undefined,
});

export type How = 'submit' | 'draft' | 'quote' | 'revise';
export type Made = { quotation: Quotation } | { order: Order };

/** Saves what was typed; the same id again is the same order. */
export async function save(
  how: How,
  id: string,
  taken: Taken,
  /** Reps have no field for themselves. */
  needsRep: boolean,
  was?: Order,
): Promise<Made> {
  const faults = lacks(taken, { outlet: !was, rep: needsRep && !was });
  if (faults.length > 0) throw new Problem(422, 'invalid', null, faults);
  if (how === 'quote')
    return {
      quotation: await request<Quotation>('quotations', { method: 'POST', body: quotationBody(id, taken) }),
    };
  if (was) {
    const options = { method: 'PUT', body: revisionBody(taken), ifMatch: etag(was) };
    return { order: await request<Order>(`orders/${was.id}`, options) };
  }
  return {
    order: await request<Order>('orders', { method: 'POST', body: orderBody(id, taken, how === 'draft') }),
  };
}
