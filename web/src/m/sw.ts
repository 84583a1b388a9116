// The phone's service worker, at /m/sw.js for /m/ alone: keeps the files of the phone app, so that it comes up without
// a server. Keeps no answer of an API and nothing of the console. A new version waits until the page asks for it. What it
// does with pushes is `push/worker.ts`, which the build puts beside it.
declare const self: ServiceWorkerGlobalScope;
/** Written in by the build: every file of the app, and a name that changes with any of them. */
declare const PHONE_FILES: string[];
declare const PHONE_BUILD: string;

const PREFIX = 'fieldbeat-phone-';
const NAME = PREFIX + PHONE_BUILD;
const PAGE = '/m/';

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(NAME)
      .then((cache) => cache.addAll(PHONE_FILES.map((file) => new Request(file, { cache: 'no-cache' })))),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

self.addEventListener('message', (event) => {
  if (event.data === 'update') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  const file = request.mode === 'navigate' ? PAGE : pathname;
  if (!PHONE_FILES.includes(file)) return;
  event.respondWith(caches.open(NAME).then(async (cache) => (await cache.match(file)) ?? fetch(request)));
});
