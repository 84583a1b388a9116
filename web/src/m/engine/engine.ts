// The phone itself: what a rep does becomes a frame that is kept first and sent when there is a link, and what the server
// tells becomes the view that screens show. Holds the parts together; what they do is theirs.
import { companyDate } from '../../format/format';
import type { Gap, LinkState, OutboxItem, PhoneActions, PhoneSource, PhoneView } from '../phone';
import type { Fix, Mark, PhoneConfig, RecordFrame, Rep, Reply, Welcome } from '../protocol';
import { phoneActions } from './actions';
import type { Around, Network } from './around';
import { backlogOf, refusedFixes } from './backlog';
import { CONFIG } from './config';
import { type Day, greeted, neverBegun, newDay, onDate, seen, synced, unseen } from './day';
import { AGAIN_MS, type Binding, type Db, type Done } from './db';
import { Detour } from './detour';
import { isKept, travelled } from './geo';
import { Knowledge } from './knowledge';
import { Link } from './link';
import { isTooLarge, Outbox, type Queued, type Settled } from './outbox';
import { outboxItems } from './outbox_items';
import { Photos } from './photos';
import { PlaceWatch } from './place';
import { heartbeat, hello } from './self';

const TICK_MS = 15_000;
const SYNC_EVERY_MS = 10 * 60_000;

export class Engine implements PhoneSource {
  readonly db: Db;
  readonly place: PlaceWatch;
  readonly photos: Photos;
  readonly knowledge: Knowledge;
  readonly actions: PhoneActions;
  #binding: Binding;
  #network: Network;
  #link: Link;
  #linkState: LinkState = { state: 'connecting' };
  #detour: Detour;
  #outbox = new Outbox();
  #done: Done[] = [];
  #foreign = 0;
  #seq = 1;
  #day: Day;
  #rep: Rep = { id: 0, code: '', name: '' };
  #config = CONFIG;
  #readMessage = 0;
  #storageFault = false;
  #lastFix: Fix | null = null;
  #cause: Gap['cause'] = 'closed';
  #timers: ReturnType<typeof setInterval>[] = [];
  #listeners = new Set<() => void>();
  #view: PhoneView | null = null;
  #items: OutboxItem[] | null = null;
  #telling = false;
  #stopping = new AbortController();

  constructor(
    db: Db,
    binding: Binding,
    install: string,
    { geolocation, network }: Around,
    wiped: () => void,
  ) {
    this.db = db;
    this.#binding = binding;
    this.#network = network;
    this.#day = newDay('');
    this.place = new PlaceWatch(
      geolocation,
      () => this.#changed(),
      (fix) => void this.fixed(fix),
    );
    this.photos = new Photos(db, binding, network, () => this.#changed());
    this.knowledge = new Knowledge(db, binding, network, {
      shown: () =>
        new Set([...this.#outbox.all(), ...this.#done].flatMap(({ frame }) => (frame ? [frame.id] : []))),
      wiped,
      learned: (visits) => {
        this.#day = synced(this.#day, visits);
        void db.setMeta({ day: this.#day });
      },
      changed: (items) => this.#changed(items),
    });
    this.actions = phoneActions(this);
    this.#detour = new Detour(binding, {
      outbox: () => this.#outbox,
      batchMax: () => this.#config.batch_max,
      said: () => this.#said(),
      needed: () => !this.#link.greeted,
      settled: (settled) => this.#settled(settled),
      works: () => {
        this.#linked(this.#linkState);
        this.knowledge.soon();
        void this.photos.run();
      },
    });
    this.#link = new Link({
      url: `${location.origin.replace(/^http/, 'ws')}/v1/device`,
      network,
      hello: () => hello(binding.token, install, this.#outbox.size),
      reply: (reply) => void this.#heard(reply),
      lost: () => this.#outbox.disconnected(),
      changed: (state) => this.#linked(state),
      blocked: () => void this.#detour.send(),
    });
  }

  async begin() {
    const { db } = this;
    const [queue, done] = await Promise.all([db.queue(), db.done(), this.knowledge.begin()]);
    const own = queue.filter((item) => item.device_id === this.#binding.device_id);
    this.#foreign = queue.length - own.length;
    this.#outbox = new Outbox(own);
    this.#done = done.filter((item) => item.device_id === this.#binding.device_id);
    this.#seq = await db.nextSeq();
    // What was kept, or is told, may come from an older server.
    this.#config = { ...CONFIG, ...(await db.meta<PhoneConfig>('config')) };
    this.#rep = (await db.meta<Rep>('rep')) ?? this.#rep;
    this.#readMessage = (await db.meta<number>('read_message')) ?? 0;
    const now = Date.now();
    this.#day = onDate((await db.meta<Day>('day')) ?? newDay(''), now, this.today(now));
    await db.tidy(now);
    await this.photos.begin();
    this.#listen();
    await this.place.begin(() => this.#beat());
    this.#tick();
    this.#link.start();
    void navigator.storage?.persist?.();
  }

  /** The server is told no more, and nothing is kept running. */
  stop() {
    this.#stopping.abort();
    this.#link.stop();
    this.photos.stop();
    this.place.watch(false);
    this.place.keepAwake(false);
    for (const timer of this.#timers) clearInterval(timer);
    this.knowledge.stop();
  }

  #listen() {
    const { signal } = this.#stopping;
    const hurry = () => {
      this.#link.hurry();
      void this.photos.run();
    };
    this.#network.addEventListener('online', hurry, { signal });
    this.#network.addEventListener('offline', () => this.#link.cut(), { signal });
    document.addEventListener(
      'visibilitychange',
      () => {
        if (document.visibilityState === 'hidden') this.#cause = 'background';
        else {
          hurry();
          this.#tick();
        }
      },
      { signal },
    );
    this.#arm();
  }

  /** As often as the server asks. */
  #arm() {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [
      setInterval(() => this.#tick(), TICK_MS),
      setInterval(() => void this.#locateStill(), this.#config.ping_still_s * 1_000),
      setInterval(() => this.#beat(), this.#config.heartbeat_s * 1_000),
      setInterval(() => this.knowledge.soon(), SYNC_EVERY_MS),
    ];
  }

  #configured(config: PhoneConfig) {
    const { ping_still_s, heartbeat_s } = this.#config;
    this.#config = { ...CONFIG, ...config };
    if (config.ping_still_s !== ping_still_s || config.heartbeat_s !== heartbeat_s) this.#arm();
  }

  // ---- what screens read ----

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  view = (): PhoneView => {
    this.#view ??= this.#look();
    return this.#view;
  };

  get day() {
    return this.#day;
  }

  get data() {
    return this.knowledge.data;
  }

  /** The company's date of business. */
  today(now = Date.now()): string {
    return companyDate(now, this.#config.time_zone, this.#config.day_start_min);
  }

  #look(): PhoneView {
    const waiting = this.#outbox.all();
    this.#items ??= outboxItems(waiting, this.#outbox.held, this.#done, this.knowledge.statuses);
    const today = this.today();
    return {
      rep: this.#rep,
      config: this.#config,
      data: this.knowledge.data,
      session: this.#day.session,
      rest: this.#day.rest,
      visit: this.#day.visit,
      outbox: this.#items,
      backlog: backlogOf(waiting, this.photos.waiting),
      link: this.#linkState,
      place: this.place.place,
      gaps: this.#day.gaps,
      travelled_m: this.#day.travelled_m,
      read_message: this.#readMessage,
      foreign: this.#foreign,
      refused_photos: this.photos.refused,
      refused_fixes: refusedFixes(this.#done, (at) => this.today(at) === today),
      storage_fault: this.#storageFault,
    };
  }

  #changed(items = false) {
    this.#view = null;
    if (items) this.#items = null;
    if (this.#telling) return;
    // Many changes of one turn are told once.
    this.#telling = true;
    queueMicrotask(() => {
      this.#telling = false;
      for (const listener of this.#listeners) listener();
    });
  }

  // ---- what a rep does ----

  /** Keeps frames with the day that they make, then sends. In one transaction: neither is there without the other. */
  async keep(frames: (Mark | RecordFrame)[], day: Day = this.#day) {
    await this.#keep(
      frames.map((frame) => ({
        seq: this.#seq++,
        device_id: this.#binding.device_id,
        made_at: frame.at,
        frame,
      })),
      day,
    );
    this.place.watch(day.session !== null && day.rest === null);
  }

  async #keep(items: Queued[], day: Day) {
    this.#day = day;
    this.#outbox.add(items);
    this.#changed(items.some(({ frame }) => frame));
    try {
      await this.db.enqueue(items, day);
      this.#storageFault = false;
    } catch {
      // It is still sent while the page lives; the screen says that it must not be closed.
      this.#storageFault = true;
      this.#changed();
    }
    this.#pump();
  }

  /** A fix of now: onto the track, if the rep works and it is worth keeping. */
  async fixed(fix: Fix) {
    const { session, rest } = this.#day;
    if (!session || rest) return;
    // A browser may remember a place of before the work or of the break.
    if (fix.at < (this.#day.tracked_since ?? session.at)) return;
    if (!isKept(this.#lastFix, fix, this.#config)) return;
    const day = seen(this.#day, Date.now(), this.#cause, travelled(this.#lastFix, fix));
    this.#cause = document.visibilityState === 'hidden' ? 'background' : 'no_place';
    this.#lastFix = fix;
    const { device_id } = this.#binding;
    await this.#keep([{ seq: this.#seq++, device_id, made_at: fix.at, fix, session: session.id }], day);
  }

  /** A phone that lies still tells of no fix by itself. */
  async #locateStill() {
    if (!this.place.place.watching) return;
    const { fix } = await this.place.locate();
    if (fix) await this.fixed(fix);
  }

  #tick() {
    const now = Date.now();
    const day = unseen(onDate(this.#day, now, this.today(now)), now, this.#cause);
    if (day !== this.#day) {
      this.#day = day;
      void this.db.setMeta({ day });
      this.#changed();
    }
    this.place.watch(day.session !== null && day.rest === null);
  }

  readMessages(upTo: number) {
    if (upTo <= this.#readMessage) return;
    this.#readMessage = upTo;
    void this.db.setMeta({ read_message: upTo });
    this.#changed();
  }

  async dropForeign() {
    await this.db.dropForeign(this.#binding.device_id);
    this.#foreign = 0;
    this.#changed();
  }

  retry() {
    this.#link.hurry();
    void this.photos.run();
  }

  // ---- the link ----

  #linked(state: LinkState) {
    const trying = state.state === 'connecting' || state.state === 'offline';
    if (!trying || !this.#network.onLine) this.#detour.works = false;
    this.#linkState = this.#detour.works ? { state: 'indirect' } : state;
    // The socket only says that the token opens nothing; the other door says why.
    if (state.state === 'unauthorized') this.knowledge.soon();
    this.#changed();
  }

  #said() {
    const backlog = this.#outbox.size + this.photos.waiting.length;
    return heartbeat(this.place.place, this.place.power(), backlog);
  }

  #beat() {
    if (!this.#link.greeted) return;
    this.#link.send({ ...this.#said(), n: this.#outbox.takeN() });
  }

  #pump() {
    if (!this.#link.greeted) {
      if (this.#detour.works) void this.#detour.send();
      return;
    }
    for (let next = this.#outbox.next(this.#config.batch_max); next; ) {
      if (isTooLarge(next.frame)) void this.#settled(this.#outbox.tooLarge(next.n));
      else this.#link.send({ ...next.frame, n: next.n });
      next = this.#outbox.next(this.#config.batch_max);
    }
  }

  async #heard(reply: Reply) {
    switch (reply.type) {
      case 'welcome':
        return this.#greeted(reply);
      case 'ack':
        return this.#settled(this.#outbox.acknowledge(reply.n, reply.results));
      case 'error':
        if (reply.frame !== undefined) await this.#settled(this.#outbox.malformed(reply.frame, reply.detail));
        return;
      case 'config':
        // What never changes is told in greetings alone.
        this.#configured({ ...this.#config, ...reply.config });
        await this.db.setMeta({ config: this.#config });
        this.#changed();
        return this.knowledge.soon();
      case 'record_status':
        await this.knowledge.told([reply]);
        return this.knowledge.soon();
      case 'token':
        // Kept before it is used: the one before ends with the first use of this one.
        await this.db.setMeta({ binding: { ...this.#binding, token: reply.token } });
        this.#binding.token = reply.token;
        return;
      case 'visit':
      case 'plan':
      case 'message':
        return this.knowledge.soon();
      case 'alive':
    }
  }

  async #greeted(welcome: Welcome) {
    const waiting = new Set(this.#outbox.all().flatMap(({ frame }) => (frame ? [frame.type] : [])));
    this.#configured(welcome.config);
    this.#rep = welcome.rep;
    this.#day = greeted(this.#day, welcome, waiting);
    this.knowledge.planned(welcome.plan);
    const known = await this.db.meta<string>('store');
    if (known && known !== welcome.store) {
      const from = Date.now() - AGAIN_MS;
      const lost = this.#done.filter(({ acked_at, outcome }) => acked_at >= from && outcome !== 'refused');
      this.#outbox.again(await this.db.again(lost));
      this.#done = this.#done.filter((item) => !lost.includes(item));
    }
    const { config, rep, store } = welcome;
    await this.db.setMeta({ config, rep, store, day: this.#day });
    // The connection may have ended meanwhile; the next one greets anew.
    if (!this.#link.greeted) return;
    this.#outbox.connected(welcome.types);
    this.#changed(true);
    this.#beat();
    this.#pump();
    this.place.watch(this.#day.session !== null && this.#day.rest === null);
    void this.photos.run();
    void this.knowledge.refresh();
  }

  async #settled(settled: Settled[]) {
    this.#pump();
    if (!settled.length) return;
    const refused = settled.filter(({ code }) => code === 'consent_missing');
    for (const { item } of refused) if (item.frame) this.#day = neverBegun(this.#day, item.frame.id);
    if (refused.length) {
      await this.db.setMeta({ day: this.#day });
      this.place.watch(this.#day.session !== null && this.#day.rest === null);
      this.knowledge.soon();
    }
    const done = await this.db.settle(settled, Date.now());
    this.#done = [...this.#done, ...done];
    this.#changed(settled.some(({ item }) => item.frame));
  }
}
