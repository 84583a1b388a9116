// The live socket without a map: events anywhere in scope ask for lists again, gathered so that a busy minute costs a
// few requests.
import { useEffect, useRef } from 'react';
import { queryClient, session } from '../api/queries';
import { LiveClient } from './client';
import type { LiveEvent } from './protocol';
import { LiveWorld } from './world';

const GATHER_MS = 1_000;
/** Nobody is there: events come whatever the view. */
const NOWHERE: [number, number, number, number] = [0, 0, 0, 0];

/** `key`: what is asked for again; `concerns` says of which events. */
export function useNews(
  key: string,
  concerns: (event: LiveEvent) => boolean,
  onLoggedOut: () => void,
  /** Who may not watch is refused by the socket. */
  enabled = true,
) {
  const wanted = useRef(concerns);
  wanted.current = concerns;
  useEffect(() => {
    if (!enabled) return;
    let gather: ReturnType<typeof setTimeout> | undefined;
    const again = () => void queryClient.invalidateQueries({ queryKey: [key] });
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const client = new LiveClient(`${scheme}://${location.host}/v1/live`, new LiveWorld(), {
      onEvent: (event) => {
        if (!wanted.current(event)) return;
        gather ??= setTimeout(() => {
          gather = undefined;
          again();
        }, GATHER_MS);
      },
      onGap: again,
      onLoggedOut: () => {
        queryClient.setQueryData(session.queryKey, null);
        onLoggedOut();
      },
    });
    client.look({ bbox: NOWHERE, zoom: 12 });
    return () => {
      clearTimeout(gather);
      client.stop();
    };
  }, [key, onLoggedOut, enabled]);
}
