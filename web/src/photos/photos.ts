// Photos as the server tells them, which of them a wall shows, and what people say of them. Pure but for the requests.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { request } from '../api/client';
import type { Page } from '../api/trade';

export const TABS = ['photos', 'displays', 'claims'] as const;
export type Tab = (typeof TABS)[number];

export const STATUSES = ['pending', 'approved', 'rejected'] as const;
export type Status = (typeof STATUSES)[number];
export const FINDINGS = ['reused', 'taken_elsewhere', 'taken_earlier', 'clock'] as const;
export type Finding = (typeof FINDINGS)[number];

export interface Photo {
  id: string;
  rep_id: number;
  rep_code: string;
  rep_name: string;
  date: string;
  visit_id: string | null;
  outlet_id: number | null;
  outlet_code: string | null;
  outlet_name: string | null;
  customer_id: number | null;
  subject: string | null;
  note: string | null;
  taken_at: string;
  findings: Finding[];
  /** Of the camera from the outlet. */
  distance_m: number | null;
  /** Of the camera's clock before (negative) or after the visit. */
  off_s: number | null;
  reused_of: string | null;
  bits_apart: number | null;
  status: Status;
  decided_by: string | null;
  decided_at: string | null;
  reason: string | null;
  width: number;
  height: number;
  removed: boolean;
}

export interface PhotoWhole extends Photo {
  original: Photo | null;
}

/** What the wall is cut by, and what the other tabs look at; the address says it. */
export interface WallSearch {
  /** Left out: photos. */
  tab?: Tab;
  programme?: number;
  claim?: string;
  /** Left out: what waits. */
  show?: Status | 'all';
  /** One of the findings, or any. */
  finding?: Finding | 'any';
  rep?: number;
  outlet?: number;
  customer?: number;
  visit?: string;
  from?: string;
  to?: string;
  id?: string;
}

/** Enough for a wide screen and a scroll. */
const PAGE = 120;

export function listPath(search: WallSearch, cursor: string | null): string {
  const query = new URLSearchParams({ limit: String(PAGE) });
  const put = (name: string, value: string | number | undefined) =>
    value !== undefined && query.set(name, String(value));
  const show = search.show ?? 'pending';
  if (show !== 'all') put('status', show);
  put('finding', search.finding);
  put('rep_id', search.rep);
  put('outlet_id', search.outlet);
  put('customer_id', search.customer);
  put('visit_id', search.visit);
  put('from', search.from);
  put('to', search.to);
  put('cursor', cursor ?? undefined);
  return `photos?${query}`;
}

export const photosQuery = (search: WallSearch) => {
  const { id: _, tab: __, programme: ___, claim: ____, ...filter } = search;
  return infiniteQueryOptions({
    queryKey: ['photos', 'list', filter],
    queryFn: ({ pageParam, signal }) => request<Page<Photo>>(listPath(filter, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Photo>) => last.next_cursor,
    refetchInterval: 60_000,
  });
};

export const photoQuery = (id: string) =>
  queryOptions({
    queryKey: ['photos', 'one', id],
    queryFn: ({ signal }) => request<PhotoWhole>(`photos/${id}`, { signal }),
  });

export const pictureOf = (photo: { id: string }, size: 'image' | 'thumbnail'): string =>
  `/api/v1/photos/${photo.id}/${size}`;

interface Formats {
  distance: (m: number) => string;
  duration: (s: number) => string;
}

/** A finding with its figure, for people. */
export function findingWords(photo: Photo, finding: Finding, t: TFunction, format: Formats): string {
  if (finding === 'taken_elsewhere')
    return t('photos.found.taken_elsewhere', { distance: format.distance(photo.distance_m ?? 0) });
  if (finding === 'taken_earlier' || finding === 'clock')
    return t(`photos.found.${finding}`, { time: format.duration(Math.abs(photo.off_s ?? 0)) });
  return photo.bits_apart === 0 ? t('photos.found.same') : t('photos.found.alike');
}

export interface Result {
  photo_id: string;
  status: 'decided' | 'error';
}

export async function decide(ids: readonly string[], decision: Status, reason?: string): Promise<Result[]> {
  const items = ids.map((photo_id) => ({ photo_id, decision, reason }));
  const answer = await request<{ results: Result[] }>('photos/decisions', {
    method: 'POST',
    body: { items },
  });
  return answer.results;
}
