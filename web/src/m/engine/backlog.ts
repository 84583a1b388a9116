// What waits on the phone and what of its positions was refused, counted for a person. Pure.
import type { Backlog } from '../phone';
import type { Done, KeptPhoto } from './db';
import type { Queued } from './outbox';

export function backlogOf(waiting: Queued[], photos: readonly KeptPhoto[]): Backlog {
  const fixes = waiting.filter(({ fix }) => fix).length;
  const since = Math.min(waiting[0]?.made_at ?? Infinity, photos[0]?.at ?? Infinity);
  return {
    items: waiting.length - fixes,
    fixes,
    photos: photos.length,
    since: Number.isFinite(since) ? since : null,
  };
}

export function refusedFixes(done: Done[], isToday: (at: number) => boolean): { [code: string]: number } {
  const counts: { [code: string]: number } = {};
  for (const { fix, outcome, code, made_at } of done)
    if (fix && outcome === 'refused' && code && isToday(made_at)) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
