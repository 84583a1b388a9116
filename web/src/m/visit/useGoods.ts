// The catalogue as an outlet sees it: products by name and code, what each is called, who the outlet is to prices.
import { useMemo } from 'react';
import { usePhone } from '../phone';
import type { Book, Buyer } from '../pricing/types';

export interface Good {
  id: number;
  code: string;
  name: string;
  /** The largest first. */
  units: string[];
  /** Of one piece. */
  piece: string;
}

export interface Goods {
  book: Book;
  /** Null where the outlet is not one of the rep's any more, or none is meant. */
  buyer: Buyer | null;
  /** By name. */
  all: Good[];
  byCode: ReadonlyMap<string, Good>;
  ids: ReadonlyMap<string, number>;
  product: (id: number) => string;
  named: (code: string) => string;
  truncated: boolean;
}

const collator = new Intl.Collator('vi');

/** Null before the first sync, or where the company has no catalogue. */
export function useGoods(outletId: number | null): Goods | null {
  const { catalogue } = usePhone().data;
  return useMemo(() => {
    if (!catalogue || catalogue.products.length === 0) return null;
    const book = catalogue.book as unknown as Book;
    const all = catalogue.products
      .map(({ id, code, name }): Good => {
        const units = Object.entries(book.products[id]?.units ?? {})
          .sort((a, b) => b[1] - a[1])
          .map(([unit]) => unit);
        return { id, code, name, units, piece: units.at(-1) ?? '' };
      })
      .sort((a, b) => collator.compare(a.name, b.name));
    const byId = new Map(all.map((good) => [good.id, good]));
    const byCode = new Map(all.map((good) => [good.code, good]));
    return {
      book,
      buyer: (catalogue.buyers.find(({ outlet_id }) => outlet_id === outletId)?.buyer as Buyer) ?? null,
      all,
      byCode,
      ids: new Map(all.map(({ code, id }) => [code, id])),
      product: (id) => byId.get(id)?.name ?? `#${id}`,
      named: (code) => byCode.get(code)?.name ?? code,
      truncated: catalogue.truncated,
    };
  }, [catalogue, outletId]);
}
