// Forms as a rep fills them in: what is asked of which product, what is wrong with an answer, what is sent. As the
// server checks it (trade/src/form/answer.rs), so that nothing that passes here is refused there. Pure.
import type { Words } from '../../i18n/words';
import type { PhoneForm } from '../protocol';

export type Asks =
  | { type: 'yes_no' }
  | { type: 'number'; min_milli?: number | null; max_milli?: number | null; unit?: string | null }
  | { type: 'choice'; options: { code: string; text: Words }[]; many?: boolean }
  | { type: 'text'; max_length?: number | null }
  | { type: 'date' }
  | { type: 'photo'; most?: number | null };

export interface Question {
  code: string;
  text: Words;
  level?: 'store' | 'product';
  products?: string[];
  asks: Asks;
  required?: boolean;
}

export type Value = boolean | string | string[];
/** By `answerKey`; what was not answered is not in it. */
export type Answers = { [key: string]: Value };

export const TEXT_MAX = 2000;
export const PHOTOS_MAX = 20;

export const questionsOf = (form: PhoneForm): Question[] => form.questions as Question[];
export const answerKey = (question: string, product: string | null): string =>
  product === null ? question : `${question} ${product}`;

/** Of the shop a question is asked once: then the product is null. */
export function asked(question: Question, mustSell: readonly string[]): (string | null)[] {
  if (question.level !== 'product') return [null];
  const products = question.products ?? [];
  return products.length > 0 ? products : [...mustSell];
}

export type Fault = 'required' | 'invalid' | 'out_of_range' | 'unknown_option' | 'too_long' | 'too_much';

/** Thousandths of a number, also below zero; null where it is none. */
export function signedMilli(text: string): number | null {
  const match = /^(-?)(\d{1,11})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (!match) return null;
  const milli = Number(match[2]) * 1000 + Number((match[3] ?? '').padEnd(3, '0'));
  return match[1] ? -milli : milli;
}

export function faultOf(asks: Asks, value: Value): Fault | null {
  switch (asks.type) {
    case 'yes_no':
      return typeof value === 'boolean' ? null : 'invalid';
    case 'number': {
      const milli = typeof value === 'string' ? signedMilli(value) : null;
      if (milli === null) return 'invalid';
      const low = asks.min_milli != null && milli < asks.min_milli;
      return low || (asks.max_milli != null && milli > asks.max_milli) ? 'out_of_range' : null;
    }
    case 'choice': {
      if (!Array.isArray(value) || value.length === 0 || (!asks.many && value.length > 1)) return 'invalid';
      const known = value.every((code) => asks.options.some((option) => option.code === code));
      return known ? null : 'unknown_option';
    }
    case 'text': {
      if (typeof value !== 'string') return 'invalid';
      return [...value.trim()].length > (asks.max_length ?? TEXT_MAX) ? 'too_long' : null;
    }
    case 'date':
      return typeof value === 'string' && !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) ? null : 'invalid';
    case 'photo':
      if (!Array.isArray(value)) return 'invalid';
      return value.length > (asks.most ?? 1) ? 'too_much' : null;
  }
}

/** Nothing was said: an empty text, no photo, nothing chosen. */
const isEmpty = (value: Value | undefined): boolean =>
  value === undefined ||
  (typeof value !== 'boolean' && value.length === 0) ||
  (typeof value === 'string' && !value.trim());

/** What is wrong, by `answerKey`; all photos together at ''. */
export function faultsOf(
  questions: readonly Question[],
  answers: Answers,
  mustSell: readonly string[],
): Map<string, Fault> {
  const faults = new Map<string, Fault>();
  let photos = 0;
  for (const question of questions)
    for (const product of asked(question, mustSell)) {
      const key = answerKey(question.code, product);
      const value = answers[key];
      if (isEmpty(value)) {
        if (question.required) faults.set(key, 'required');
        continue;
      }
      const fault = faultOf(question.asks, value!);
      if (fault) faults.set(key, fault);
      if (question.asks.type === 'photo' && Array.isArray(value)) photos += value.length;
    }
  if (photos > PHOTOS_MAX) faults.set('', 'too_much');
  return faults;
}

/** How many of the answers that must be there are. */
export function progress(questions: readonly Question[], answers: Answers, mustSell: readonly string[]) {
  const keys = questions.flatMap((question) =>
    asked(question, mustSell).map((product) => answerKey(question.code, product)),
  );
  return { asked: keys.length, answered: keys.filter((key) => !isEmpty(answers[key])).length };
}

export function formBody(form: PhoneForm, answers: Answers, mustSell: readonly string[], outlet: number) {
  const rows = questionsOf(form).flatMap((question) =>
    asked(question, mustSell).flatMap((product) => {
      const value = answers[answerKey(question.code, product)];
      if (isEmpty(value)) return [];
      return [
        {
          question: question.code,
          ...(product === null ? {} : { product }),
          value: sent(question.asks, value!),
        },
      ];
    }),
  );
  return { outlet, form_code: form.code, form_version: form.version, answers: rows };
}

function sent(asks: Asks, value: Value): Value {
  if (typeof value !== 'string') return value;
  return asks.type === 'number' ? value.trim().replace(',', '.') : value.trim();
}
