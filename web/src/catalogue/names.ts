// What ids of the catalogue are called, in lists, schemes and priced orders.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { allOf } from './catalogue';
import type { Product } from './types';

export interface Names {
  product: (id: number) => string;
  /** Its unit of one piece. */
  piece: (product: number) => string;
  category: (id: number) => string;
  list: (id: number) => string;
  scheme: (id: number) => string;
}

/** The unit that counts as one. */
export const pieceOf = (product: Pick<Product, 'units'> | undefined): string =>
  Object.entries(product?.units ?? {}).find(([, pieces]) => pieces === 1)?.[0] ?? '';

const byId = <Row extends { id: number }>(rows: readonly Row[] | undefined) =>
  new Map((rows ?? []).map((row) => [row.id, row]));

/** A name is its number where the reader does not see the row, or it is not loaded yet. */
const named = (row: { code: string; name: string } | undefined, id: number) => row?.name ?? `#${id}`;

export function namesOf(
  products: readonly Product[] | undefined,
  lists: readonly { id: number; code: string; name: string }[] | undefined,
  schemes: readonly { id: number; code: string; name: string }[] | undefined,
): Names {
  const [goods, prices, promotions] = [byId(products), byId(lists), byId(schemes)];
  const categories = new Map((products ?? []).map((product) => [product.category_id, product.category]));
  return {
    product: (id) => named(goods.get(id), id),
    piece: (id) => pieceOf(goods.get(id)),
    category: (id) => categories.get(id) ?? `#${id}`,
    list: (id) => named(prices.get(id), id),
    scheme: (id) => named(promotions.get(id), id),
  };
}

export function useNames(): Names {
  const products = useQuery(allOf('products')).data;
  const lists = useQuery(allOf('price-lists')).data;
  const schemes = useQuery(allOf('schemes')).data;
  return useMemo(() => namesOf(products, lists, schemes), [products, lists, schemes]);
}
