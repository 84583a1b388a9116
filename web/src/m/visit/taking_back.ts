// Goods that come back: of which order, how many at most, and the body of the record. Pure.
import type { PastOrder } from '../protocol';

export interface Returnable {
  line: number;
  product_code: string;
  unit: string;
  /** Delivered and not yet back. */
  most_milli: number;
}

/** Lines of an order of which something may come back. */
export const returnable = ({ lines }: PastOrder): Returnable[] =>
  lines
    .map(({ line, product_code, unit, delivered_milli, returned_milli }) => ({
      line,
      product_code,
      unit,
      most_milli: delivered_milli - returned_milli,
    }))
    .filter(({ most_milli }) => most_milli > 0);

export interface ReturnDraft {
  order: string | null;
  /** Thousandths by line. */
  lines: { [line: number]: number };
  reason: string;
}

export const EMPTY: ReturnDraft = { order: null, lines: {}, reason: '' };

export function faultsOf(draft: ReturnDraft, order: PastOrder | undefined) {
  const most = new Map((order ? returnable(order) : []).map(({ line, most_milli }) => [line, most_milli]));
  const given = Object.entries(draft.lines).filter(([, milli]) => milli > 0);
  const over = given
    .filter(([line, milli]) => milli > (most.get(Number(line)) ?? 0))
    .map(([line]) => Number(line));
  return { nothing: given.length === 0, over, reason: !draft.reason.trim() };
}

export const returnBody = (draft: ReturnDraft) => ({
  order: draft.order,
  lines: Object.entries(draft.lines)
    .filter(([, milli]) => milli > 0)
    .map(([line, quantity_milli]) => ({ line: Number(line), quantity_milli })),
  reason: draft.reason.trim(),
});
