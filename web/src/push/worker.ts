// What a service worker does with pushes: shows them, leads to what one is about when it is clicked, and tells the server
// when the browser moves its subscription. By itself it is the console's worker, at /push-worker.js; the build puts it
// into the phone's as well. Keeps no page and answers no request of one.
import { placeOf } from './phone_place';

declare const self: ServiceWorkerGlobalScope;

/** Two workers of one browser: each leads to its own pages and has its own subscription. */
const onPhone = new URL(self.registration.scope).pathname === '/m/';

/** What the server pushes, see `alerts/push.rs`. */
interface Notice {
  id: string;
  title: string;
  body: string;
  path: string;
  severity: 'info' | 'warning' | 'critical';
  language: string;
}

// The phone's waits until the page asks for it, see `m/sw.ts`.
if (!onPhone)
  self.addEventListener('install', () => {
    void self.skipWaiting();
  });

self.addEventListener('push', (event) => {
  event.waitUntil(show(read(event.data)));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { path } = event.notification.data as { path: string };
  event.waitUntil(open(onPhone ? placeOf(path) : path));
});

self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(renew((event as PushSubscriptionChangeEvent).newSubscription));
});

// The page says which subscription is this browser's, or that none is.
self.addEventListener('message', (event) => {
  const { keep } = Object(event.data) as { keep?: string | null };
  if (keep !== undefined) event.waitUntil(keepId(keep));
});

function read(data: PushMessageData | null): Notice | null {
  try {
    return data?.json() as Notice;
  } catch {
    return null;
  }
}

/** Browsers want something shown for every message, also for one that says nothing. */
async function show(notice: Notice | null): Promise<void> {
  await self.registration.showNotification(notice?.title ?? 'Fieldbeat', {
    body: notice?.body,
    // A message that comes twice is shown once.
    tag: notice?.id,
    lang: notice?.language,
    requireInteraction: notice?.severity === 'critical',
    data: { path: notice?.path ?? '/' },
  });
}

/** In a tab that is open, else in a new one. */
async function open(path: string): Promise<void> {
  const all = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const pages = all.filter((client) => isOwn(new URL(client.url).pathname));
  const page =
    pages.find((client) => client.focused) ??
    pages.find((client) => client.visibilityState === 'visible') ??
    pages[0];
  if (!page) {
    await self.clients.openWindow(path);
    return;
  }
  page.postMessage({ open: path });
  await page.focus();
}

/** Papers and files of the API have no page around them. */
const isOwn = (pathname: string): boolean =>
  onPhone ? pathname.startsWith('/m/') : !pathname.startsWith('/api/') && !pathname.startsWith('/m/');

async function renew(moved: PushSubscription | null): Promise<void> {
  const id = await keptId();
  if (!id) return;
  const next = moved ?? (await subscribe());
  const { endpoint, keys } = next.toJSON();
  const answer = await fetch(`/api/v1/alert-subscriptions/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'if-match': '*' },
    body: JSON.stringify({ target: endpoint, p256dh: keys?.p256dh, auth: keys?.auth }),
  });
  // Ended, or of somebody who is not logged in here any more: nothing is to come.
  if (answer.status === 404) await next.unsubscribe();
}

async function subscribe(): Promise<PushSubscription> {
  const { public_key } = (await (await fetch('/api/v1/push-key')).json()) as { public_key: string };
  return self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: public_key });
}

// A worker forgets everything between two messages, but for what lies in a database.
const STORE = 'device';
const KEY = onPhone ? 'phone' : 'subscription';

function database(): Promise<IDBDatabase> {
  const opening = indexedDB.open('fieldbeat-push', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  return done(opening);
}

async function keepId(id: string | null): Promise<void> {
  const db = await database();
  const store = db.transaction(STORE, 'readwrite').objectStore(STORE);
  await (id === null ? done(store.delete(KEY)) : done(store.put(id, KEY)));
  db.close();
}

async function keptId(): Promise<string | undefined> {
  const db = await database();
  const id: string | undefined = await done(db.transaction(STORE).objectStore(STORE).get(KEY));
  db.close();
  return id;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
