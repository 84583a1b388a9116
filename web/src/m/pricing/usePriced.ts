// The price of an order while it is typed, with what is missing to the next scheme.
import { useEffect, useState } from 'react';
import { granted, type Missing, missing, withMissing } from './next_tier';
import { price } from './pricing';
import type { Ask, Book, Fault, Priced } from './types';

export interface Price {
  /** Of what was last asked; null while nothing is, or where lines have no price. */
  priced: Priced | null;
  faults: Fault[];
  /** What the engine agrees to give for more. */
  near: Missing[];
  /** The figures are of lines that have changed since. */
  stale: boolean;
  /** The engine does not run here. */
  broken: boolean;
}

const NOTHING: Price = { priced: null, faults: [], near: [], stale: false, broken: false };

async function priceOf(book: Book, ask: Ask): Promise<Price> {
  const [answer] = await price(book, [ask]);
  if (!answer || 'malformed' in answer) return { ...NOTHING, broken: true };
  if ('faults' in answer) return { ...NOTHING, faults: answer.faults };
  const { priced } = answer;
  const maybe = missing(book, ask, priced);
  const goods = maybe.filter(({ minor }) => minor === null);
  const more =
    goods.length > 0
      ? await price(
          book,
          goods.map((one) => withMissing(book, ask, one)),
        )
      : [];
  const then = new Map<Missing, Priced>();
  for (const [at, one] of goods.entries()) {
    const after = more[at];
    if (after && 'priced' in after) then.set(one, after.priced);
  }
  return { ...NOTHING, priced, near: granted(maybe, priced, then) };
}

/** `ask` should keep its identity while it asks the same. */
export function usePriced(book: Book | null, ask: Ask | null): Price {
  const [known, setKnown] = useState<{ ask: Ask | null; price: Price }>({ ask: null, price: NOTHING });
  useEffect(() => {
    if (!book || !ask || ask.lines.length === 0) return setKnown({ ask, price: NOTHING });
    let gone = false;
    priceOf(book, ask).then(
      (price) => gone || setKnown({ ask, price }),
      () => gone || setKnown({ ask, price: { ...NOTHING, broken: true } }),
    );
    return () => {
      gone = true;
    };
  }, [book, ask]);
  return known.ask === ask ? known.price : { ...known.price, stale: true };
}
