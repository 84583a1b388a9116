// What the page asks of the catalogue: lists page by page, all of a kind for names and pickers, and every write.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { cursorOf, everyPage, PAGE_MAX } from '../api/everyPage';
import type { Page } from '../api/trade';
import type { Form, MustSellList } from '../audits/forms';
import { etag } from '../client/headers';
import type { Partner, Price, PriceAsk, Priced, PriceList, Product, Scheme } from './types';

export interface Masters {
  products: Product;
  'price-lists': PriceList;
  schemes: Scheme;
  partners: Partner;
  forms: Form;
  'must-sell-lists': MustSellList;
}
export type Kind = keyof Masters;
export const KINDS = ['products', 'price-lists', 'schemes', 'partners'] as const satisfies readonly Kind[];

/** What a list of this kind is asked for as a file. */
export const filePath = (kind: Kind, q: string): string =>
  `${kind}${q ? `?${new URLSearchParams({ q })}` : ''}`;

export const TABS = [...KINDS, 'try'] as const;
export type Tab = (typeof TABS)[number];

/** Rows shown at once; the rest comes when asked for. */
const SHOWN = 50;

export const listOf = <K extends Kind>(kind: K, q: string) =>
  infiniteQueryOptions({
    queryKey: ['catalogue', kind, 'list', q],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Masters[K]>>(
        `${kind}?limit=${SHOWN}${q ? `&q=${encodeURIComponent(q)}` : ''}${cursorOf(pageParam)}`,
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (old) => old,
  });

export const oneOf = <K extends Kind>(kind: K, id: number) =>
  queryOptions({
    queryKey: ['catalogue', kind, 'one', id],
    queryFn: ({ signal }) => request<Masters[K]>(`${kind}/${id}`, { signal }),
  });

export const allOf = <K extends Kind>(kind: K) =>
  queryOptions({
    queryKey: ['catalogue', kind, 'all'],
    queryFn: ({ signal }) =>
      everyPage((cursor) =>
        request<Page<Masters[K]>>(`${kind}?limit=${PAGE_MAX}${cursorOf(cursor)}`, { signal }),
      ),
    staleTime: 60_000,
  });

export const pricesOf = (list: number) =>
  queryOptions({
    queryKey: ['catalogue', 'price-lists', 'prices', list],
    queryFn: async ({ signal }) =>
      (await request<{ items: Price[] }>(`price-lists/${list}/prices`, { signal })).items,
  });

/** Outlets and customers by part of code or name. */
export interface Found {
  id: number;
  code: string;
  name: string;
}
const FOUND_MAX = 20;

export const found = (kind: 'outlets' | 'customers', q: string) =>
  queryOptions({
    queryKey: ['catalogue', 'found', kind, q],
    queryFn: async ({ signal }) =>
      (
        await request<{ items: Found[] }>(
          `${kind}?limit=${FOUND_MAX}${kind === 'outlets' ? '&closed=false' : ''}${q ? `&q=${encodeURIComponent(q)}` : ''}`,
          { signal },
        )
      ).items,
    staleTime: 60_000,
  });

export const foundOne = (kind: 'outlets' | 'customers', id: number) =>
  queryOptions({
    queryKey: ['catalogue', 'found', kind, id],
    queryFn: ({ signal }) => request<Found>(`${kind}/${id}`, { signal }),
    staleTime: 300_000,
  });

/** Makes one, or changes the one of this version. */
export const write = <K extends Kind>(kind: K, was: Masters[K] | undefined, body: object) =>
  was
    ? request<Masters[K]>(`${kind}/${was.id}`, {
        method: 'PATCH',
        body,
        ifMatch: etag(was),
      })
    : request<Masters[K]>(kind, { method: 'POST', body });

export const supply = (partner: number, outlets: readonly number[], from: string) =>
  request<{ changed: number }>(`partners/${partner}/outlets`, {
    method: 'POST',
    body: { outlet_ids: outlets, from },
  });

export const priceOrder = (ask: PriceAsk) => request<Priced>('orders/price', { method: 'POST', body: ask });
