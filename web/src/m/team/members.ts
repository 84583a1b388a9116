// The team as a list: who needs an eye first, found by name without its marks. Pure.

import type { BoardRow } from '../../api/types';
import { type Attention, kindsByRep, urgency } from '../../board/attention';
import { type Row, rowOf } from '../../board/rows';
import type { FieldException } from '../../exceptions/exceptions';
import { fold } from '../../format/format';
import { LiveWorld } from '../../live/world';

/** Nothing is heard live here: the list is as the server last answered. */
const NOTHING_LIVE = new LiveWorld();

export function members(
  board: readonly BoardRow[],
  exceptions: readonly FieldException[],
  now: number,
  language: string,
): Row[] {
  const kinds = kindsByRep(exceptions);
  const names = new Intl.Collator(language);
  return board
    .map((row) => rowOf(row, NOTHING_LIVE, now, { kinds: kinds.get(row.id) }))
    .sort((a, b) => urgency(a.attention) - urgency(b.attention) || names.compare(a.name, b.name));
}

/** Every word of what was typed, in any order. */
export function found(rows: readonly Row[], typed: string): Row[] {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  return rows.filter(({ search }) => words.every((word) => search.includes(word)));
}

/** Two things that are said apart: what a rep does, and what deserves an eye about it. */
export const marksOf = (row: Row): Attention[] =>
  row.attention.filter((each) => !(each === 'silent' || each === 'idle' || each === 'not_started'));

const BAD: readonly Attention[] = ['sos', 'invalid', 'integrity'];
export const toneOf = (what: Attention): 'bad' | 'care' => (BAD.includes(what) ? 'bad' : 'care');

export const workTone = (row: Row): 'good' | 'care' | 'main' | undefined => {
  if (row.work === 'in_visit' || row.work === 'travelling') return 'good';
  return row.work === 'idle' || row.work === 'not_started' ? 'care' : undefined;
};
