// An order while it is typed, and the body of the record that it becomes. Pure.
import type { AskLine, Book } from '../pricing/types';

export interface DraftLine {
  /** Of the product. */
  code: string;
  unit: string;
  milli: number;
}

export interface OrderDraft {
  lines: DraftLine[];
  cash: boolean;
  note: string;
  /** The order that these lines are to replace. */
  changes: string | null;
  /** Until when it is an offer; an order has none. */
  valid_to?: string;
}

export const EMPTY: OrderDraft = { lines: [], cash: false, note: '', changes: null };

/** What the server takes at most. */
export const LINES_MAX = 500;
export const MILLI_MAX = 99_999_999_999;
export const NOTE_MAX = 2000;

const is = (code: string, unit: string) => (line: DraftLine) => line.code === code && line.unit === unit;

export const milliOf = (draft: OrderDraft, code: string, unit: string): number =>
  draft.lines.find(is(code, unit))?.milli ?? 0;

/** A line with so much; none takes it out. New lines come last, so that nothing moves under a thumb. */
export function withQuantity(draft: OrderDraft, code: string, unit: string, milli: number): OrderDraft {
  const kept = Math.min(Math.max(Math.round(milli), 0), MILLI_MAX);
  const there = draft.lines.some(is(code, unit));
  const lines = there
    ? draft.lines.map((line) => (is(code, unit)(line) ? { ...line, milli: kept } : line))
    : [...draft.lines, { code, unit, milli: kept }];
  return { ...draft, lines: lines.filter((line) => line.milli > 0) };
}

/** At least so much of each: what is there already is not made less, nor doubled by asking twice. */
export const withAtLeast = (draft: OrderDraft, lines: readonly DraftLine[]): OrderDraft =>
  lines.reduce(
    (all, { code, unit, milli }) => withQuantity(all, code, unit, Math.max(milli, milliOf(all, code, unit))),
    draft,
  );

/** A decimal with up to three places, as the protocol has quantities. */
export function decimal(milli: number): string {
  const [whole, part] = [Math.floor(milli / 1000), milli % 1000];
  return part === 0 ? String(whole) : `${whole}.${String(part).padStart(3, '0').replace(/0+$/, '')}`;
}

/** Thousandths of what somebody typed, by comma or point; null where it is no quantity. */
export function milliTyped(text: string): number | null {
  const match = /^(\d{1,8})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (!match) return null;
  return Number(match[1]) * 1000 + Number((match[2] ?? '').padEnd(3, '0'));
}

/** The lines that can be asked for a price, and the codes that the catalogue does not have any more. */
export function askLines(
  lines: readonly DraftLine[],
  ids: ReadonlyMap<string, number>,
  book: Book,
): { lines: AskLine[]; codes: string[]; unknown: string[] } {
  const known: AskLine[] = [];
  const codes: string[] = [];
  const unknown: string[] = [];
  for (const { code, unit, milli } of lines) {
    const product = ids.get(code);
    if (product === undefined || book.products[product]?.units[unit] === undefined) unknown.push(code);
    else {
      known.push({ product, unit, quantity_milli: milli });
      codes.push(code);
    }
  }
  return { lines: known, codes, unknown };
}

export interface Promised {
  total_minor: number;
  /** When the catalogue was read. */
  book_at: string;
}

/** The kind of record that it becomes. */
export const kindOf = ({ changes, valid_to }: OrderDraft) =>
  changes !== null ? 'order_change' : valid_to === undefined ? 'order' : 'quotation';

/** The body of that record. Without a promise the office says what it costs. */
export function orderBody(draft: OrderDraft, outlet: number, promised: Promised | null) {
  return {
    ...(draft.changes === null ? {} : { order: draft.changes }),
    outlet,
    lines: draft.lines.map(({ code, unit, milli }) => ({
      product_code: code,
      unit,
      quantity: decimal(milli),
    })),
    cash: draft.cash,
    ...(draft.note.trim() === '' ? {} : { note: draft.note.trim() }),
    ...(draft.valid_to === undefined ? {} : { valid_to: draft.valid_to }),
    ...promised,
  };
}

/** The lines of a body, to change what was sent. */
export const linesOf = (lines: readonly { product_code: string; unit: string; quantity: string }[]) =>
  lines.map(({ product_code, unit, quantity }) => ({
    code: product_code,
    unit,
    milli: Math.round(Number(quantity) * 1000),
  }));
