import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decode } from '../src/live/columns';
import { type RosterEntry, type ServerFrame, sequence, subscribed } from '../src/live/protocol';
import { LiveWorld } from '../src/live/world';

type Snapshot = ServerFrame & { type: 'snapshot' };
type Delta = ServerFrame & { type: 'delta' };

/** Written by the server's encoder, and held against it there. */
const fixture = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../tests/data/live/columns.json'), 'utf8'),
) as {
  roster: { reps: RosterEntry[] };
  snapshot: { hex: string; json: Snapshot };
  delta: { hex: string; json: Delta };
};

const bytes = (hex: string): ArrayBuffer =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)).buffer;

const frame = (hex: string) => {
  const found = decode(bytes(hex));
  if (!found) throw new Error('not read');
  return found;
};

/** All that a world says of a rep. */
const told = (world: LiveWorld, rep: number) => {
  const i = world.slot(rep)!;
  const { ids, lng, lat, at, heading, activity, presence, flags, battery, visited, planned, visible } = world;
  return [
    ...[ids, lng, lat, at, heading, activity, presence, flags, battery, visited, planned, visible].map(
      (column) => column[i],
    ),
    world.names[i],
    world.codes[i],
  ];
};

describe('columns', () => {
  it('say what the text says', () => {
    const { sub, reps = [] } = fixture.snapshot.json;
    const snapshot = frame(fixture.snapshot.hex);
    expect([snapshot.type, snapshot.sub]).toEqual(['snapshot', sub]);
    const [text, binary] = [new LiveWorld(), new LiveWorld()];
    text.replace('rep', reps, []);
    binary.know(fixture.roster.reps);
    binary.replaceColumns(snapshot.columns);
    expect(reps).toHaveLength(3);
    for (const { id } of reps) expect(told(binary, id)).toEqual(told(text, id));
    const { accuracy, speed } = snapshot.columns;
    expect([...accuracy].map((dm) => (dm < 0 ? null : dm / 10))).toEqual(reps.map((r) => r.accuracy_m));
    expect([...speed].map((cm) => (cm < 0 ? null : cm / 100))).toEqual(reps.map((r) => r.speed_mps));
  });

  it('carry the number of a delta, and who is gone', () => {
    const delta = frame(fixture.delta.hex);
    const { sub, seq, gone, reps } = fixture.delta.json;
    expect(delta).toMatchObject({ type: 'delta', sub, seq });
    expect([...delta.columns.gone]).toEqual(gone);
    expect([...delta.columns.id]).toEqual(reps?.map((rep) => rep.id));
  });

  it('stand in the same order of frames as text', () => {
    const roster: ServerFrame = { type: 'roster', reps: fixture.roster.reps };
    let state = subscribed(fixture.snapshot.json.sub);
    const actions = [roster, frame(fixture.snapshot.hex), frame(fixture.delta.hex)].map((next) => {
      const step = sequence(state, next);
      state = step.state;
      return step.action;
    });
    expect(actions).toEqual(['know', 'replace', 'ignore']);
  });

  it('of another layout, or cut short, are not read', () => {
    const good = new Uint8Array(bytes(fixture.delta.hex));
    const bad = (at: number, value: number) => {
      const copy = good.slice();
      copy[at] = value;
      return copy.buffer;
    };
    const short = [new ArrayBuffer(0), good.slice(0, 23).buffer, good.slice(0, -1).buffer];
    for (const buffer of [...short, bad(0, 0x7b), bad(1, 2), bad(2, 0), bad(2, 3), bad(4, 9)])
      expect(decode(buffer)).toBeNull();
  });

  it('show and hide reps, and mark which slots changed', () => {
    const world = new LiveWorld();
    world.know(fixture.roster.reps);
    expect(world.slot(7)).toBeUndefined();
    world.replaceColumns(frame(fixture.snapshot.hex).columns);
    const drawn = world.version;
    world.applyColumns({ ...frame(fixture.delta.hex).columns, n: 0, gone: Int32Array.of(8, 99) });
    const slots = [7, 8].map((rep) => world.slot(rep)!);
    expect(slots.map((slot) => world.visible[slot])).toEqual([1, 0]);
    expect(slots.map((slot) => world.changed[slot]! > drawn)).toEqual([false, true]);
  });
});
