// Everything alive on the map page, made once per visit to it: the world, the socket, the feed, the map once it is
// mounted. Events turn into refetches here, gathered so that a busy minute costs a few requests.
import { createContext, useContext, useSyncExternalStore } from 'react';
import { serverNow } from '../api/client';
import { board, queryClient, session as sessionQuery } from '../api/queries';
import type { OutletState } from '../api/types';
import type { LiveMap } from '../map/live_map';
import { LiveClient } from './client';
import { Feed } from './feed';
import { EVENT_KINDS, type LiveEvent } from './protocol';
import { LiveWorld } from './world';

const GATHER_MS = 2_500;

export class LiveSession {
  readonly world = new LiveWorld();
  readonly feed = new Feed();
  readonly client: LiveClient;
  map: LiveMap | null = null;
  private readonly beat: ReturnType<typeof setInterval>;
  private gather: ReturnType<typeof setTimeout> | undefined;
  private readonly touchedReps = new Set<number>();
  private readonly touchedVisits = new Set<string>();

  constructor(onLoggedOut: () => void) {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    this.client = new LiveClient(`${scheme}://${location.host}/v1/live`, this.world, {
      onEvent: this.heard,
      onGap: () => {
        void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
        this.map?.outlets.refresh();
      },
      onLoggedOut: () => {
        queryClient.setQueryData(sessionQuery.queryKey, null);
        onLoggedOut();
      },
    });
    this.beat = setInterval(() => this.world.beat(), 1_000);
  }

  stop() {
    clearInterval(this.beat);
    clearTimeout(this.gather);
    this.client.stop();
  }

  private heard = (event: LiveEvent) => {
    if (isNews(event)) this.feed.add(event, serverNow());
    if (event.exception) void queryClient.invalidateQueries({ queryKey: ['exceptions'] });
    if (event.outlet != null) this.map?.outlets.note(event.outlet, outletStateAfter(event));
    if (event.rep != null) this.touchedReps.add(event.rep);
    if (event.visit) this.touchedVisits.add(event.visit);
    this.gather ??= setTimeout(() => {
      this.gather = undefined;
      for (const rep of this.touchedReps) {
        void queryClient.invalidateQueries({ queryKey: ['day', rep] });
        void queryClient.invalidateQueries({ queryKey: ['track', rep] });
      }
      for (const visit of this.touchedVisits)
        void queryClient.invalidateQueries({ queryKey: ['visit', visit] });
      void queryClient.invalidateQueries({ queryKey: board.queryKey });
      this.touchedReps.clear();
      this.touchedVisits.clear();
    }, GATHER_MS);
  };
}

/** A visit under way is judged again and again: only its end is news. */
const isNews = (event: LiveEvent): boolean =>
  EVENT_KINDS.includes(event.kind) &&
  event.rep != null &&
  event.kind !== 'exception_changed' &&
  event.kind !== 'order_changed' &&
  !(event.kind === 'visit_revised' && event.state === 'open');

/** What an event alone says of its outlet; `null` where only the server knows. */
export function outletStateAfter(event: LiveEvent): OutletState | null {
  if (event.kind === 'visit_opened') return 'in_progress';
  if (event.kind !== 'visit_closed' && event.kind !== 'visit_revised') return null;
  if (event.state === 'open') return 'in_progress';
  if (event.state === 'cancelled') return null;
  if (event.overall === 'valid') return 'visited';
  return event.overall === 'review' || event.overall === 'invalid' ? event.overall : null;
}

export const LiveContext = createContext<LiveSession | null>(null);

export function useLive(): LiveSession {
  const live = useContext(LiveContext);
  if (!live) throw new Error('outside the live page');
  return live;
}

/** Re-renders once a second. */
export function useBeat(): number {
  const { world } = useLive();
  return useSyncExternalStore(world.subscribe, () => world.tick);
}
