// Counts of the own van that this phone told of: how far each is, and what the server made of it. Pure.
import type { OutboxItem } from '../phone';
import { type Fault, faultsOf, type RecordState, recordState } from '../visit/record_state';

export interface VanCount {
  id: string;
  at: number;
  state: RecordState;
  /** How many products stand in the book now; null before the server has said so. */
  products: number | null;
  /** Lines that it did not take: of which product, and why. */
  left_out: { code: string; fault: Fault }[];
  /** Why none of it was taken. */
  refused: Fault[];
}

interface Body {
  lines?: { product_code: string }[];
}

const codesOf = ({ body }: OutboxItem): string[] =>
  ((body as Body).lines ?? []).map(({ product_code }) => product_code);

/** Which line a fault is of, by its pointer: `/lines/3/unit`. */
const lineOf = ({ pointer }: Fault): number | null => {
  const match = /^\/lines\/(\d+)\//.exec(pointer);
  return match ? Number(match[1]) : null;
};

/** Newest first, as `outbox` is. */
export function vanCounts(outbox: readonly OutboxItem[]): VanCount[] {
  return outbox
    .filter(({ kind }) => kind === 'van_count')
    .map((item) => {
      const state = recordState(item);
      const codes = codesOf(item);
      const products = item.status?.detail?.products;
      const faults = faultsOf(item);
      const left_out = faults.flatMap((fault) => {
        const code = codes[lineOf(fault) ?? -1];
        return code === undefined ? [] : [{ code, fault }];
      });
      return {
        id: item.id,
        at: item.at,
        state,
        products: typeof products === 'number' ? products : null,
        left_out,
        refused: state === 'refused' ? faults.filter((fault) => lineOf(fault) === null) : [],
      };
    });
}

/** What was in the van when it was counted last is looked for first. */
export const countedBefore = (outbox: readonly OutboxItem[]): ReadonlySet<string> =>
  new Set(outbox.filter(({ kind }) => kind === 'van_count').flatMap(codesOf));
