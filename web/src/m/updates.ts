// The service worker's life as the page sees it: registered once, and a newer version waits until a person asks for it,
// never in the middle of a visit.
import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let waiting: ServiceWorker | null = null;
let asked = false;

/** Another worker of this app is at work already; the console's does not count. */
const isRunning = () => navigator.serviceWorker.controller?.scriptURL.endsWith('/m/sw.js') === true;

function found(worker: ServiceWorker | null) {
  waiting = worker;
  for (const listener of listeners) listener();
}

export function registerWorker() {
  // While developing the server's files change under the page.
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (asked) location.reload();
  });
  void navigator.serviceWorker.register('/m/sw.js', { scope: '/m/' }).then(
    (registration) => {
      // The first one of a page waits for nobody.
      if (registration.waiting && isRunning()) found(registration.waiting);
      registration.addEventListener('updatefound', () => {
        const worker = registration.installing;
        worker?.addEventListener('statechange', () => {
          if (worker.state === 'installed' && isRunning()) found(worker);
        });
      });
      setInterval(() => void registration.update().catch(() => undefined), 60 * 60_000);
    },
    () => undefined,
  );
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useUpdate = () => useSyncExternalStore(subscribe, () => waiting !== null);

export function update() {
  asked = true;
  waiting?.postMessage('update');
}
