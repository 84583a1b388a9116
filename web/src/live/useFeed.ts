// The event feed, asked for every few seconds: for who has no right to watch the map, and for what the live socket does
// not tell. Events in scope ask for lists again; nothing is missed while the page was hidden.
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { Problem, request } from '../api/client';
import { queryClient } from '../api/queries';
import { useMay } from '../app/rights';

const EVERY_MS = 10_000;

interface FeedPage {
  items: unknown[];
  next_cursor: string;
}

/** `key`: what is asked for again after events of these kinds. */
export function useFeed(key: string, kinds: readonly string[], enabled = true) {
  const cursor = useRef('now');
  const may = useMay('read_field');
  useQuery({
    queryKey: ['feed', key],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ cursor: cursor.current, kind: kinds.join(','), limit: '1000' });
      const again = () => queryClient.invalidateQueries({ queryKey: [key] });
      try {
        const page = await request<FeedPage>(`events?${query}`, { signal });
        cursor.current = page.next_cursor;
        if (page.items.length > 0) void again();
        return page.items.length;
      } catch (error) {
        // The place in the feed is lost: whatever happened is in the lists.
        if (!(error instanceof Problem) || error.status !== 410) throw error;
        cursor.current = 'now';
        void again();
        return 0;
      }
    },
    refetchInterval: EVERY_MS,
    gcTime: 0,
    retry: false,
    enabled: enabled && may,
  });
}
