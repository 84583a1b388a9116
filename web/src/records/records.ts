// Lists of records, page by page: how one is asked for, where a walk through its pages has been, and writing one with
// the version seen. Knows nothing of what a record is.
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Page } from '../api/trade';
import { etag } from '../client/headers';

/** Rows of a page: what is read at a glance and drawn at once. */
export const SHOWN = 50;
/** Typing rests so long before the server is asked. */
export const ASK_AFTER_MS = 250;

/** What the address of a list says besides its filters. */
export interface RecordSearch {
  q?: string;
  /** Cursor of the page; absent on the first. */
  at?: string;
  id?: number;
  /** What is done with it, or that a new one is made. */
  act?: string;
}

type Asked = Record<string, string | number | boolean | undefined>;

const word = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : String(value);

/** The part of an address that all lists share; a search of digits alone arrives as a number. */
export const recordSearch = (search: Record<string, unknown>): RecordSearch => ({
  q: word(search.q),
  at: typeof search.at === 'string' && search.at ? search.at : undefined,
  id: Number.isInteger(search.id) ? Number(search.id) : undefined,
  act: typeof search.act === 'string' ? search.act : undefined,
});

/** The path of a list with its filters; the same that its file is asked with. */
export function listPath(collection: string, asked: Asked): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked))
    if (value !== undefined && value !== '') query.set(name, String(value));
  const text = query.toString();
  return text ? `${collection}?${text}` : collection;
}

/** One page. What is asked anew cancels what was still on its way. */
export const pageOf = <Row>(collection: string, asked: Asked, at: string | undefined, limit = SHOWN) =>
  queryOptions({
    queryKey: ['records', collection, 'page', asked, at ?? '', limit],
    queryFn: ({ signal }) =>
      request<Page<Row>>(listPath(collection, { ...asked, limit, cursor: at }), { signal }),
    placeholderData: keepPreviousData,
  });

export const useRecordPage = <Row>(
  collection: string,
  asked: Asked,
  at: string | undefined,
  limit?: number,
) => useQuery(pageOf<Row>(collection, asked, at, limit));

export const recordOf = <Row>(collection: string, id: number) =>
  queryOptions({
    queryKey: ['records', collection, 'one', id],
    queryFn: ({ signal }) => request<Row>(`${collection}/${id}`, { signal }),
  });

export const writeRecord = <Row extends { id: number; version: number }>(
  collection: string,
  was: Pick<Row, 'id' | 'version'> | undefined,
  body: object,
): Promise<Row> =>
  was
    ? request<Row>(`${collection}/${was.id}`, { method: 'PATCH', body, ifMatch: etag(was) })
    : request<Row>(collection, { method: 'POST', body });

/** Of what is typed only what differs from what there is, so that fields kept elsewhere stay untouched. */
export function changed<T extends object>(fields: T, was: object | undefined): Partial<T> {
  if (!was) return fields;
  const old = was as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => value !== undefined && value !== old[name]),
  ) as Partial<T>;
}

/** What a cursor follows on, and the number of its page. Cursors only lead forward; this is the way back. */
const steps = new Map<string, { before: string | undefined; page: number }>();

export function stepTo(next: string, from: string | undefined) {
  steps.set(next, { before: from, page: (pageNumber(from) ?? 1) + 1 });
}

/** Unknown where the page was opened by a link: then only the first page is certain. */
export const pageNumber = (at: string | undefined): number | undefined =>
  at === undefined ? 1 : steps.get(at)?.page;

export const pageBefore = (at: string): string | undefined => steps.get(at)?.before;
