// This browser as somebody who is told: what it allows, its push subscription, and whose it is. Everything of the
// browser's own is asked here; what is subscribed to is `alerts`'.
import { queryOptions } from '@tanstack/react-query';
import { create, type Draft, type Issued, remove, type Subscription } from '../alerts/alerts';
import { request } from '../api/client';
import type { Session } from '../api/types';
import { has } from '../app/rights';

interface Home {
  worker: string;
  scope: string;
}
/** A browser may be subscribed by each of its two workers, and is one person's. */
const CONSOLE: Home = { worker: '/push-worker.js', scope: '/' };
const PHONE: Home = { worker: '/m/sw.js', scope: '/m/' };
const home = (): Home => (location.pathname.startsWith(PHONE.scope) ? PHONE : CONSOLE);
/** A browser that does not answer keeps nobody from logging out. */
const LEAVE_MS = 3_000;

/** off: it could, and does not; on: it has a push subscription, `device` tells which. */
export type Ability = 'insecure' | 'install' | 'unsupported' | 'denied' | 'off' | 'on';

export interface Device {
  ability: Ability;
  /** SHA-256 of its endpoint, as the server tells of own subscriptions. */
  device: string | null;
}

/** Why this browser cannot be told: what the person said, or that its maker's service does not answer. */
export class DeviceFault extends Error {
  constructor(readonly code: 'denied' | 'dismissed' | 'service') {
    super(code);
    this.name = 'DeviceFault';
  }
}

const isApple = () => /iP(hone|ad|od)/.test(navigator.userAgent);

function unable(): Ability | null {
  if (!globalThis.isSecureContext) return 'insecure';
  if (!('serviceWorker' in navigator) || !('PushManager' in globalThis) || !('Notification' in globalThis))
    return isApple() ? 'install' : 'unsupported';
  return null;
}

/** Of the very scope: a phone without a worker of its own would else be told of the console's. */
async function registrationOf({ scope }: Home): Promise<ServiceWorkerRegistration | undefined> {
  const found = await navigator.serviceWorker.getRegistration(scope);
  return found && new URL(found.scope).pathname === scope ? found : undefined;
}

async function current(of = home()): Promise<PushSubscription | null> {
  if (unable()) return null;
  const registration = await registrationOf(of);
  return (await registration?.pushManager.getSubscription()) ?? null;
}

export async function hashOf(endpoint: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export async function look(): Promise<Device> {
  const cannot = unable();
  if (cannot) return { ability: cannot, device: null };
  if (Notification.permission === 'denied') return { ability: 'denied', device: null };
  const held = await current();
  return held ? { ability: 'on', device: await hashOf(held.endpoint) } : { ability: 'off', device: null };
}

export const device = queryOptions({ queryKey: ['push-device'], queryFn: look, staleTime: 5_000 });

/** Asks the person, then the browser's service, then subscribes. Nothing is left where the server refuses. */
export async function turnOn(draft: Draft): Promise<Issued> {
  const allowed = await Notification.requestPermission();
  if (allowed !== 'granted') throw new DeviceFault(allowed === 'denied' ? 'denied' : 'dismissed');
  const { public_key } = await request<{ public_key: string }>('push-key');
  const { worker, scope } = home();
  await navigator.serviceWorker.register(worker, { scope });
  const registration = await navigator.serviceWorker.ready;
  const held = await registration.pushManager.getSubscription();
  const subscription = await subscribe(registration.pushManager, held, public_key);
  const { endpoint, keys } = subscription.toJSON();
  try {
    const made = await create(draft, { target: endpoint, p256dh: keys?.p256dh, auth: keys?.auth });
    registration.active?.postMessage({ keep: made.id });
    return made;
  } catch (error) {
    // One that was there before may still be subscribed.
    if (!held) await subscription.unsubscribe();
    throw error;
  }
}

async function subscribe(manager: PushManager, held: PushSubscription | null, key: string) {
  const options = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await manager.subscribe(options);
  } catch (error) {
    const of = error instanceof DOMException ? error.name : '';
    // Of a server with another key: one that was here before.
    if (of === 'InvalidStateError' && held) {
      await held.unsubscribe();
      return manager.subscribe(options);
    }
    throw new DeviceFault(of === 'NotAllowedError' ? 'denied' : 'service');
  }
}

/** The browser's side ends: nothing comes any more, and what was shown goes. */
export async function forget(of = home()): Promise<void> {
  const held = await current(of);
  if (!held) return;
  await held.unsubscribe();
  const registration = await registrationOf(of);
  registration?.active?.postMessage({ keep: null });
  for (const shown of (await registration?.getNotifications()) ?? []) shown.close();
}

async function own(): Promise<Subscription[]> {
  return (await request<{ items: Subscription[] }>('alert-subscriptions')).items;
}

/** Who logs in here finds no messages of who was here before. */
export async function settle(session: Session): Promise<void> {
  for (const of of [CONSOLE, PHONE]) {
    const held = await current(of);
    if (!held) continue;
    const hash = await hashOf(held.endpoint);
    const mine = has(session.rights, 'receive_alerts') && (await own()).some((row) => row.device === hash);
    if (!mine) await forget(of);
  }
}

/** Before logging out: this browser shows nothing of who leaves. Other devices go on. */
export async function leave(): Promise<void> {
  const ending = (async () => {
    const ended: string[] = [];
    for (const of of [CONSOLE, PHONE]) {
      const held = await current(of);
      if (!held) continue;
      ended.push(await hashOf(held.endpoint));
      await forget(of);
    }
    if (ended.length === 0) return;
    for (const row of await own()) if (row.device !== null && ended.includes(row.device)) await remove(row);
  })();
  // Whatever fails, the browser's own side has ended first.
  await Promise.race([
    ending.catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, LEAVE_MS)),
  ]);
}
