// What is asked of the server and how long an answer is believed. Live positions are never kept here: they would
// re-render the page at every fix; see `live/world.ts`.
import { MutationCache, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query';
import { Problem, request } from './client';
import type { BoardRow, Diagnosis, Outlet, PublicInfo, RepDay, Session, VisitDetail } from './types';

/** Whoever is asked for a second factor from now on is led to where there will be one, see `account/DueGuard.tsx`. */
function noteDue(error: Error) {
  if (error instanceof Problem && error.code === 'second_factor_due')
    queryClient.setQueryData(session.queryKey, (was) => was && { ...was, second_factor_due: true });
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteDue }),
  mutationCache: new MutationCache({ onError: noteDue }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: true,
      retry: (count, error) =>
        count < 2 && (!(error instanceof Problem) || error.status === 0 || error.status >= 500),
      retryDelay: (attempt) => 600 * 2 ** attempt,
    },
  },
});

export const publicInfo = queryOptions({
  queryKey: ['public'],
  queryFn: ({ signal }) => request<PublicInfo>('public', { signal }),
  staleTime: 60_000,
});

export const session = queryOptions({
  queryKey: ['session'],
  /** `null` means: nobody is logged in. */
  queryFn: async ({ signal }) => {
    try {
      return await request<Session>('session', { signal });
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** A page of the board holds a thousand reps; more pages than this are not one person's to watch. */
const BOARD_PAGES = 20;

async function wholeBoard(signal: AbortSignal): Promise<BoardRow[]> {
  const rows: BoardRow[] = [];
  let cursor: string | null | undefined;
  for (let page = 0; page < BOARD_PAGES; page++) {
    const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : '';
    const answer: { items: BoardRow[]; next_cursor?: string | null } = await request(`reps/today${query}`, {
      signal,
    });
    rows.push(...answer.items);
    cursor = answer.next_cursor;
    if (!cursor) break;
  }
  return rows;
}

export const board = queryOptions({
  queryKey: ['board'],
  queryFn: ({ signal }) => wholeBoard(signal),
  refetchInterval: 30_000,
  // Compared with the answer before, key by key, thousands of rows would hold the page up.
  structuralSharing: false,
});

/** A phone's newest word is at most ten seconds old. */
export const diagnosis = (rep: number) =>
  queryOptions({
    queryKey: ['diagnosis', rep],
    queryFn: ({ signal }) => request<Diagnosis>(`reps/${rep}/diagnosis`, { signal }),
    refetchInterval: 20_000,
  });

export const repDay = (rep: number, date: string) =>
  queryOptions({
    queryKey: ['day', rep, date],
    queryFn: ({ signal }) => request<RepDay>(`reps/${rep}/days/${date}`, { signal }),
    refetchInterval: 60_000,
  });

/** Every read of a raw track is logged for the rep to see, so it is asked for seldom: live positions extend it. */
export const track = (rep: number, fromAt: string, toAt: string) =>
  queryOptions({
    queryKey: ['track', rep, fromAt],
    queryFn: ({ signal }) =>
      request<GeoJSON.FeatureCollection>(
        `reps/${rep}/track?from=${encodeURIComponent(fromAt)}&to=${encodeURIComponent(toAt)}`,
        { signal },
      ),
    staleTime: 120_000,
    refetchInterval: 300_000,
    refetchOnWindowFocus: false,
  });

export const visit = (id: string) =>
  queryOptions({
    queryKey: ['visit', id],
    // An id that a declared visit absorbed is answered by a redirect, which fetch follows.
    queryFn: ({ signal }) => request<VisitDetail>(`visits/${id}`, { signal }),
  });

export const outlet = (id: number) =>
  queryOptions({
    queryKey: ['outlet', id],
    queryFn: ({ signal }) => request<Outlet>(`outlets/${id}`, { signal }),
    staleTime: 300_000,
  });

export interface UserName {
  id: number;
  name: string;
  login: string;
  disabled_at: string | null;
}

/** Who has a login, for pickers; of those who may read users. */
export const userNames = queryOptions({
  queryKey: ['users', 'names'],
  queryFn: async ({ signal }) => (await request<{ items: UserName[] }>('users?limit=1000', { signal })).items,
  staleTime: 300_000,
});
