// What the phone still owes the server, in its order, and what one connection has sent of it. Pure: knows neither
// the database nor the socket. Invariant: an item leaves only when an `ack` covered the `n` it was sent with.
import type { Fix, FixesFrame, ItemResult, Mark, RecordFrame } from '../protocol';

/** Something that was made on this phone: a fix of a session, or a mark or record. */
export type Queued = {
  /** The order in which things were made; unique on this phone. */
  seq: number;
  /** Whose queue this is: it is never sent under another device. */
  device_id: number;
  /** When it was made, by this phone's clock. */
  made_at: number;
} & ({ fix: Fix; session: string; frame?: undefined } | { frame: Mark | RecordFrame; fix?: undefined });

export type Outcome = 'sent' | 'flagged' | 'refused';

export interface Settled {
  item: Queued;
  outcome: Outcome;
  code: string | null;
  detail: string | null;
}

export interface Sending {
  n: number;
  frame: FixesFrame | Mark | RecordFrame;
}

interface InFlight {
  n: number;
  ordinal: number;
  items: Queued[];
}

/** The server's limits, with room. */
const FIXES_MAX = 200;
const FRAME_BYTES = 1 << 20;
/** Frames sent and not yet acknowledged. */
const WINDOW = 16;

const sizeOf = (frame: object) => new TextEncoder().encode(JSON.stringify(frame)).length;

export const isTooLarge = (frame: object) => sizeOf(frame) > FRAME_BYTES - 256;

export class Outbox {
  #waiting: Queued[] = [];
  #inFlight: InFlight[] = [];
  /** Of types that the server does not know: kept until a `welcome` names them. */
  #held: Queued[] = [];
  #next = 1;
  /** Of frames on this connection; `hello` is the first. */
  #ordinal = 1;
  #types: ReadonlySet<string> | null = null;
  #connection = 0;

  constructor(items: Queued[] = []) {
    this.#waiting = [...items].sort((a, b) => a.seq - b.seq);
  }

  add(items: Queued[]) {
    this.#waiting.push(...items);
  }

  /** Puts items back that were acknowledged by a store which is gone. */
  again(items: Queued[]) {
    const there = new Set(this.all().map(({ seq }) => seq));
    this.#waiting = [...this.#waiting, ...items.filter(({ seq }) => !there.has(seq))].sort(
      (a, b) => a.seq - b.seq,
    );
  }

  /** Everything not acknowledged, in its order. */
  all(): Queued[] {
    return [...this.#inFlight.flatMap(({ items }) => items), ...this.#held, ...this.#waiting].sort(
      (a, b) => a.seq - b.seq,
    );
  }

  get held(): Queued[] {
    return this.#held;
  }

  get size(): number {
    return (
      this.#waiting.length + this.#held.length + this.#inFlight.reduce((sum, f) => sum + f.items.length, 0)
    );
  }

  /** A new connection, with the types that its server knows: `n` begins anew, and what was on its way waits again. */
  connected(types: string[]) {
    this.disconnected();
    this.#types = new Set(types);
  }

  disconnected() {
    this.#waiting = this.all();
    this.#inFlight = [];
    this.#held = [];
    this.#next = 1;
    this.#ordinal = 1;
    this.#types = null;
    this.#connection += 1;
  }

  /** Another number after each connection: an answer counts for the one it belongs to. */
  get connection() {
    return this.#connection;
  }

  /** An `n` for a frame that is not kept. */
  takeN(): number {
    this.#ordinal += 1;
    return this.#next++;
  }

  /** The next frame to send: fixes of one session that follow each other travel together. */
  next(batchMax: number): Sending | null {
    if (!this.#types || this.#inFlight.length >= WINDOW) return null;
    while (this.#waiting[0] && !this.#types.has(typeOf(this.#waiting[0])))
      this.#held.push(this.#waiting.shift()!);
    const first = this.#waiting[0];
    if (!first) return null;
    const items = [first];
    if (first.fix) {
      const most = Math.min(batchMax, FIXES_MAX);
      for (const item of this.#waiting.slice(1)) {
        if (items.length >= most || !item.fix || item.session !== first.session) break;
        items.push(item);
      }
    }
    this.#waiting.splice(0, items.length);
    const frame = first.fix
      ? { type: 'fixes' as const, session: first.session, fixes: items.map(({ fix }) => fix!) }
      : first.frame!;
    const n = this.takeN();
    this.#inFlight.push({ n, ordinal: this.#ordinal, items });
    return { n, frame };
  }

  acknowledge(n: number, results: ItemResult[] = []): Settled[] {
    const settled: Settled[] = [];
    while (this.#inFlight[0] && this.#inFlight[0].n <= n) {
      const { n: sent, items } = this.#inFlight.shift()!;
      const told = results.filter((result) => result.n === sent);
      const whole = told.filter(({ i }) => i === undefined);
      if (whole.some(({ code }) => code === 'unknown_type')) {
        this.#held.push(...items);
        continue;
      }
      items.forEach((item, i) => {
        const of = item.fix ? [...told.filter((result) => result.i === i), ...whole] : told;
        settled.push({ item, ...outcomeOf(of) });
      });
    }
    return settled;
  }

  /** A frame that no server would take; nothing was sent of it. */
  tooLarge(n: number): Settled[] {
    return this.#refuse((frame) => frame.n === n, 'too_large', null);
  }

  /** A frame that the server could not read at all: it will never be acknowledged by itself. */
  malformed(ordinal: number, detail?: string): Settled[] {
    return this.#refuse((frame) => frame.ordinal === ordinal, 'malformed', detail ?? null);
  }

  #refuse(is: (frame: InFlight) => boolean, code: string, detail: string | null): Settled[] {
    const at = this.#inFlight.findIndex(is);
    if (at < 0) return [];
    const [frame] = this.#inFlight.splice(at, 1);
    return frame!.items.map((item) => ({ item, outcome: 'refused', code, detail }));
  }
}

const typeOf = (item: Queued) => (item.fix ? 'fixes' : item.frame!.type);

/** The gravest word counts; a duplicate is what was sent before. */
function outcomeOf(results: ItemResult[]): Omit<Settled, 'item'> {
  const refusal = results.find(({ status }) => status === 'rejected');
  const flag = results.find(({ status }) => status === 'flagged');
  const said = refusal ?? flag;
  const outcome = refusal ? 'refused' : flag ? 'flagged' : 'sent';
  return { outcome, code: said?.code ?? null, detail: said?.detail ?? null };
}
