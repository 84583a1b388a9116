// What the phone keeps on the device, in IndexedDB. Every change that must not be half done is one transaction. Knows
// nothing of sockets or screens.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Day } from './day';
import type { Outcome, Queued, Settled } from './outbox';

/** Something that the server has acknowledged, kept a while: a store that was restored may have lost it. */
export type Done = Queued & {
  acked_at: number;
  outcome: Outcome;
  code: string | null;
  detail: string | null;
};

export interface KeptPhoto {
  sha256: string;
  picture: Blob;
  at: number;
  state: 'waiting' | 'stored' | 'refused';
  /** Why it was refused. */
  code: string | null;
}

/** Which device this phone is to the server. The token changes; who sends it reads it here each time. */
export interface Binding {
  device_id: number;
  token: string;
}

interface Schema extends DBSchema {
  /** Single values: binding, day, cursor, store, config, rep, statuses, … */
  meta: { key: string; value: unknown };
  /** Parts of what was synced. */
  data: { key: string; value: unknown };
  queue: { key: number; value: Queued };
  done: { key: number; value: Done; indexes: { acked_at: number } };
  photos: { key: string; value: KeptPhoto };
  drafts: { key: string; value: unknown };
}

const NAME = 'fieldbeat-phone';
/** Fixes are kept so long after the acknowledgement, what a person did a week. */
export const AGAIN_MS = 24 * 3_600_000;
const SHOWN_MS = 7 * 86_400_000;

export class Db {
  #db: IDBPDatabase<Schema>;

  private constructor(db: IDBPDatabase<Schema>) {
    this.#db = db;
  }

  static async open(): Promise<Db> {
    const db = await openDB<Schema>(NAME, 1, {
      upgrade(fresh) {
        for (const name of ['meta', 'data', 'drafts'] as const) fresh.createObjectStore(name);
        fresh.createObjectStore('queue', { keyPath: 'seq' });
        fresh.createObjectStore('done', { keyPath: 'seq' }).createIndex('acked_at', 'acked_at');
        fresh.createObjectStore('photos', { keyPath: 'sha256' });
      },
      blocking: () => location.reload(),
    });
    return new Db(db);
  }

  async meta<T>(key: string): Promise<T | null> {
    return ((await this.#db.get('meta', key)) as T | undefined) ?? null;
  }

  async setMeta(values: { [key: string]: unknown }) {
    const tx = this.#db.transaction('meta', 'readwrite');
    for (const [key, value] of Object.entries(values)) void tx.store.put(value, key);
    await tx.done;
  }

  async data(): Promise<{ [part: string]: unknown }> {
    const tx = this.#db.transaction('data');
    const [keys, values] = await Promise.all([tx.store.getAllKeys(), tx.store.getAll()]);
    return Object.fromEntries(keys.map((key, i) => [key, values[i]]));
  }

  /** The synced data with the cursor that it is true for. */
  async setData(parts: { [part: string]: unknown }, meta: { [key: string]: unknown }) {
    const tx = this.#db.transaction(['data', 'meta'], 'readwrite');
    for (const [key, value] of Object.entries(parts)) void tx.objectStore('data').put(value, key);
    for (const [key, value] of Object.entries(meta)) void tx.objectStore('meta').put(value, key);
    await tx.done;
  }

  binding = () => this.meta<Binding>('binding');

  /** Another device is another rep's or a new beginning: nothing of the former is shown, and its queue stays its own. */
  async bind(binding: Binding) {
    const before = await this.binding();
    const install = await this.meta<string>('install');
    const isSame = before?.device_id === binding.device_id;
    const tx = this.#db.transaction(['meta', 'data', 'done', 'drafts'], 'readwrite');
    if (!isSame)
      for (const name of ['meta', 'data', 'done', 'drafts'] as const) void tx.objectStore(name).clear();
    void tx.objectStore('meta').put(install, 'install');
    void tx.objectStore('meta').put(binding, 'binding');
    await tx.done;
  }

  queue = () => this.#db.getAll('queue');
  done = () => this.#db.getAll('done');

  /** The number for the next thing made: above all that are kept. */
  async nextSeq(): Promise<number> {
    const last = async (name: 'queue' | 'done') =>
      (await this.#db.transaction(name).store.openKeyCursor(null, 'prev'))?.key ?? 0;
    return Math.max(await last('queue'), await last('done')) + 1;
  }

  /** What was made, with the day that it makes. */
  async enqueue(items: Queued[], day: Day) {
    const tx = this.#db.transaction(['queue', 'meta'], 'readwrite');
    for (const item of items) void tx.objectStore('queue').put(item);
    void tx.objectStore('meta').put(day, 'day');
    await tx.done;
  }

  /** Out of the queue, and kept with what the server said of it. */
  async settle(settled: Settled[], now: number): Promise<Done[]> {
    const rows = settled.map(({ item, ...said }): Done => ({ ...item, ...said, acked_at: now }));
    const tx = this.#db.transaction(['queue', 'done'], 'readwrite');
    for (const row of rows) {
      void tx.objectStore('queue').delete(row.seq);
      void tx.objectStore('done').put(row);
    }
    await tx.done;
    return rows;
  }

  /** Back into the queue: the store that acknowledged this is gone. */
  async again(items: Done[]): Promise<Queued[]> {
    const rows = items.map(({ acked_at: _at, outcome: _outcome, code: _code, detail: _detail, ...item }) => {
      return item as Queued;
    });
    const tx = this.#db.transaction(['queue', 'done'], 'readwrite');
    for (const row of rows) {
      void tx.objectStore('done').delete(row.seq);
      void tx.objectStore('queue').put(row);
    }
    await tx.done;
    return rows;
  }

  /** What another enrolment of this phone has left in the queue. */
  async dropForeign(device_id: number) {
    const tx = this.#db.transaction('queue', 'readwrite');
    for (let at = await tx.store.openCursor(); at; at = await at.continue())
      if (at.value.device_id !== device_id) await at.delete();
    await tx.done;
  }

  /** Forgets what nobody asks for any more. */
  async tidy(now: number) {
    const tx = this.#db.transaction(['done', 'photos'], 'readwrite');
    const range = IDBKeyRange.upperBound(now - AGAIN_MS);
    for (let at = await tx.objectStore('done').index('acked_at').openCursor(range); at; ) {
      if (at.value.fix || at.value.acked_at < now - SHOWN_MS) await at.delete();
      at = await at.continue();
    }
    for (let at = await tx.objectStore('photos').openCursor(); at; ) {
      if (at.value.state !== 'waiting' && at.value.at < now - SHOWN_MS) await at.delete();
      at = await at.continue();
    }
    await tx.done;
  }

  photos = () => this.#db.getAll('photos');
  photo = (sha256: string) => this.#db.get('photos', sha256);
  putPhoto = (photo: KeptPhoto) => this.#db.put('photos', photo);

  async draft<T>(key: string): Promise<T | null> {
    return ((await this.#db.get('drafts', key)) as T | undefined) ?? null;
  }

  async keepDraft(key: string, value: unknown) {
    if (value === null) await this.#db.delete('drafts', key);
    else await this.#db.put('drafts', value, key);
  }

  /** Reported lost: everything of the rep goes, and what the app itself has kept of the server. */
  async wipe(now: number) {
    await this.forget();
    await this.setMeta({ wiped_at: now });
    for (const name of await caches.keys()) await caches.delete(name);
  }

  /** Everything of the rep; the installation keeps its name. */
  async forget() {
    const install = await this.meta<string>('install');
    const names = ['meta', 'data', 'queue', 'done', 'photos', 'drafts'] as const;
    const tx = this.#db.transaction(names, 'readwrite');
    for (const name of names) void tx.objectStore(name).clear();
    if (install) void tx.objectStore('meta').put(install, 'install');
    await tx.done;
  }
}
