// What one of each unit costs a buyer before any scheme: asked of the engine, which alone knows which list holds.
import { price } from './pricing';
import type { Answer, Ask, AskLine, Book } from './types';

/** `product unit`. */
export const priceKey = (product: number, unit: string): string => `${product} ${unit}`;

/** What the engine prices at once. */
const LINES_MAX = 500;

/** The lines that have a price; one without costs the whole answer, so it is asked again without those. */
export function withoutFaults(lines: AskLine[], answer: Answer | undefined): AskLine[] | null {
  if (!answer || !('faults' in answer)) return null;
  const bad = new Set(answer.faults.map(({ line }) => line));
  return bad.has(null) ? [] : lines.filter((_, at) => !bad.has(at));
}

/** Unit prices, by `priceKey`; what has no price is not in it. */
export async function listPrices(
  book: Book,
  who: Pick<Ask, 'date' | 'buyer'>,
  goods: { product: number; unit: string }[],
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let from = 0; from < goods.length; from += LINES_MAX) {
    let lines: AskLine[] = goods
      .slice(from, from + LINES_MAX)
      .map(({ product, unit }) => ({ product, unit, quantity_milli: 1000 }));
    let [answer] = await price(book, [{ ...who, cash: false, lines }]);
    const rest = withoutFaults(lines, answer);
    if (rest) {
      lines = rest;
      [answer] = lines.length > 0 ? await price(book, [{ ...who, cash: false, lines }]) : [];
    }
    if (answer && 'priced' in answer)
      for (const { product, unit, price: one } of answer.priced.lines)
        found.set(priceKey(product, unit), one.minor);
  }
  return found;
}
