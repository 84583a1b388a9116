// Forms and must-sell lists as the server keeps them, and a question being written. Pure.
import type { Words } from '../i18n/words';
import type { Kind } from './audits';

export interface OutletAudience {
  classes: string[];
  channels: string[];
  areas: number[];
}

interface Master {
  id: number;
  code: string;
  valid_from: string | null;
  valid_to: string | null;
  audience: OutletAudience;
  active: boolean;
  version: number;
}

export interface MustSellList extends Master {
  name: string;
  product_codes: string[];
}

export const ASKS = ['yes_no', 'number', 'choice', 'text', 'date', 'photo'] as const;
export type AskType = (typeof ASKS)[number];

export interface Choice {
  code: string;
  text: Words;
}
export type Asks =
  | { type: 'yes_no' }
  | { type: 'number'; min_milli?: number | null; max_milli?: number | null; unit?: string | null }
  | { type: 'choice'; options: Choice[]; many?: boolean }
  | { type: 'text'; max_length?: number | null }
  | { type: 'date' }
  | { type: 'photo'; most?: number | null };
export type Compliant =
  | { type: 'yes_no'; is: boolean }
  | { type: 'number'; at_least_milli?: number | null; at_most_milli?: number | null }
  | { type: 'choice'; among: string[] };

export interface Question {
  code: string;
  text: Words;
  level: 'store' | 'product';
  products: string[];
  asks: Asks;
  required: boolean;
  weight: number;
  compliant: Compliant | null;
  measures: 'in_stock' | 'facings' | null;
}

export interface Form extends Master {
  kind: Kind;
  name: Words;
  required: boolean;
  questions: Question[];
}

/** A question that nobody has written yet; `n` is its place. */
export const fresh = (n: number): Question => ({
  code: `q${n}`,
  text: {},
  level: 'store',
  products: [],
  asks: { type: 'yes_no' },
  required: false,
  weight: 0,
  compliant: null,
  measures: null,
});

const ASKED: Record<AskType, Asks> = {
  yes_no: { type: 'yes_no' },
  number: { type: 'number' },
  choice: { type: 'choice', options: [{ code: 'a', text: {} }] },
  text: { type: 'text' },
  date: { type: 'date' },
  photo: { type: 'photo' },
};

/** Asked another way: what depended on the old way goes. */
export const askedAs = (question: Question, type: AskType): Question => ({
  ...question,
  asks: ASKED[type],
  compliant: null,
  weight: 0,
  measures: null,
});

/** What a question of that way can be checked against; null where it cannot. */
export function compliantOf(asks: Asks): Compliant | null {
  if (asks.type === 'yes_no') return { type: 'yes_no', is: true };
  if (asks.type === 'number') return { type: 'number', at_least_milli: 1000 };
  if (asks.type === 'choice')
    return { type: 'choice', among: asks.options.slice(0, 1).map((one) => one.code) };
  return null;
}

/** What an answer about a product says of the shelf, by how it is asked. */
export const measureOf = (question: Question): Question['measures'] =>
  question.level !== 'product'
    ? null
    : question.asks.type === 'yes_no'
      ? 'in_stock'
      : question.asks.type === 'number'
        ? 'facings'
        : null;

/** Words with one language written anew; an empty one is none. */
export function written(words: Words, language: keyof Words, text: string): Words {
  const { [language]: _, ...rest } = words;
  return text === '' ? rest : { ...rest, [language]: text };
}

/** What one may earn at most, where every question is asked once. */
export const weightOf = (questions: readonly Question[]): number =>
  questions.reduce((sum, question) => sum + question.weight * Math.max(1, question.products.length), 0);
