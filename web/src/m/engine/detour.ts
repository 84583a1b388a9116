// Where no socket comes about – a proxy that knows none – the same frames go by requests. Slower and without what the server
// pushes, but nothing waits for a better network.

import { type Heartbeat, MARK_TYPES } from '../protocol';
import type { Binding } from './db';
import { postFrames } from './http';
import type { Outbox, Settled } from './outbox';

/** What this app sends; a server that does not know one of them says so. */
const TYPES = ['fixes', ...MARK_TYPES, 'record'];
/** Of a request that may have 1 MiB. */
const ENOUGH_BYTES = 500_000;

export interface DetourOwner {
  outbox(): Outbox;
  batchMax(): number;
  said(): Heartbeat;
  /** No socket has come about meanwhile. */
  needed(): boolean;
  settled(settled: Settled[]): Promise<void>;
  /** It got through, with or without anything to send. */
  works(): void;
}

export class Detour {
  /** The last request got through; until a socket or the end of the network says otherwise. */
  works = false;
  #binding: Binding;
  #owner: DetourOwner;
  #isBusy = false;

  constructor(binding: Binding, owner: DetourOwner) {
    this.#binding = binding;
    this.#owner = owner;
  }

  /** Everything that waits, request by request. */
  async send() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    let settled: Settled[] | null;
    do {
      settled = await this.#once();
      await this.#owner.settled(settled ?? []);
    } while (settled?.length && this.#owner.needed());
    this.#isBusy = false;
    if (!this.#owner.needed()) return;
    this.works = settled !== null;
    if (this.works) this.#owner.works();
  }

  /** One request's worth; null where it did not get through. */
  async #once(): Promise<Settled[] | null> {
    const outbox = this.#owner.outbox();
    outbox.connected(TYPES);
    const { connection } = outbox;
    const frames: object[] = [{ ...this.#owner.said(), n: outbox.takeN() }];
    for (let bytes = 0; bytes < ENOUGH_BYTES; ) {
      const next = outbox.next(this.#owner.batchMax());
      if (!next) break;
      const frame = { ...next.frame, n: next.n };
      frames.push(frame);
      bytes += JSON.stringify(frame).length;
    }
    const answer = await postFrames(this.#binding.token, frames);
    // A socket may have come about meanwhile: then all of it is on its way again, under other numbers.
    if (outbox.connection !== connection) return answer && [];
    const settled = answer && outbox.acknowledge(answer.n ?? 0, answer.results);
    outbox.disconnected();
    return settled;
  }
}
