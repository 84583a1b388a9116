// Between the worker and the page: a notification that is clicked opens here, and a browser that was somebody else's
// is let go.
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { session as sessionQuery } from '../api/queries';
import { settle } from './device';

export function PushBridge() {
  const router = useRouter();
  // Asked for by the pages; here only looked at.
  const session = useQuery({ ...sessionQuery, enabled: false }).data;
  const person = session?.user.id;
  useEffect(() => {
    // Once for every person, not for every answer. Where it fails it is tried at the next page load.
    if (session) settle(session).catch(() => undefined);
  }, [person]);
  useEffect(() => {
    const worker = navigator.serviceWorker as ServiceWorkerContainer | undefined;
    const opened = (event: MessageEvent) => {
      const path: unknown = event.data?.open;
      if (typeof path === 'string' && path.startsWith('/')) void router.navigate({ href: path });
    };
    worker?.addEventListener('message', opened);
    return () => worker?.removeEventListener('message', opened);
  }, [router]);
  return null;
}
