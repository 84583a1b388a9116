// This browser as one that is told: with a push service and a server that are not there.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyDraft } from '../src/alerts/alerts';
import type { Session } from '../src/api/types';
import { DeviceFault, hashOf, leave, look, settle, turnOn } from '../src/push/device';

class Held {
  gone = false;
  constructor(
    private readonly manager: Manager,
    readonly endpoint: string,
  ) {}
  toJSON() {
    return { endpoint: this.endpoint, keys: { p256dh: 'P', auth: 'A' } };
  }
  async unsubscribe() {
    this.gone = true;
    if (this.manager.held === this) this.manager.held = null;
    return true;
  }
}

class Manager {
  held: Held | null = null;
  refuses: string[] = [];
  keys: unknown[] = [];
  async getSubscription() {
    return this.held;
  }
  async subscribe({ applicationServerKey }: { applicationServerKey: string }) {
    const name = this.refuses.shift();
    if (name) throw new DOMException('no', name);
    this.keys.push(applicationServerKey);
    this.held ??= new Held(this, `https://push.example.com/${this.keys.length}`);
    return this.held;
  }
}

let manager: Manager;
let told: unknown[];
let shown: { close: () => void; closed: boolean }[];
let answers: Record<string, (body: unknown) => [number, unknown]>;
let asked: string[];

const allow = (permission: NotificationPermission, answer = permission) =>
  vi.stubGlobal('Notification', { permission, requestPermission: async () => answer });

const session = (rights: Session['rights']) => ({ user: { id: 7 }, rights }) as unknown as Session;

beforeEach(() => {
  manager = new Manager();
  told = [];
  shown = [];
  asked = [];
  const registration = {
    scope: 'https://fieldbeat.example/',
    pushManager: manager,
    active: { postMessage: (message: unknown) => told.push(message) },
    getNotifications: async () => shown,
  };
  const serviceWorker = {
    register: async () => registration,
    ready: Promise.resolve(registration),
    getRegistration: async () => registration,
  };
  vi.stubGlobal('navigator', { serviceWorker, userAgent: 'Firefox/140' });
  vi.stubGlobal('PushManager', Manager);
  vi.stubGlobal('isSecureContext', true);
  allow('default', 'granted');
  answers = {
    'GET push-key': () => [200, { public_key: 'K' }],
    'POST alert-subscriptions': (body) => [201, { id: 'S', secret: null, ...(body as object) }],
    'GET alert-subscriptions': () => [200, { items: [] }],
  };
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const what = `${init.method} ${url.replace('/api/v1/', '')}`;
    asked.push(what);
    const [status, body] = answers[what]?.(init.body ? JSON.parse(String(init.body)) : null) ?? [404, {}];
    return new Response(status === 204 ? null : JSON.stringify(body), { status });
  });
});
afterEach(() => vi.unstubAllGlobals());

describe('what a browser can', () => {
  it('is told apart by what is to be done', async () => {
    expect((await look()).ability).toBe('off');
    allow('denied');
    expect((await look()).ability).toBe('denied');
    vi.stubGlobal('isSecureContext', false);
    expect((await look()).ability).toBe('insecure');
    vi.stubGlobal('isSecureContext', true);
    vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5)' });
    expect((await look()).ability).toBe('install');
    vi.stubGlobal('navigator', { userAgent: 'Lynx' });
    expect((await look()).ability).toBe('unsupported');
  });
  it('is on where it has a subscription, known by its hash', async () => {
    manager.held = new Held(manager, 'https://push.example.com/1');
    const hash = await hashOf('https://push.example.com/1');
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await look()).toEqual({ ability: 'on', device: hash });
  });
});

describe('turning it on', () => {
  const draft = { ...emptyDraft('push'), name: 'Mine' };
  it('subscribes by the key of the server and tells the worker which one it is', async () => {
    let sent: Record<string, unknown> = {};
    answers['POST alert-subscriptions'] = (body) => {
      sent = body as Record<string, unknown>;
      return [201, { id: 'S', secret: null }];
    };
    await turnOn(draft);
    expect(manager.keys).toEqual(['K']);
    expect(sent).toMatchObject({
      channel: 'push',
      target: 'https://push.example.com/1',
      p256dh: 'P',
      auth: 'A',
    });
    expect(told).toEqual([{ keep: 'S' }]);
  });
  it('asks nobody where the person says no, or nothing', async () => {
    allow('default', 'denied');
    await expect(turnOn(draft)).rejects.toEqual(new DeviceFault('denied'));
    allow('default', 'default');
    await expect(turnOn(draft)).rejects.toMatchObject({ code: 'dismissed' });
    expect([asked, manager.held]).toEqual([[], null]);
  });
  it('leaves nothing behind where the server or the service refuses', async () => {
    answers['POST alert-subscriptions'] = () => [422, { code: 'invalid' }];
    await expect(turnOn(draft)).rejects.toMatchObject({ code: 'invalid' });
    expect(manager.held).toBeNull();
    manager.refuses = ['AbortError'];
    await expect(turnOn(draft)).rejects.toMatchObject({ code: 'service' });
    const before = new Held(manager, 'https://push.example.com/before');
    manager.held = before;
    await expect(turnOn(draft)).rejects.toMatchObject({ code: 'invalid' });
    expect(manager.held, 'what was there before stays').toBe(before);
  });
  it('begins anew where the browser knows another key', async () => {
    const before = new Held(manager, 'https://push.example.com/before');
    manager.held = before;
    manager.refuses = ['InvalidStateError'];
    await turnOn(draft);
    expect([before.gone, manager.held?.endpoint]).toEqual([true, 'https://push.example.com/1']);
  });
});

describe('whose it is', () => {
  const rows = async (endpoint: string) => ({
    items: [{ id: 'S', version: 3, device: await hashOf(endpoint) }],
  });
  it('is kept where it is the own one, and let go where it is of who was here before', async () => {
    manager.held = new Held(manager, 'https://push.example.com/1');
    const mine = await rows('https://push.example.com/1');
    answers['GET alert-subscriptions'] = () => [200, mine];
    await settle(session(['receive_alerts']));
    expect(manager.held).not.toBeNull();
    answers['GET alert-subscriptions'] = () => [503, {}];
    await expect(settle(session(['receive_alerts']))).rejects.toThrow();
    expect(manager.held, 'nobody knows whose').not.toBeNull();
    answers['GET alert-subscriptions'] = () => [200, { items: [] }];
    await settle(session(['receive_alerts']));
    expect(manager.held).toBeNull();
    manager.held = new Held(manager, 'https://push.example.com/2');
    await settle(session([]));
    expect(manager.held).toBeNull();
  });
  it('ends with logging out, whatever the server says', async () => {
    shown = [{ closed: false, close: () => undefined }];
    shown[0]!.close = () => {
      shown[0]!.closed = true;
    };
    manager.held = new Held(manager, 'https://push.example.com/1');
    const mine = await rows('https://push.example.com/1');
    answers['GET alert-subscriptions'] = () => [200, mine];
    answers['DELETE alert-subscriptions/S'] = () => [204, null];
    await leave();
    expect([manager.held, shown[0]!.closed]).toEqual([null, true]);
    expect(asked).toContain('DELETE alert-subscriptions/S');
    expect(told).toEqual([{ keep: null }]);
    manager.held = new Held(manager, 'https://push.example.com/2');
    answers = {};
    await leave();
    expect(manager.held).toBeNull();
  });
});
