// The part of a book that an order can touch: its products, what schemes give or ask for by name, and their prices. The
// engine answers the same by it, and reads a page instead of a catalogue. Pure.
import type { Ask, Benefit, Book, BookScheme } from './types';

const given = (benefit: Benefit): number[] => (benefit.type === 'free' ? [benefit.product] : []);

/** Products that a scheme names itself. */
function named({ rule }: BookScheme): number[] {
  if (rule.type === 'combo') return [...rule.parts.map(({ product }) => product), ...given(rule.benefit)];
  return rule.tiers.flatMap(({ benefit }) => given(benefit));
}

function only<T>(rows: { [id: string]: T }, ids: ReadonlySet<number>): { [id: string]: T } {
  const kept: { [id: string]: T } = {};
  for (const id of ids) {
    const row = rows[id];
    if (row !== undefined) kept[id] = row;
  }
  return kept;
}

export function touched(book: Book, ask: Ask): Book {
  const ids = new Set([...ask.lines.map(({ product }) => product), ...book.schemes.flatMap(named)]);
  return {
    ...book,
    products: only(book.products, ids),
    lists: book.lists.map((list) => ({ ...list, prices: only(list.prices, ids) })),
  };
}
