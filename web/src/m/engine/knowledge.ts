// What the phone knows from the server: asked for since a cursor, laid over what is known, and kept. Sends nothing of what
// was made here.
import type { PhoneData } from '../phone';
import type { Plan, RecordStatus, SyncAnswer, SyncVisit } from '../protocol';
import type { Network } from './around';
import type { Binding, Db } from './db';
import { fetchSync } from './http';
import { merge, mergeStatuses, NOTHING, type Statuses } from './merge';

/** Several pushes are one question. */
const SOON_MS = 1_500;

export interface KnowledgeOwner {
  /** Ids of the records that are shown; of others no status is kept. */
  shown(): Set<string>;
  learned(visits: SyncVisit[]): void;
  /** This phone was reported lost. */
  wiped(): void;
  /** `items`: what became of records, too. */
  changed(items: boolean): void;
}

export class Knowledge {
  #db: Db;
  #binding: Binding;
  #network: Network;
  #owner: KnowledgeOwner;
  #data: PhoneData = NOTHING;
  #statuses: Statuses = {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(db: Db, binding: Binding, network: Network, owner: KnowledgeOwner) {
    this.#db = db;
    this.#binding = binding;
    this.#network = network;
    this.#owner = owner;
  }

  get data() {
    return this.#data;
  }

  get statuses() {
    return this.#statuses;
  }

  async begin() {
    this.#data = { ...NOTHING, ...(await this.#db.data()) };
    this.#statuses = (await this.#db.meta<Statuses>('statuses')) ?? {};
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  planned(plan: Plan) {
    this.#data = { ...this.#data, plan };
  }

  soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), SOON_MS);
  }

  refresh(): Promise<void> {
    this.#running ??= this.#ask().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #ask() {
    if (!this.#network.onLine) return;
    const cursor = this.#data.synced_at === null ? null : await this.#db.meta<string>('cursor');
    let told = await fetchSync(this.#binding.token, cursor);
    if (told === 'cursor_lost') told = await fetchSync(this.#binding.token, null);
    if (told === 'wiped' && !this.#stopped) this.#owner.wiped();
    if (typeof told === 'object' && !this.#stopped) await this.#learn(told.answer);
  }

  async #learn(answer: SyncAnswer) {
    const before = this.#data;
    const data = merge(before, answer, Date.now());
    this.#data = data;
    const changed = Object.entries(data).filter(([part, value]) => before[part as keyof PhoneData] !== value);
    await this.#db.setData(Object.fromEntries(changed), { cursor: answer.cursor });
    this.#owner.learned(data.visits);
    await this.told(answer.record_statuses);
  }

  async told(statuses: RecordStatus[]) {
    this.#statuses = mergeStatuses(this.#statuses, statuses, this.#owner.shown());
    await this.#db.setMeta({ statuses: this.#statuses });
    this.#owner.changed(true);
  }
}
