// What is typed of a stop, what is wrong with it, and the body of its record. Pure.
import type { StopLine } from '../protocol';
import type { Outcome } from './trips';

export const TEXT_MAX = 200;

export interface StopDraft {
  outcome: Outcome | null;
  /** Of one in part: thousandths by line; what is not said is all of the line. */
  lines: { [line: number]: number };
  receiver: string;
  reason: string;
  note: string;
  /** SHA-256 of the one there may be. */
  photos: string[];
}

export const EMPTY: StopDraft = {
  outcome: null,
  lines: {},
  receiver: '',
  reason: '',
  note: '',
  photos: [],
};

export const milliOf = (
  draft: StopDraft,
  { line, most_milli }: Pick<StopLine, 'line' | 'most_milli'>,
): number => draft.lines[line] ?? most_milli;

export interface Faults {
  outcome?: true;
  receiver?: true;
  reason?: true;
  /** Of one in part: nothing of it, or all of it, is another outcome. */
  lines?: 'nothing' | 'all';
  /** Lines of which there is less. */
  over: number[];
}

export function faultsOf(draft: StopDraft, lines: readonly StopLine[]): Faults {
  const { outcome } = draft;
  if (outcome === null) return { outcome: true, over: [] };
  const faults: Faults = { over: [] };
  if (outcome !== 'refused' && !draft.receiver.trim()) faults.receiver = true;
  if (outcome !== 'delivered' && !draft.reason.trim()) faults.reason = true;
  if (outcome === 'partly') {
    faults.over = lines.filter((line) => milliOf(draft, line) > line.most_milli).map(({ line }) => line);
    if (lines.every((line) => milliOf(draft, line) === 0)) faults.lines = 'nothing';
    else if (lines.every((line) => milliOf(draft, line) === line.most_milli)) faults.lines = 'all';
  }
  return faults;
}

export const isRight = ({ outcome, receiver, reason, lines, over }: Faults): boolean =>
  !outcome && !receiver && !reason && !lines && over.length === 0;

export function deliveryBody(draft: StopDraft, order: string, lines: readonly StopLine[]) {
  const [receiver, reason, note] = [draft.receiver.trim(), draft.reason.trim(), draft.note.trim()];
  const { outcome } = draft;
  const [photo_sha256] = draft.photos;
  return {
    order,
    outcome,
    ...(outcome !== 'refused' ? { receiver } : {}),
    ...(outcome !== 'delivered' ? { reason } : {}),
    ...(outcome === 'partly'
      ? {
          lines: lines
            .map((line) => ({ line: line.line, quantity_milli: milliOf(draft, line) }))
            .filter(({ quantity_milli }) => quantity_milli > 0),
        }
      : {}),
    ...(note ? { note } : {}),
    ...(photo_sha256 ? { photo_sha256 } : {}),
  };
}
