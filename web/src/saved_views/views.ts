// Ways to look at a list that people keep: which part of an address one is, and every request for them. Pure but for
// the requests at the end.
import { queryOptions } from '@tanstack/react-query';
import { Problem, request } from '../api/client';
import { etag } from '../client/headers';

export interface SavedView {
  id: string | number;
  page: string;
  name: string;
  /** The filters of the page's address. */
  search: string;
  shared: boolean;
  /** Made by the reader. */
  own: boolean;
  version: number;
}

/** What is looked at is no part of how one looks. */
const PASSING = ['id', 'act', 'at', 'visit', 'make', 'proposal', 'pair', 'one'];

/** The filters of an address, always in the same order, so that two can be compared. `also`: what passes on this page. */
export function viewOf(search: string, also: readonly string[] = []): string {
  const query = new URLSearchParams(search);
  for (const name of [...PASSING, ...also]) query.delete(name);
  query.sort();
  return query.toString();
}

export const viewsQuery = (page: string) =>
  queryOptions({
    queryKey: ['saved-views', page],
    queryFn: async ({ signal }) =>
      (await request<{ items: SavedView[] }>(`saved-views?page=${encodeURIComponent(page)}`, { signal }))
        .items,
    staleTime: 60_000,
    retry: (count, error) => count < 2 && !(error instanceof Problem && error.status < 500),
  });

export const saveView = (body: Pick<SavedView, 'page' | 'name' | 'search' | 'shared'>) =>
  request<SavedView>('saved-views', { method: 'POST', body });
export const changeView = (was: SavedView, body: Partial<Pick<SavedView, 'name' | 'search' | 'shared'>>) =>
  request<SavedView>(`saved-views/${was.id}`, { method: 'PATCH', body, ifMatch: etag(was) });
export const removeView = (was: SavedView) =>
  request<void>(`saved-views/${was.id}`, { method: 'DELETE', ifMatch: etag(was) });
