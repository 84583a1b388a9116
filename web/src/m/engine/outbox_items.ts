// What was made on this phone as a person reads it: waiting, kept or refused, with the outlet it belongs to. Pure.
import type { ItemState, OutboxItem } from '../phone';
import type { Mark, RecordFrame } from '../protocol';
import type { Done } from './db';
import type { Statuses } from './merge';
import type { Queued } from './outbox';

const VISIT_MARKS = new Set(['check_in', 'check_out', 'visit_cancel']);

export function outboxItems(
  waiting: Queued[],
  held: Queued[],
  done: Done[],
  statuses: Statuses,
): OutboxItem[] {
  const isHeld = new Set(held.map(({ seq }) => seq));
  const made = [...done, ...waiting]
    .filter((item): item is (Done | Queued) & { frame: Mark | RecordFrame } => item.frame !== undefined)
    .sort((a, b) => b.seq - a.seq);
  const outletOf = new Map<string, number>();
  for (const { frame } of made)
    if (frame.type === 'check_in' && typeof frame.outlet === 'number') outletOf.set(frame.id, frame.outlet);
  return made.map((item) => {
    const { frame } = item;
    const isRecord = frame.type === 'record';
    const visit_id = isRecord ? (frame.visit_id ?? null) : VISIT_MARKS.has(frame.type) ? frame.id : null;
    const own = isRecord ? (frame.body as { outlet?: unknown }).outlet : frame.outlet;
    const state: ItemState = 'acked_at' in item ? item.outcome : isHeld.has(item.seq) ? 'held' : 'waiting';
    return {
      id: frame.id,
      kind: isRecord ? frame.kind : frame.type,
      at: frame.at,
      visit_id,
      outlet_id: typeof own === 'number' ? own : ((visit_id && outletOf.get(visit_id)) ?? null) || null,
      body: (isRecord ? frame.body : frame) as { [key: string]: unknown },
      state,
      code: 'acked_at' in item ? item.code : null,
      detail: 'acked_at' in item ? item.detail : null,
      status: isRecord ? (statuses[frame.id] ?? null) : null,
    };
  });
}
