// Messages to this browser: what the panel says, and what the worker does with what is pushed. No push service is
// asked: the browser is handed the message as its service would. Against a real server.
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { accessible, logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'needs a server');

const shown = (page: Page, scope = '/') =>
  page.evaluate(async (scope) => {
    const registration = await navigator.serviceWorker.getRegistration(scope);
    const all = (await registration?.getNotifications()) ?? [];
    return all.map(({ title, body, tag, lang }) => ({ title, body, tag, lang }));
  }, scope);

/** Has the worker hear an event that only a browser makes. */
async function inWorker(context: BrowserContext, type: string, more: object, script = '/push-worker.js') {
  const worker = context.serviceWorkers().find((one) => one.url().endsWith(script));
  await worker!.evaluate(
    async ({ type, more }) => {
      let work: Promise<unknown> = Promise.resolve();
      const waitUntil = (promise: Promise<unknown>) => {
        work = promise.catch((error) => (error.name === 'InvalidAccessError' ? null : Promise.reject(error)));
      };
      const said = more as { notification?: object; told?: object };
      const notification = said.notification && { ...said.notification, close: () => undefined };
      const newSubscription = said.told && { toJSON: () => said.told };
      globalThis.dispatchEvent(Object.assign(new Event(type), { waitUntil, notification, newSubscription }));
      await work;
    },
    { type, more },
  );
}

test('the worker shows what is pushed, once, and keeps no page', async ({ page, context, baseURL }) => {
  await context.grantPermissions(['notifications'], { origin: baseURL });
  await logIn(page, /supervisor|giám sát|主管/i);
  await page.goto('/alerts');
  await expect(page.getByRole('heading', { name: 'On this device' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Turn on here' })).toBeVisible();
  await accessible(page);

  const cdp = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ isDeleted }) => !isDeleted);
      if (own) resolve(own.registrationId);
    });
  });
  await cdp.send('ServiceWorker.enable');
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/push-worker.js', { scope: '/' });
    await navigator.serviceWorker.ready;
  });
  const push = async (data: unknown) =>
    cdp.send('ServiceWorker.deliverPushMessage', {
      origin: new URL(page.url()).origin,
      registrationId: await registered,
      data: JSON.stringify(data),
    });
  const notice = {
    id: '01a2',
    title: 'Ngoại lệ mới: chưa bắt đầu',
    body: 'Cảnh báo · HN-R005',
    path: '/exceptions',
    severity: 'warning',
    language: 'vi',
  };
  await push(notice);
  const one = { title: notice.title, body: notice.body, tag: '01a2', lang: 'vi' };
  await expect.poll(() => shown(page)).toEqual([one]);
  await push({ ...notice, body: 'Cảnh báo' });
  await expect.poll(() => shown(page)).toEqual([{ ...one, body: 'Cảnh báo' }]);
  expect(await page.evaluate(() => caches.keys())).toEqual([]);

  // A click opens where somebody looks already. Only a person's brings the tab to the front.
  await inWorker(context, 'notificationclick', { notification: { data: { path: notice.path } } });
  await page.waitForURL('**/exceptions');
});

/** A browser whose maker's service is reached: its subscriptions have real keys, and an address that is nobody's. */
const reached = () => {
  const kept = 'push-service';
  const held = () => {
    const told = JSON.parse(localStorage.getItem(kept) ?? 'null') as PushSubscriptionJSON | null;
    if (!told) return null;
    const unsubscribe = async () => {
      localStorage.removeItem(kept);
      return true;
    };
    return { endpoint: told.endpoint, toJSON: () => told, unsubscribe } as PushSubscription;
  };
  const text = (bytes: ArrayBuffer | Uint8Array) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes as ArrayBuffer)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
  PushManager.prototype.getSubscription = async () => held();
  PushManager.prototype.subscribe = async () => {
    const curve = { name: 'ECDH', namedCurve: 'P-256' };
    const pair = await crypto.subtle.generateKey(curve, true, ['deriveBits']);
    const p256dh = text(await crypto.subtle.exportKey('raw', pair.publicKey));
    const auth = text(crypto.getRandomValues(new Uint8Array(16)));
    const endpoint = `https://localhost:9/send/${crypto.randomUUID()}`;
    if (!held()) localStorage.setItem(kept, JSON.stringify({ endpoint, keys: { p256dh, auth } }));
    return held()!;
  };
};

test('a person turns it on, and whoever comes next finds nothing of it', async ({
  page,
  context,
  baseURL,
}) => {
  await context.grantPermissions(['notifications'], { origin: baseURL });
  await context.addInitScript(reached);
  const subscriptions = async () =>
    (await (await page.request.get('/api/v1/alert-subscriptions')).json()).items.length as number;
  const subscribed = () => page.evaluate(() => localStorage.getItem('push-service') !== null);
  await logIn(page, /supervisor|giám sát|主管/i);
  await page.goto('/alerts');
  const before = await subscriptions();
  await page.getByRole('button', { name: 'Turn on here' }).press('Enter');
  await expect(page.getByText(/^On: “.*” tells you here\.$/)).toBeVisible();
  await expect(page.getByText('this device', { exact: true })).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: 'Send a test here' }).click();
  await expect(page.getByText('The test is on its way')).toBeVisible();
  const here = page.locator('.fb-alerts-card').filter({ hasText: 'this device' });
  await here.getByText('Last messages').click();
  await expect(here.getByText("the address lies in the server's own network").first()).toBeVisible();

  // The browser moves its subscription by itself: the worker tells the server, and it is the same one.
  const told = await page.evaluate(() => {
    const moved = JSON.parse(localStorage.getItem('push-service')!);
    moved.endpoint = `https://localhost:9/moved/${crypto.randomUUID()}`;
    localStorage.setItem('push-service', JSON.stringify(moved));
    return moved;
  });
  await inWorker(context, 'pushsubscriptionchange', { told });
  await page.goto('/alerts');
  await expect(page.getByText(/^On: “.*” tells you here\.$/)).toBeVisible();
  expect(await subscriptions()).toBe(before + 1);

  // By the form it takes the place of the first.
  const name = `Phone ${Date.now()}`;
  await page.getByLabel('Name').fill(name);
  await page.getByText('Browser', { exact: true }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText(`On: “${name}” tells you here.`)).toBeVisible();
  await expect(page.getByText('this device', { exact: true })).toHaveCount(1);

  // The session ends unseen, and somebody else logs in.
  await context.clearCookies();
  await logIn(page, /administrator|quản trị|管理员/i);
  await expect.poll(subscribed).toBe(false);

  await logIn(page, /supervisor|giám sát|主管/i);
  await page.goto('/alerts');
  await page.getByRole('button', { name: `Delete: ${name}` }).click();
  await page.getByRole('button', { name: `Delete for good: ${name}` }).click();
  await page.getByRole('button', { name: 'Turn on here' }).click();
  await expect(page.getByText(/^On: “.*” tells you here\.$/)).toBeVisible();
  expect(await subscribed()).toBe(true);
  await page.locator('.fb-user').click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await page.waitForURL('**/login**');
  expect(await subscribed()).toBe(false);
  await logIn(page, /supervisor|giám sát|主管/i);
  expect(await subscriptions()).toBe(before);
});

test('a supervisor is told on the phone, and a tap opens the alert there', async ({
  page,
  context,
  baseURL,
}) => {
  await context.grantPermissions(['notifications'], { origin: baseURL });
  await context.addInitScript(reached);
  await page.setViewportSize({ width: 390, height: 844 });
  const cdp = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ isDeleted, scopeURL }) => !isDeleted && scopeURL.endsWith('/m/'));
      if (own) resolve(own.registrationId);
    });
  });
  await cdp.send('ServiceWorker.enable');
  await page.goto('/m/#/team');
  await page.locator('[data-persona="supervisor.badinh"]').click();
  await page.goto('/m/#/team/me');
  const here = page.getByTestId('on-this-phone');
  await here.getByRole('button', { name: 'Tell me on this phone' }).click();
  await expect(here.getByText('This phone tells you of alerts')).toBeVisible();
  await accessible(page);

  const notice = { id: '01a3', title: 'SOS', body: 'HN-R034', severity: 'critical', language: 'vi' };
  await cdp.send('ServiceWorker.deliverPushMessage', {
    origin: new URL(page.url()).origin,
    registrationId: await registered,
    data: JSON.stringify({ ...notice, path: '/exceptions/0197-ab' }),
  });
  const one = { title: 'SOS', body: 'HN-R034', tag: '01a3', lang: 'vi' };
  await expect.poll(() => shown(page, '/m/')).toEqual([one]);
  await inWorker(
    context,
    'notificationclick',
    { notification: { data: { path: '/exceptions/0197-ab' } } },
    '/m/sw.js',
  );
  await page.waitForURL('**/m/#/team/alert/0197-ab');

  await page.goto('/m/#/team/me');
  await here.getByRole('button', { name: 'Turn off' }).click();
  await expect(here.getByRole('button', { name: 'Tell me on this phone' })).toBeVisible();
  expect(await page.evaluate(() => localStorage.getItem('push-service'))).toBeNull();
});
