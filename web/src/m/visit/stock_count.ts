// What stands on a shelf or lies in a van, and the body of its record. Pure.
import { decimal } from './order_draft';

export interface Counted {
  code: string;
  unit: string;
  milli: number;
}

/** Of one product: the lot that was read off it. */
export interface Lot {
  batch: string;
  /** ISO date, or nothing. */
  expiry: string;
}

export interface CountDraft {
  lines: Counted[];
  /** Codes of products of which there is none. */
  out: string[];
  lots: { [code: string]: Lot };
  note: string;
}

export const EMPTY: CountDraft = { lines: [], out: [], lots: {}, note: '' };
export const LINES_MAX = 500;
export const BATCH_MAX = 200;

/** Null takes the line out; whatever is counted is not gone. */
export function withCounted(draft: CountDraft, code: string, unit: string, milli: number | null): CountDraft {
  const lines = draft.lines.filter((line) => line.code !== code || line.unit !== unit);
  if (milli !== null) lines.push({ code, unit, milli });
  return { ...draft, lines, out: draft.out.filter((one) => one !== code) };
}

export const withOut = (draft: CountDraft, code: string, out: boolean): CountDraft => ({
  ...draft,
  lines: out ? draft.lines.filter((line) => line.code !== code) : draft.lines,
  out: out ? [...draft.out.filter((one) => one !== code), code] : draft.out.filter((one) => one !== code),
});

export const countedProducts = (draft: CountDraft): number =>
  new Set([...draft.out, ...draft.lines.map(({ code }) => code)]).size;

export type Fault = 'required' | 'too_much';

export function faultOf(draft: CountDraft): Fault | null {
  const many = draft.lines.length + draft.out.length;
  if (many === 0) return 'required';
  return many > LINES_MAX ? 'too_much' : null;
}

/** Of a van there is no outlet. */
export function countBody(draft: CountDraft, outlet: number | null) {
  const note = draft.note.trim();
  const lotOf = (code: string) => {
    const lot = draft.lots[code];
    const batch = lot?.batch.trim();
    return { ...(batch ? { batch } : {}), ...(lot?.expiry ? { expiry: lot.expiry } : {}) };
  };
  return {
    ...(outlet === null ? {} : { outlet }),
    lines: [
      ...draft.lines.map(({ code, unit, milli }) => ({
        product_code: code,
        unit,
        quantity: decimal(milli),
        ...(milli > 0 ? lotOf(code) : {}),
      })),
      ...draft.out.map((code) => ({ product_code: code, out_of_stock: true })),
    ],
    ...(note ? { note } : {}),
  };
}
