// The device socket's life: connects, greets, tells what comes, notices silence, waits and connects again. What is sent
// and what an answer means is the owner's.
import type { LinkState } from '../phone';
import type { Reply } from '../protocol';
import type { Network } from './around';
import { afterClose, mayHurry } from './backoff';

export const SUBPROTOCOL = 'fieldbeat.device.v1';
/** Attempts after which a socket is not to be expected. */
const BLOCKED_AFTER = 2;
/** A connection that this phone gave up itself. */
const LOST = 1006;
const CONNECT_MS = 20_000;

export interface LinkOwner {
  url: string;
  network: Network;
  hello(): object;
  reply(reply: Reply): void;
  /** The connection is gone; what was on its way must be sent again. */
  lost(): void;
  changed(state: LinkState): void;
  /** There is a network, and still no socket has come about several times over. */
  blocked(): void;
}

export class Link {
  #owner: LinkOwner;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #lastCode: number | null = null;
  #retryAfterS = 0;
  #silenceMs = 60_000;
  #greeted = false;
  #stopped = true;

  constructor(owner: LinkOwner) {
    this.#owner = owner;
  }

  start() {
    this.#stopped = false;
    this.#connect();
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#drop();
  }

  /** A person asked, or the network is back. */
  hurry() {
    if (this.#stopped || this.#socket || !mayHurry(this.#lastCode)) return;
    clearTimeout(this.#timer);
    this.#connect();
  }

  /** The network is gone: no close will come for a long time. */
  cut() {
    if (this.#socket) this.#ended(LOST);
  }

  get greeted() {
    return this.#greeted;
  }

  send(frame: object) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #connect() {
    // Without any network there is nobody to ask; `online` hurries.
    if (!this.#owner.network.onLine) {
      this.#ended(LOST);
      return;
    }
    this.#owner.changed({ state: 'connecting' });
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.#owner.url, SUBPROTOCOL);
    } catch {
      this.#ended(LOST);
      return;
    }
    this.#socket = socket;
    this.#watch(CONNECT_MS);
    socket.onopen = () => socket.send(JSON.stringify(this.#owner.hello()));
    socket.onmessage = ({ data }) => this.#heard(String(data));
    socket.onclose = ({ code }) => this.#ended(code);
  }

  #heard(text: string) {
    let reply: Reply;
    try {
      reply = JSON.parse(text);
    } catch {
      return;
    }
    if (reply.type === 'welcome') {
      this.#greeted = true;
      this.#attempt = 0;
      this.#lastCode = null;
      this.#retryAfterS = 0;
      // Each heartbeat is answered; after two without an answer nobody is there.
      this.#silenceMs = reply.config.heartbeat_s * 2_000 + 10_000;
      this.#owner.changed({ state: 'online' });
    } else if (reply.type === 'error') this.#retryAfterS = reply.retry_after_s ?? 0;
    this.#watch(this.#silenceMs);
    this.#owner.reply(reply);
  }

  #watch(ms: number) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#ended(LOST), ms);
  }

  #drop() {
    clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#socket = null;
    const was = this.#greeted;
    this.#greeted = false;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    if (was) this.#owner.lost();
  }

  #ended(code: number) {
    this.#drop();
    if (this.#stopped) return;
    this.#lastCode = code;
    const next = afterClose(code, this.#attempt, Math.random(), this.#retryAfterS);
    this.#attempt += 1;
    if ('stop' in next) {
      this.#stopped = true;
      this.#owner.changed({ state: next.stop });
      return;
    }
    const retry_at = Date.now() + next.wait_ms;
    this.#owner.changed(
      code === 4409 ? { state: 'superseded', retry_at } : { state: 'offline', retry_at, code },
    );
    this.#timer = setTimeout(() => this.#connect(), next.wait_ms);
    if (this.#attempt > BLOCKED_AFTER && code === LOST && this.#owner.network.onLine) this.#owner.blocked();
  }
}
