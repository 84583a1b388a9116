// The page's end of `/v1/live`: keeps one socket open, subscribes to what the map shows, feeds `LiveWorld`, and
// says how the connection stands. It never waits longer than seconds before it tries again, and never at a fixed beat.
import { COLUMNS, type ColumnsFrame, decode, TEXT } from './columns';
import {
  backoffMs,
  type FeedState,
  type LiveEvent,
  type ServerFrame,
  sequence,
  subscribed,
} from './protocol';
import type { LiveWorld } from './world';

export type Connection =
  | { state: 'connecting' }
  | { state: 'live' }
  | { state: 'waiting'; retryAt: number }
  | { state: 'refused'; code: number };

export interface View {
  bbox: [number, number, number, number];
  zoom: number;
}

/** Farther out than this, numbers say more than a heap of marks. */
export const CELL_ZOOM = 11;

interface Handlers {
  onEvent(event: LiveEvent): void;
  /** The feed was interrupted: what REST told may be out of date. */
  onGap(): void;
  /** The session ended (4401). */
  onLoggedOut(): void;
}

/** Columns where the server has them; `?fmt=json` in the page's address keeps to text, for reading along. */
const OFFERED = new URLSearchParams(location.search).get('fmt') === 'json' ? [TEXT] : [COLUMNS, TEXT];

/** The server speaks at least every 15 s; twice that and some is a dead line. */
const SILENCE_MS = 40_000;

export class LiveClient {
  connection: Connection = { state: 'connecting' };
  private socket: WebSocket | null = null;
  private feed: FeedState = subscribed(0);
  private view: View | null = null;
  private followed: number | null = null;
  private narrowed: { unit: number | undefined; few: boolean } = { unit: undefined, few: false };
  private attempts = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly url: string,
    private readonly world: LiveWorld,
    private readonly handlers: Handlers,
  ) {
    this.open();
    addEventListener('online', this.hurry);
    document.addEventListener('visibilitychange', this.hurry);
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  snapshot = (): Connection => this.connection;

  look(view: View) {
    this.view = view;
    this.send();
  }

  /** Whom the page looks for: a team, and few enough that marks say more than numbers. */
  narrow(unit: number | undefined, few: boolean) {
    if (unit === this.narrowed.unit && few === this.narrowed.few) return;
    this.narrowed = { unit, few };
    this.send();
  }

  follow(rep: number | null) {
    if (rep === this.followed) return;
    if (this.followed !== null) this.write({ type: 'unfollow', rep: this.followed });
    this.followed = rep;
    if (rep !== null) this.write({ type: 'follow', rep });
  }

  retryNow = () => {
    if (this.stopped || this.socket) return;
    clearTimeout(this.timer);
    this.open();
  };

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    clearTimeout(this.watchdog);
    removeEventListener('online', this.hurry);
    document.removeEventListener('visibilitychange', this.hurry);
    this.socket?.close(1000);
    this.socket = null;
  }

  private hurry = () => {
    if (this.connection.state === 'waiting' && document.visibilityState === 'visible') this.retryNow();
  };

  private open() {
    this.say({ state: 'connecting' });
    const socket = new WebSocket(this.url, OFFERED);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    socket.onopen = () => {
      this.heard();
      this.send();
      if (this.followed !== null) this.write({ type: 'follow', rep: this.followed });
    };
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      this.heard();
      const frame = typeof data === 'string' ? parse(data) : decode(data);
      if (frame) this.take(frame);
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.lost(event.code);
    };
  }

  private take(frame: ServerFrame | ColumnsFrame) {
    const { state, action } = sequence(this.feed, frame);
    this.feed = state;
    switch (action) {
      case 'replace':
        if (frame.type !== 'snapshot') return;
        if ('columns' in frame) this.world.replaceColumns(frame.columns);
        else this.world.replace(frame.level, frame.reps ?? [], frame.cells ?? []);
        this.settled();
        return;
      case 'apply':
        if (frame.type !== 'delta') return;
        if ('columns' in frame) {
          this.world.applyColumns(frame.columns);
          return;
        }
        this.world.apply(frame);
        if (frame.followed)
          this.world.put('rep_state' in frame.followed ? frame.followed.rep_state : frame.followed);
        return;
      case 'followed':
        if (frame.type === 'followed') this.world.apply({ reps: [frame.rep_state] });
        return;
      case 'know':
        if (frame.type === 'roster') this.world.know(frame.reps);
        return;
      case 'event':
        if (frame.type === 'event') this.handlers.onEvent(frame.event);
        return;
      case 'clear':
        this.handlers.onGap();
        return;
      case 'resubscribe':
        this.send();
        this.handlers.onGap();
        return;
      default:
    }
  }

  /** The first snapshot of a connection is the sign that all is well again. */
  private settled() {
    if (this.connection.state === 'live') return;
    if (this.attempts > 0) this.handlers.onGap();
    this.attempts = 0;
    this.say({ state: 'live' });
  }

  private lost(code: number) {
    this.socket = null;
    clearTimeout(this.watchdog);
    if (this.stopped) return;
    if (code === 4401) {
      this.say({ state: 'refused', code });
      this.handlers.onLoggedOut();
      return;
    }
    if (code === 4403) {
      this.say({ state: 'refused', code });
      return;
    }
    const wait = backoffMs(this.attempts++, code, Math.random());
    this.say({ state: 'waiting', retryAt: Date.now() + wait });
    this.timer = setTimeout(() => this.open(), wait);
  }

  private heard() {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => {
      const socket = this.socket;
      if (!socket) return;
      // A dead line may take minutes to close by itself.
      socket.onclose = null;
      socket.close();
      this.lost(1006);
    }, SILENCE_MS);
  }

  private send() {
    if (!this.view) return;
    this.feed = subscribed(this.feed.sub + 1);
    const { bbox, zoom } = this.view;
    const { unit, few } = this.narrowed;
    const level = zoom < CELL_ZOOM && !few ? 'cell' : undefined;
    const filter = unit === undefined ? {} : { org_unit: unit };
    this.write({ type: 'subscribe', sub: this.feed.sub, bbox, zoom, level, filter });
  }

  private write(frame: unknown) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  private say(connection: Connection) {
    this.connection = connection;
    for (const listener of this.listeners) listener();
  }
}

function parse(text: string): ServerFrame | null {
  try {
    return JSON.parse(text) as ServerFrame;
  } catch {
    return null;
  }
}
