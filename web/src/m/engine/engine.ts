// The phone itself: what a rep does becomes a frame that is kept first and sent when there is a link, and what the server
// tells becomes the view that screens show. Holds the parts together; what they do is theirs.
import { version } from '../../../package.json';
import type {
  Backlog,
  Gap,
  LinkState,
  OutboxItem,
  PhoneActions,
  PhoneData,
  PhoneSource,
  PhoneView,
} from '../phone';
import type { Fix, Mark, PhoneConfig, RecordFrame, Rep, Reply, SyncAnswer, Welcome } from '../protocol';
import { phoneActions } from './actions';
import { type Day, greeted, newDay, onDate, seen, synced, unseen } from './day';
import { AGAIN_MS, type Binding, type Db, type Done } from './db';
import { isKept, travelled } from './geo';
import { fetchSync } from './http';
import { Link } from './link';
import { merge, mergeStatuses, NOTHING, type Statuses } from './merge';
import { isTooLarge, Outbox, type Queued, type Settled } from './outbox';
import { outboxItems } from './outbox_items';
import { Photos } from './photos';
import { PlaceWatch } from './place';

const TICK_MS = 15_000;
/** Several pushes are one question. */
const SYNC_SOON_MS = 1_500;
const SYNC_EVERY_MS = 10 * 60_000;

/** Until the server has said how to sample and send. */
const CONFIG: PhoneConfig = {
  rule_version: 0,
  ping_moving_s: 15,
  ping_still_s: 60,
  batch_max: 100,
  heartbeat_s: 25,
  geofence_block_m: 300,
  accuracy_reject_m: 200,
  dwell_min_s: 180,
  late_upload_days: 7,
  time_zone: 'Asia/Ho_Chi_Minh',
  reasons_version: 0,
};

export class Engine implements PhoneSource {
  readonly db: Db;
  readonly place: PlaceWatch;
  readonly photos: Photos;
  readonly actions: PhoneActions;
  #binding: Binding;
  #install: string;
  #link: Link;
  #linkState: LinkState = { state: 'connecting' };
  #outbox = new Outbox();
  #done: Done[] = [];
  #foreign = 0;
  #seq = 1;
  #day: Day;
  #rep: Rep = { id: 0, code: '', name: '' };
  #config = CONFIG;
  #data: PhoneData = NOTHING;
  #statuses: Statuses = {};
  #readMessage = 0;
  #storageFault = false;
  #lastFix: Fix | null = null;
  #cause: Gap['cause'] = 'closed';
  #timers: ReturnType<typeof setInterval>[] = [];
  #syncTimer: ReturnType<typeof setTimeout> | undefined;
  #syncing: Promise<void> | null = null;
  #listeners = new Set<() => void>();
  #view: PhoneView | null = null;
  #items: OutboxItem[] | null = null;
  #telling = false;
  #stopping = new AbortController();

  constructor(db: Db, binding: Binding, install: string) {
    this.db = db;
    this.#binding = binding;
    this.#install = install;
    this.#day = newDay('');
    this.place = new PlaceWatch(
      () => this.#changed(),
      (fix) => void this.#fixed(fix),
    );
    this.photos = new Photos(db, binding.token, () => this.#changed());
    this.actions = phoneActions(this);
    this.#link = new Link({
      url: `${location.origin.replace(/^http/, 'ws')}/v1/device`,
      hello: () => this.#hello(),
      reply: (reply) => void this.#heard(reply),
      lost: () => this.#outbox.disconnected(),
      changed: (state) => {
        this.#linkState = state;
        this.#changed();
      },
    });
  }

  async begin() {
    const { db } = this;
    const [queue, done, data] = await Promise.all([db.queue(), db.done(), db.data()]);
    const own = queue.filter((item) => item.device_id === this.#binding.device_id);
    this.#foreign = queue.length - own.length;
    this.#outbox = new Outbox(own);
    this.#done = done.filter((item) => item.device_id === this.#binding.device_id);
    this.#seq = await db.nextSeq();
    this.#data = { ...NOTHING, ...data };
    this.#config = (await db.meta<PhoneConfig>('config')) ?? CONFIG;
    this.#rep = (await db.meta<Rep>('rep')) ?? this.#rep;
    this.#statuses = (await db.meta<Statuses>('statuses')) ?? {};
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
    clearTimeout(this.#syncTimer);
  }

  #listen() {
    const { signal } = this.#stopping;
    const hurry = () => {
      this.#link.hurry();
      void this.photos.run();
    };
    addEventListener('online', hurry, { signal });
    addEventListener('offline', () => this.#link.cut(), { signal });
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
      setInterval(() => this.syncSoon(), SYNC_EVERY_MS),
    ];
  }

  #configured(config: PhoneConfig) {
    const { ping_still_s, heartbeat_s } = this.#config;
    this.#config = config;
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
    return this.#data;
  }

  /** The company's date. */
  today(now = Date.now()): string {
    return new Intl.DateTimeFormat('en-CA', { timeZone: this.#config.time_zone }).format(now);
  }

  #look(): PhoneView {
    const waiting = this.#outbox.all();
    this.#items ??= outboxItems(waiting, this.#outbox.held, this.#done, this.#statuses);
    const photos = this.photos.waiting;
    const since = Math.min(waiting[0]?.made_at ?? Infinity, photos[0]?.at ?? Infinity);
    const fixes = waiting.filter(({ fix }) => fix).length;
    const backlog: Backlog = {
      items: waiting.length - fixes,
      fixes,
      photos: photos.length,
      since: Number.isFinite(since) ? since : null,
    };
    const refused_fixes: { [code: string]: number } = {};
    const today = this.today();
    for (const { fix, outcome, code, made_at } of this.#done)
      if (fix && outcome === 'refused' && code && this.today(made_at) === today)
        refused_fixes[code] = (refused_fixes[code] ?? 0) + 1;
    return {
      rep: this.#rep,
      config: this.#config,
      data: this.#data,
      session: this.#day.session,
      rest: this.#day.rest,
      visit: this.#day.visit,
      outbox: this.#items,
      backlog,
      link: this.#linkState,
      place: this.place.place,
      gaps: this.#day.gaps,
      travelled_m: this.#day.travelled_m,
      read_message: this.#readMessage,
      foreign: this.#foreign,
      refused_photos: this.photos.refused,
      refused_fixes,
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

  async #fixed(fix: Fix) {
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
    if (fix) await this.#fixed(fix);
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

  #hello() {
    return {
      type: 'hello',
      protocol: 1,
      token: this.#binding.token,
      sent_at: Date.now(),
      install: this.#install,
      app: 'fieldbeat-web',
      app_version: version,
      device: { model: navigator.platform || 'browser', os: navigator.userAgent.slice(0, 80) },
      backlog: this.#outbox.size,
    };
  }

  #beat() {
    if (!this.#link.greeted) return;
    const { permission } = this.place.place;
    const notifications = 'Notification' in window ? Notification.permission === 'granted' : false;
    const location =
      permission === 'granted' ? 'while_in_use' : permission === 'denied' ? 'denied' : undefined;
    const now = Date.now();
    this.#link.send({
      type: 'heartbeat',
      n: this.#outbox.takeN(),
      at: now,
      sent_at: now,
      ...this.place.power(),
      backlog: this.#outbox.size + this.photos.waiting.length,
      permissions: { ...(location ? { location } : {}), notifications },
    });
  }

  #pump() {
    if (!this.#link.greeted) return;
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
        this.#configured(reply.config);
        await this.db.setMeta({ config: reply.config });
        this.#changed();
        return this.syncSoon();
      case 'record_status':
        await this.#statusesTold([reply]);
        return this.syncSoon();
      case 'visit':
      case 'plan':
      case 'message':
        return this.syncSoon();
      case 'alive':
    }
  }

  async #greeted(welcome: Welcome) {
    const waiting = new Set(this.#outbox.all().flatMap(({ frame }) => (frame ? [frame.type] : [])));
    this.#configured(welcome.config);
    this.#rep = welcome.rep;
    this.#day = greeted(this.#day, welcome, waiting);
    this.#data = { ...this.#data, plan: welcome.plan };
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
    void this.refresh();
  }

  async #settled(settled: Settled[]) {
    this.#pump();
    if (!settled.length) return;
    const done = await this.db.settle(settled, Date.now());
    this.#done = [...this.#done, ...done];
    this.#changed(settled.some(({ item }) => item.frame));
  }

  // ---- what the server knows ----

  syncSoon() {
    clearTimeout(this.#syncTimer);
    this.#syncTimer = setTimeout(() => void this.refresh(), SYNC_SOON_MS);
  }

  refresh(): Promise<void> {
    this.#syncing ??= this.#sync().finally(() => {
      this.#syncing = null;
    });
    return this.#syncing;
  }

  async #sync() {
    const cursor = this.#data.synced_at === null ? null : await this.db.meta<string>('cursor');
    let told = await fetchSync(this.#binding.token, cursor);
    if (told === 'cursor_lost') told = await fetchSync(this.#binding.token, null);
    if (typeof told !== 'object' || this.#stopping.signal.aborted) return;
    await this.#learn(told.answer);
  }

  async #learn(answer: SyncAnswer) {
    const data = merge(this.#data, answer, Date.now());
    const changed = Object.entries(data).filter(
      ([part, value]) => this.#data[part as keyof PhoneData] !== value,
    );
    this.#data = data;
    this.#day = synced(this.#day, data.visits);
    await this.db.setData(Object.fromEntries(changed), { cursor: answer.cursor, day: this.#day });
    await this.#statusesTold(answer.record_statuses);
    this.#changed();
  }

  async #statusesTold(statuses: Parameters<typeof mergeStatuses>[1]) {
    const shown = new Set(
      [...this.#outbox.all(), ...this.#done].flatMap(({ frame }) => (frame ? [frame.id] : [])),
    );
    this.#statuses = mergeStatuses(this.#statuses, statuses, shown);
    await this.db.setMeta({ statuses: this.#statuses });
    this.#changed(true);
  }
}
