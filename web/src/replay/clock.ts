// The clock of a replay: it runs in elapsed time, never from fix to fix. It lives outside React; who draws every frame
// and who writes a text now and then listen to different things. Knows nothing of reps.
import type { Interval } from './intervals';

export const SPEEDS = [1, 2, 5, 10, 20, 60, 120] as const;
export type Speed = (typeof SPEEDS)[number];
export type Direction = 1 | -1;

/** A frame that comes later than this had no watcher: the page was hidden. */
const FRAME_MAX_MS = 1_000;
/** How often texts follow a running clock. */
const BEAT_MS = 250;

export interface Step {
  at: number;
  /** Stands that were played at once. */
  skipped: Interval[];
  /** At the end of the day, or at its begin when it ran backwards. */
  ended: boolean;
}

/**
 * Where the clock stands after so many milliseconds at a rate (negative: backwards). A stand takes no time, and what is
 * left of the step is played behind it.
 */
export function advance(
  at: number,
  elapsedMs: number,
  rate: number,
  extent: Interval,
  stands: readonly Interval[],
): Step {
  const forward = rate >= 0;
  let left = Math.abs(elapsedMs * rate);
  let here = Math.min(extent.to, Math.max(extent.from, at));
  const skipped: Interval[] = [];
  const ahead = forward
    ? stands.filter(({ to }) => to > here).sort((a, b) => a.from - b.from)
    : stands.filter(({ from }) => from < here).sort((a, b) => b.to - a.to);
  for (const stand of ahead) {
    const way = forward ? Math.max(0, stand.from - here) : Math.max(0, here - stand.to);
    if (way > left) break;
    left -= way;
    const edge = forward ? stand.to : stand.from;
    skipped.push(
      forward
        ? { from: Math.max(here + way, stand.from), to: edge }
        : { from: edge, to: Math.min(here - way, stand.to) },
    );
    here = edge;
  }
  here = forward ? here + left : here - left;
  const ended = forward ? here >= extent.to : here <= extent.from;
  return { at: Math.min(extent.to, Math.max(extent.from, here)), skipped, ended };
}

export class ReplayClock {
  /** NaN before a day is on it. */
  at: number;
  extent: Interval | null = null;
  playing = false;
  direction: Direction = 1;
  speed: Speed;
  skipping: boolean;
  /** The stand that was played at once last. */
  skipped: Interval | null = null;
  /** Rises whenever a text should be read anew. */
  version = 0;
  private stands: readonly Interval[] = [];
  private frame = 0;
  private before = 0;
  private beaten = 0;
  private readonly drawers = new Set<() => void>();
  private readonly readers = new Set<() => void>();

  constructor(start: { at: number | undefined; speed: Speed; skipping: boolean }) {
    this.at = start.at ?? Number.NaN;
    this.speed = start.speed;
    this.skipping = start.skipping;
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.drawers.clear();
    this.readers.clear();
  }

  /** Called at every frame on which the time changes. */
  onFrame(draw: () => void): () => void {
    this.drawers.add(draw);
    return () => this.drawers.delete(draw);
  }

  /** Called some times a second at most, and whenever somebody moves the clock. */
  subscribe = (read: () => void): (() => void) => {
    this.readers.add(read);
    return () => this.readers.delete(read);
  };

  /** What the clock runs over; without it, it does not run. */
  setDay(extent: Interval | null, stands: readonly Interval[]) {
    this.extent = extent;
    this.stands = stands;
    if (!extent) return this.pause();
    this.seek(Number.isNaN(this.at) ? extent.from : this.at);
  }

  seek(at: number) {
    if (!this.extent) return;
    this.at = clamp(at, this.extent);
    this.skipped = null;
    this.draw();
    this.beat();
  }

  play(direction: Direction = 1) {
    if (!this.extent) return;
    this.direction = direction;
    const { from, to } = this.extent;
    // At its end a day is played from the begin.
    if (direction === 1 && this.at === to) this.at = from;
    if (direction === -1 && this.at === from) this.at = to;
    if (!this.playing) {
      this.playing = true;
      this.before = performance.now();
      this.frame = requestAnimationFrame(this.tick);
    }
    this.beat();
  }

  pause() {
    cancelAnimationFrame(this.frame);
    if (!this.playing) return;
    this.playing = false;
    this.beat();
  }

  /** As J and L of a cutting table: again in the same direction is faster. */
  shuttle(direction: Direction) {
    if (this.playing && this.direction === direction) this.faster(1);
    else this.play(direction);
  }

  faster(by: 1 | -1) {
    const next = SPEEDS[SPEEDS.indexOf(this.speed) + by];
    if (next) this.setSpeed(next);
  }

  setSpeed(speed: Speed) {
    this.speed = speed;
    this.beat();
  }

  setSkipping(on: boolean) {
    this.skipping = on;
    this.skipped = null;
    this.beat();
  }

  private tick = (now: number) => {
    if (!this.extent) return;
    const elapsed = Math.min(FRAME_MAX_MS, Math.max(0, now - this.before));
    this.before = now;
    const step = advance(
      this.at,
      elapsed,
      this.speed * this.direction,
      this.extent,
      this.skipping ? this.stands : [],
    );
    this.at = step.at;
    if (step.skipped.length > 0) {
      this.skipped = step.skipped.at(-1)!;
      this.beaten = 0;
    }
    this.draw();
    if (step.ended) return this.pause();
    if (now - this.beaten >= BEAT_MS) this.beat(now);
    this.frame = requestAnimationFrame(this.tick);
  };

  /** Draws anew what hangs on the clock, though the time is the same. */
  draw() {
    for (const draw of this.drawers) draw();
  }

  private beat(now = performance.now()) {
    this.beaten = now;
    this.version++;
    for (const read of this.readers) read();
  }
}

const clamp = (at: number, { from, to }: Interval): number => Math.min(to, Math.max(from, at));
