// What a rep spent on the way, and the body of its record. Pure.
import type { Category } from '../../money/expense_categories';
import { AMOUNT_MAX, minorTyped } from './money_typed';

export interface SpentDraft {
  category: Category | null;
  amount: string;
  /** Of mileage. */
  kilometres: string;
  note: string;
  photos: string[];
}

export const EMPTY: SpentDraft = { category: null, amount: '', kilometres: '', note: '', photos: [] };
/** The longest way that a day has. */
const METRES_MAX = 2_000_000;

type Fault = 'required' | 'invalid' | 'out_of_range';

/** Metres of kilometres as typed. */
export function metresTyped(text: string): number | null {
  const match = /^(\d{1,5})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  return match ? Number(match[1]) * 1000 + Number((match[2] ?? '').padEnd(3, '0')) : null;
}

export function faultsOf(draft: SpentDraft, digits: number): { category?: Fault; much?: Fault } {
  if (draft.category === null) return { category: 'required' };
  const far = draft.category === 'mileage';
  const typed = far ? draft.kilometres : draft.amount;
  if (!typed.trim()) return { much: 'required' };
  const much = far ? metresTyped(typed) : minorTyped(typed, digits);
  if (much === null) return { much: 'invalid' };
  return much < 1 || much > (far ? METRES_MAX : AMOUNT_MAX) ? { much: 'out_of_range' } : {};
}

export function spentBody(draft: SpentDraft, digits: number) {
  const note = draft.note.trim();
  return {
    category: draft.category,
    ...(draft.category === 'mileage'
      ? { claimed_m: metresTyped(draft.kilometres) }
      : { amount_minor: minorTyped(draft.amount, digits) }),
    ...(note ? { note } : {}),
    ...(draft.photos.length > 0 ? { photos: draft.photos } : {}),
  };
}
