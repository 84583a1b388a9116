// Money taken at a shop, and the body of its record. Pure.
import { AMOUNT_MAX, minorTyped } from './money_typed';

export const METHODS = ['cash', 'transfer', 'cheque'] as const;
export type Method = (typeof METHODS)[number];

export interface CollectionDraft {
  /** As typed. */
  amount: string;
  method: Method | null;
  /** Invoices that it is for; none: the oldest first, by the office. */
  invoices: string[];
  reference: string;
  note: string;
}

export const EMPTY: CollectionDraft = { amount: '', method: null, invoices: [], reference: '', note: '' };

export interface Invoice {
  id: string;
  due: string;
  open_minor: number;
}

/** How an amount is set against invoices, the first due first; what is left stays on account. */
export function shares(amount: number, picked: readonly Invoice[]): { invoice_id: string; minor: number }[] {
  let left = amount;
  return [...picked]
    .sort((a, b) => a.due.localeCompare(b.due))
    .map(({ id, open_minor }) => {
      const minor = Math.min(left, open_minor);
      left -= minor;
      return { invoice_id: id, minor };
    })
    .filter(({ minor }) => minor > 0);
}

export type Fault = 'required' | 'invalid' | 'out_of_range';

export function faultsOf(draft: CollectionDraft, digits: number): { amount?: Fault; method?: Fault } {
  const minor = minorTyped(draft.amount, digits);
  const amount: Fault | undefined =
    draft.amount.trim() === ''
      ? 'required'
      : minor === null
        ? 'invalid'
        : minor < 1 || minor > AMOUNT_MAX
          ? 'out_of_range'
          : undefined;
  return {
    ...(amount ? { amount } : {}),
    ...(draft.method === null ? { method: 'required' as const } : {}),
  };
}

export function collectionBody(
  draft: CollectionDraft,
  outlet: number,
  open: readonly Invoice[],
  digits: number,
) {
  const amount_minor = minorTyped(draft.amount, digits) ?? 0;
  const invoices = shares(
    amount_minor,
    open.filter(({ id }) => draft.invoices.includes(id)),
  );
  const [reference, note] = [draft.reference.trim(), draft.note.trim()];
  return {
    outlet,
    amount_minor,
    method: draft.method,
    ...(invoices.length > 0 ? { invoices } : {}),
    ...(reference ? { reference } : {}),
    ...(note ? { note } : {}),
  };
}
