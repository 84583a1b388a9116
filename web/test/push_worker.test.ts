// What the worker does with a push, as the console's and as the phone's: shown in the words it came with, once, and a
// click leads to the right page of the right app.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { placeOf } from '../src/push/phone_place';

/** Not by its name: it is of another world than the page, with other globals. */
const WORKER = import.meta.glob('../src/push/worker.ts');

interface Page {
  url: string;
  focused?: boolean;
  told: unknown[];
  focus: () => Promise<void>;
}

async function start(scope: string, urls: string[] = []) {
  const heard: Record<string, (event: object) => void> = {};
  const shown: [string, NotificationOptions][] = [];
  const opened: string[] = [];
  const pages: Page[] = urls.map((url) => {
    const told: unknown[] = [];
    return {
      url: `https://fieldbeat.example${url}`,
      told,
      postMessage: (message: unknown) => told.push(message),
      focus: async () => undefined,
    };
  });
  vi.stubGlobal('self', {
    registration: {
      scope: `https://fieldbeat.example${scope}`,
      showNotification: async (title: string, more: NotificationOptions) => shown.push([title, more]),
    },
    clients: { matchAll: async () => pages, openWindow: async (path: string) => opened.push(path) },
    skipWaiting: async () => undefined,
    addEventListener: (type: string, hear: (event: object) => void) => {
      heard[type] = hear;
    },
  });
  vi.resetModules();
  await WORKER['../src/push/worker.ts']!();
  const happen = async (type: string, event: object) => {
    let work: Promise<unknown> = Promise.resolve();
    heard[type]?.({ ...event, waitUntil: (promise: Promise<unknown>) => (work = promise) });
    await work;
  };
  const click = (path: string) =>
    happen('notificationclick', { notification: { close: () => undefined, data: { path } } });
  return { heard, shown, opened, pages, happen, click };
}

afterEach(() => vi.unstubAllGlobals());

const notice = {
  id: '01a2',
  title: 'Ngoại lệ mới: chưa bắt đầu',
  body: 'Cảnh báo · HN-R005',
  path: '/exceptions/0197-ab',
  severity: 'critical',
  language: 'vi',
};

describe.each(['/', '/m/'])('the worker of %s', (scope) => {
  it('shows a push in the words it came with, and the same one once', async () => {
    const { shown, happen } = await start(scope);
    await happen('push', { data: { json: () => notice } });
    expect(shown).toEqual([
      [
        notice.title,
        {
          body: notice.body,
          tag: '01a2',
          lang: 'vi',
          requireInteraction: true,
          data: { path: notice.path },
        },
      ],
    ]);
  });
  it('shows something for a push that cannot be read', async () => {
    const { shown, happen } = await start(scope);
    await happen('push', {
      data: {
        json: () => {
          throw new SyntaxError('no JSON');
        },
      },
    });
    expect(shown[0]![0]).toBe('Fieldbeat');
  });
});

describe('a click', () => {
  it('opens the alert in the phone app, in the tab that is there', async () => {
    const { pages, opened, click } = await start('/m/', ['/exceptions', '/m/#/team']);
    await click(notice.path);
    expect(pages.map(({ told }) => told)).toEqual([[], [{ open: '/m/#/team/alert/0197-ab' }]]);
    expect(opened).toEqual([]);
  });
  it('opens a window of the phone app where there is none', async () => {
    const { opened, click } = await start('/m/', ['/map']);
    await click('/exceptions');
    expect(opened).toEqual(['/m/#/team/alerts']);
  });
  it('of the console stays in the console', async () => {
    const { pages, opened, click } = await start('/', ['/m/#/team', '/api/v1/orders/1/papers/order']);
    await click(notice.path);
    expect(opened).toEqual([notice.path]);
    expect(pages.flatMap(({ told }) => told)).toEqual([]);
  });
  it('leads where the phone has a place for it', () => {
    expect(placeOf('/alerts')).toBe('/m/#/team/me');
    expect(placeOf('/')).toBe('/m/#/team');
    expect(placeOf('/exceptions/../x')).toBe('/m/#/team');
  });
});

it('the phone’s worker waits to be asked before it takes over', async () => {
  expect((await start('/m/')).heard.install).toBeUndefined();
  expect((await start('/')).heard.install).toBeDefined();
});
