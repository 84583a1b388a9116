import { describe, expect, it } from 'vitest';
import { backoffMs, type RepState, type ServerFrame, sequence, subscribed } from '../src/live/protocol';
import { freshness, LiveWorld } from '../src/live/world';

const rep = (id: number, over: Partial<RepState> = {}): RepState => ({
  id,
  code: `R${id}`,
  name: `Rep ${id}`,
  org_unit: 1,
  at: '2026-11-20T03:00:00.000Z',
  lat: 21.03,
  lng: 105.85,
  accuracy_m: 5,
  speed_mps: 3,
  bearing_deg: 90,
  battery_pct: 80,
  presence: 'online',
  activity: 'travelling',
  visit: null,
  outlet: null,
  visited: 1,
  planned: 10,
  flags: [],
  ...over,
});

const delta = (sub: number, seq: number): ServerFrame => ({ type: 'delta', sub, seq, reps: [] });
const snapshot = (sub: number): ServerFrame => ({ type: 'snapshot', sub, level: 'rep', reps: [] });

describe('the order of frames', () => {
  const run = (frames: ServerFrame[], sub = 2) => {
    let state = subscribed(sub);
    return frames.map((frame) => {
      const next = sequence(state, frame);
      state = next.state;
      return next.action;
    });
  };

  it('takes a snapshot and the deltas after it', () => {
    expect(run([snapshot(2), delta(2, 0), delta(2, 1)])).toEqual(['replace', 'apply', 'apply']);
  });
  it('accepts a first delta that counts the snapshot as frame 0', () => {
    expect(run([snapshot(2), delta(2, 1), delta(2, 2)])).toEqual(['replace', 'apply', 'apply']);
  });
  it('asks again after a gap', () => {
    expect(run([snapshot(2), delta(2, 0), delta(2, 2)])).toEqual(['replace', 'apply', 'resubscribe']);
  });
  it('does not start in the middle', () => {
    expect(run([snapshot(2), delta(2, 5)])).toEqual(['replace', 'resubscribe']);
  });
  it('ignores what belongs to an older subscription, or repeats', () => {
    expect(run([snapshot(1), delta(1, 0), snapshot(2), delta(2, 0), delta(2, 0)])).toEqual([
      'ignore',
      'ignore',
      'replace',
      'apply',
      'ignore',
    ]);
  });
  it('waits for a snapshot after a resync', () => {
    expect(
      run([snapshot(2), delta(2, 0), { type: 'resync', sub: 2 }, delta(2, 1), snapshot(2), delta(2, 0)]),
    ).toEqual(['replace', 'apply', 'clear', 'ignore', 'replace', 'apply']);
  });
  it('lets events through at any time', () => {
    const event: ServerFrame = { type: 'event', event: { kind: 'visit_opened', rep: 1, org_unit: 1 } };
    expect(run([event, snapshot(2), event])).toEqual(['event', 'replace', 'event']);
  });
  it('ignores frames of a type it does not know', () => {
    expect(run([{ type: 'weather' } as unknown as ServerFrame])).toEqual(['ignore']);
  });
});

describe('the world', () => {
  it('keeps the newest state of a rep, whatever comes first', () => {
    const world = new LiveWorld();
    world.replace('rep', [rep(1, { at: '2026-11-20T03:00:10.000Z', lat: 21.05 })], []);
    world.apply({ reps: [rep(1, { at: '2026-11-20T03:00:05.000Z', lat: 21.01 })] });
    expect(world.lat[world.slot(1)!]).toBe(21.05);
    world.apply({ reps: [rep(1, { at: '2026-11-20T03:00:20.000Z', lat: 21.06 })] });
    expect(world.lat[world.slot(1)!]).toBe(21.06);
    expect(world.moves).toBe(1);
  });
  it('hides who is gone but remembers him for the list', () => {
    const world = new LiveWorld();
    world.replace('rep', [rep(1), rep(2)], []);
    world.apply({ gone: [1] });
    expect([world.visible[world.slot(1)!], world.visible[world.slot(2)!]]).toEqual([0, 1]);
    world.replace('rep', [rep(1)], []);
    expect([world.visible[world.slot(1)!], world.visible[world.slot(2)!]]).toEqual([1, 0]);
  });
  it('grows beyond its first size', () => {
    const world = new LiveWorld();
    world.replace(
      'rep',
      Array.from({ length: 1000 }, (_, i) => rep(i + 1)),
      [],
    );
    expect(world.size).toBe(1000);
    expect(world.ids[world.slot(999)!]).toBe(999);
    expect(world.lng[world.slot(999)!]).toBe(105.85);
  });
  it('merges cells', () => {
    const world = new LiveWorld();
    const cell = (id: string, count: number) => ({ cell: id, lat: 21, lng: 105, count, by_presence: {} });
    world.replace('cell', [], [cell('a', 1), cell('b', 2)]);
    world.apply({ cells: [cell('a', 3)], gone_cells: ['b'] });
    expect([...world.cells.values()].map(({ count }) => count)).toEqual([3]);
  });
});

describe('staleness', () => {
  it('fades after two minutes and is hollow after ten', () => {
    const at = 1_000_000;
    expect([60_000, 121_000, 601_000].map((age) => freshness(at, at + age))).toEqual([
      'fresh',
      'faded',
      'hollow',
    ]);
  });
});

describe('the wait before a reconnect', () => {
  it('is under a second at first, never over twelve, and spread', () => {
    expect(backoffMs(0, 1006, 0)).toBeGreaterThanOrEqual(400);
    expect(backoffMs(0, 1006, 0.999)).toBeLessThan(1_000);
    expect(backoffMs(50, 1006, 0.999)).toBeLessThanOrEqual(12_000);
    expect(backoffMs(3, 1006, 0.1)).not.toBe(backoffMs(3, 1006, 0.9));
  });
  it('is longer where the server asked for it', () => {
    expect(backoffMs(0, 1013, 0)).toBeGreaterThanOrEqual(4_000);
    expect(backoffMs(0, 4429, 0)).toBeGreaterThanOrEqual(10_000);
  });
});
