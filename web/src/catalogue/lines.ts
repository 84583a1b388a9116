// The lines of an order while somebody types them, and what is sent of them. Pure.
import { pieceOf } from './names';
import type { PriceAsk, Product } from './types';

export interface AskedLine {
  key: number;
  product: Product | null;
  /** The code of an ordered product that the reader's catalogue does not have: kept, for the server to judge. */
  unknown?: string;
  unit: string;
  milli: number | null;
}

/** What the server takes at most. */
export const LINES_MAX = 500;

export const newLine = (key: number): AskedLine => ({ key, product: null, unit: '', milli: 1000 });

/** One more line, with a key that no other has. */
export const oneMore = (lines: readonly AskedLine[]): AskedLine[] => [
  ...lines,
  newLine(Math.max(-1, ...lines.map(({ key }) => key)) + 1),
];

export const codeOf = (line: AskedLine): string | null => line.product?.code ?? line.unknown ?? null;

/** Lines without a product are not sent. */
export const named = (lines: readonly AskedLine[]): AskedLine[] =>
  lines.filter((line) => codeOf(line) !== null);

export const priceLines = (lines: readonly AskedLine[]): PriceAsk['lines'] =>
  named(lines).map((line) => ({
    product_code: codeOf(line)!,
    unit: line.unit,
    quantity_milli: line.milli ?? 0,
  }));

/** As the body of an order has them. */
export const orderLines = (lines: readonly AskedLine[]) =>
  named(lines).map((line) => ({
    product_code: codeOf(line)!,
    product_name: line.product?.name,
    unit: line.unit,
    quantity: String((line.milli ?? 0) / 1000),
  }));

/** Of these products those that no line with a quantity has. */
export const notIn = <Row extends { product_code: string }>(
  rows: readonly Row[],
  lines: readonly AskedLine[],
): Row[] => {
  const asked = new Set(lines.filter(({ milli }) => (milli ?? 0) > 0).map(codeOf));
  return rows.filter(({ product_code }) => !asked.has(product_code));
};

/** With one piece of a product: in the first line that has none yet, else in one more. */
export function withProduct(lines: readonly AskedLine[], product: Product): AskedLine[] {
  const empty = lines.find((line) => codeOf(line) === null);
  const all = empty ? [...lines] : oneMore(lines);
  const key = (empty ?? all.at(-1))?.key;
  return all.map((line) =>
    line.key === key ? { ...line, product, unit: pieceOf(product), milli: 1000 } : line,
  );
}
