// The live socket without a map: what happens to exceptions anywhere in scope asks for the lists again, gathered so
// that a busy minute costs a few requests.
import { useEffect } from 'react';
import { queryClient, session } from '../api/queries';
import { LiveClient } from '../live/client';
import { LiveWorld } from '../live/world';

const GATHER_MS = 1_000;
/** Nobody is there: events come whatever the view. */
const NOWHERE: [number, number, number, number] = [0, 0, 0, 0];

export function useExceptionNews(onLoggedOut: () => void) {
  useEffect(() => {
    let gather: ReturnType<typeof setTimeout> | undefined;
    const again = () => void queryClient.invalidateQueries({ queryKey: ['exceptions'] });
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const client = new LiveClient(`${scheme}://${location.host}/v1/live`, new LiveWorld(), {
      onEvent: (event) => {
        if (!event.exception) return;
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
  }, [onLoggedOut]);
}
