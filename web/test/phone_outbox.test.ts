import { describe, expect, it } from 'vitest';
import { backlogOf, refusedFixes } from '../src/m/engine/backlog';
import { afterClose, mayHurry } from '../src/m/engine/backoff';
import { Outbox, type Queued } from '../src/m/engine/outbox';
import { outboxItems } from '../src/m/engine/outbox_items';

const TYPES = ['fixes', 'session_start', 'check_in', 'record'];
const fix = (seq: number, session = 's'): Queued => ({
  seq,
  device_id: 1,
  made_at: seq,
  fix: { at: seq, lat: 21, lng: 105 },
  session,
});
const mark = (seq: number, type: 'check_in' | 'check_out' = 'check_in'): Queued => ({
  seq,
  device_id: 1,
  made_at: seq,
  frame: { type, id: `visit ${seq}`, at: seq, outlet: 7 },
});
const record = (seq: number): Queued => ({
  seq,
  device_id: 1,
  made_at: seq,
  frame: { type: 'record', kind: 'note', id: `record ${seq}`, at: seq, body: { text: 'x' } },
});
const sent = (outbox: Outbox, most = 200) => {
  const frames = [];
  for (let next = outbox.next(most); next; next = outbox.next(most)) frames.push(next);
  return frames;
};

describe('what a phone owes', () => {
  it('is sent in its order, fixes of one session together', () => {
    const outbox = new Outbox([mark(3), fix(1), fix(2), fix(4), fix(5, 'other')]);
    outbox.connected(TYPES);
    const frames = sent(outbox);
    expect(frames.map(({ n, frame }) => [n, frame.type])).toEqual([
      [1, 'fixes'],
      [2, 'check_in'],
      [3, 'fixes'],
      [4, 'fixes'],
    ]);
    expect(frames[0]!.frame).toMatchObject({ session: 's', fixes: [{ at: 1 }, { at: 2 }] });
  });

  it('never puts more than 200 fixes, or what the server asks, into a frame', () => {
    const many = Array.from({ length: 450 }, (_, i) => fix(i + 1));
    const sizes = (most: number) => {
      const outbox = new Outbox(many);
      outbox.connected(TYPES);
      return sent(outbox, most).map(({ frame }) => (frame.type === 'fixes' ? frame.fixes.length : 0));
    };
    expect(sizes(1000)).toEqual([200, 200, 50]);
    expect(sizes(100)).toEqual([100, 100, 100, 100, 50]);
  });

  it('leaves only by an acknowledgement, and waits again when the line breaks', () => {
    const outbox = new Outbox([mark(1), record(2), record(3)]);
    outbox.connected(TYPES);
    expect(sent(outbox).map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(outbox.acknowledge(1).map(({ item }) => item.seq)).toEqual([1]);
    outbox.disconnected();
    expect(outbox.all().map(({ seq }) => seq)).toEqual([2, 3]);
    expect(outbox.next(200)).toBeNull();
    outbox.connected(TYPES);
    outbox.add([record(4)]);
    // `n` begins anew with each connection.
    expect(sent(outbox).map(({ n, frame }) => [n, 'id' in frame && frame.id])).toEqual([
      [1, 'record 2'],
      [2, 'record 3'],
      [3, 'record 4'],
    ]);
    expect(outbox.acknowledge(3)).toHaveLength(3);
    expect(outbox.size).toBe(0);
  });

  it('shows a refusal and goes on with the next', () => {
    const outbox = new Outbox([fix(1), fix(2), record(3), record(4)]);
    outbox.connected(TYPES);
    sent(outbox);
    const settled = outbox.acknowledge(3, [
      { n: 1, i: 1, status: 'rejected', code: 'off_session' },
      { n: 2, status: 'rejected', code: 'id_reused', detail: 'another body' },
      { n: 3, status: 'flagged', code: 'late' },
    ]);
    expect(settled.map(({ item, outcome, code }) => [item.seq, outcome, code])).toEqual([
      [1, 'sent', null],
      [2, 'refused', 'off_session'],
      [3, 'refused', 'id_reused'],
      [4, 'flagged', 'late'],
    ]);
  });

  it('takes a duplicate for what it is', () => {
    const outbox = new Outbox([record(1)]);
    outbox.connected(TYPES);
    sent(outbox);
    const [one] = outbox.acknowledge(1, [{ n: 1, status: 'duplicate', code: 'duplicate' }]);
    expect(one).toMatchObject({ outcome: 'sent', code: null });
  });

  it('keeps what the server does not know until it does', () => {
    const outbox = new Outbox([mark(1, 'check_out'), record(2)]);
    outbox.connected(TYPES);
    expect(sent(outbox).map(({ frame }) => frame.type)).toEqual(['record']);
    outbox.acknowledge(1, [{ n: 1, status: 'flagged', code: 'unknown_type' }]);
    expect(outbox.held.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(outbox.size).toBe(2);
    outbox.connected([...TYPES, 'check_out']);
    expect(sent(outbox).map(({ frame }) => frame.type)).toEqual(['check_out', 'record']);
  });

  it('counts frames on the connection, and gives up one that cannot be read', () => {
    const outbox = new Outbox([record(1), record(2)]);
    outbox.connected(TYPES);
    expect(outbox.takeN()).toBe(1); // a heartbeat: the second frame after hello
    sent(outbox);
    expect(outbox.malformed(3, 'no valid n').map(({ item, code }) => [item.seq, code])).toEqual([
      [1, 'malformed'],
    ]);
    expect(outbox.acknowledge(3).map(({ item }) => item.seq)).toEqual([2]);
  });

  it('sends again what a lost store had acknowledged, and nothing twice', () => {
    const outbox = new Outbox([record(5)]);
    outbox.again([record(2), record(5)]);
    expect(outbox.all().map(({ seq }) => seq)).toEqual([2, 5]);
  });
});

describe('what is counted', () => {
  it('tells what waits, since when, and which positions were refused', () => {
    expect(backlogOf([fix(3), record(4)], [])).toEqual({ items: 1, fixes: 1, photos: 0, since: 3 });
    expect(backlogOf([], []).since).toBeNull();
    const refused = {
      ...fix(1),
      acked_at: 2,
      outcome: 'refused' as const,
      code: 'off_session',
      detail: null,
    };
    const old = { ...refused, made_at: 0 };
    expect(refusedFixes([refused, refused, old], (at) => at > 0)).toEqual({ off_session: 2 });
  });
});

describe('what a rep sees of it', () => {
  it('knows where a thing belongs and how far it is', () => {
    const note: Queued = {
      seq: 2,
      device_id: 1,
      made_at: 2,
      frame: { type: 'record', kind: 'note', id: 'n', visit_id: 'visit 1', at: 2, body: {} },
    };
    const done = { ...mark(1), acked_at: 9, outcome: 'flagged' as const, code: 'late', detail: null };
    const status = { kind: 'note', id: 'n', status: 'applied' };
    const [newest, oldest] = outboxItems([note, fix(3)], [], [done], { n: status });
    expect(newest).toMatchObject({
      kind: 'note',
      outlet_id: 7,
      visit_id: 'visit 1',
      state: 'waiting',
      status,
    });
    expect(oldest).toMatchObject({ kind: 'check_in', outlet_id: 7, state: 'flagged', code: 'late' });
  });
});

describe('connecting again', () => {
  const wait = (code: number, attempt = 0, random = 0, asked = 0) => {
    const next = afterClose(code, attempt, random, asked);
    return 'wait_ms' in next ? next.wait_ms : next.stop;
  };
  it('waits longer each time, with jitter, up to a minute', () => {
    expect([wait(1006), wait(1006, 0, 0.999)]).toEqual([500, 1000]);
    expect(wait(1006, 3)).toBe(4_000);
    expect(wait(1006, 50, 0.999)).toBeLessThanOrEqual(60_000);
    expect(wait(1006, 50)).toBe(30_000);
  });
  it('keeps what a close asks for', () => {
    expect(wait(4401)).toBe('unauthorized');
    expect(wait(4410)).toBe('outdated');
    expect(wait(4409)).toBeGreaterThanOrEqual(60_000);
    expect(wait(4429)).toBeGreaterThanOrEqual(60_000);
    expect(wait(1013)).toBeGreaterThanOrEqual(5_000);
    expect(wait(1012)).toBeLessThan(2_000);
    expect(wait(1006, 0, 0, 30)).toBeGreaterThanOrEqual(30_000);
    expect([mayHurry(1012), mayHurry(4409), mayHurry(4429)]).toEqual([true, false, false]);
  });
});
