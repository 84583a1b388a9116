// A notification that was clicked opens its place in the tab that is there, whichever part of the app it shows.

export function attendOpened() {
  const worker = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  worker?.addEventListener('message', (event: MessageEvent) => {
    const place: unknown = Object(event.data).open;
    if (typeof place === 'string' && place.startsWith('/m/#/')) location.hash = place.slice('/m/'.length);
  });
}
