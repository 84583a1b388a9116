// How far a record is, from the phone to the server's word, and what was wrong with it. Pure.
import type { OutboxItem } from '../phone';

/** `waits`: the server has it and waits for something else, a photo most of the time. */
export type RecordState = 'waiting' | 'sent' | 'waits' | 'done' | 'refused';

/** What a record may wait for; it is looked at again by itself. */
const WAITED_FOR = [
  'unknown_blob',
  'unknown_order',
  'unknown_collection',
  'unknown_activity',
  'unknown_task',
  'unknown_quotation',
  'unknown_delivery',
  'not_delivered',
  'not_loaded',
];

const codeOf = ({ status }: OutboxItem) =>
  typeof status?.detail?.code === 'string' ? status.detail.code : null;

export function recordState(item: OutboxItem): RecordState {
  if (item.status?.status === 'applied') return 'done';
  if (item.status?.status === 'invalid')
    return WAITED_FOR.includes(codeOf(item) ?? '') && item.status.detail?.errors === undefined
      ? 'waits'
      : 'refused';
  if (item.state === 'refused') return 'refused';
  return item.state === 'waiting' || item.state === 'held' ? 'waiting' : 'sent';
}

export interface Fault {
  /** Where in the body, `/lines/3/unit`; nothing where it is the whole. */
  pointer: string;
  code: string;
}

/** All that was wrong, as the server names it. */
export function faultsOf(item: OutboxItem): Fault[] {
  const errors = item.status?.detail?.errors;
  const named = Array.isArray(errors)
    ? errors.flatMap((error: { pointer?: unknown; code?: unknown }) =>
        typeof error?.code === 'string'
          ? [{ pointer: typeof error.pointer === 'string' ? error.pointer : '', code: error.code }]
          : [],
      )
    : [];
  if (named.length > 0) return named;
  const code = codeOf(item) ?? item.code;
  return code === null ? [] : [{ pointer: '', code }];
}

/** Codes that have words of their own. */
export const TOLD = [
  'required',
  'invalid',
  'out_of_range',
  'too_much',
  'too_long',
  'unknown_outlet',
  'no_customer',
  'unknown_product',
  'unknown_unit',
  'unknown_option',
  'unknown_form',
  'unknown_blob',
  'unknown_order',
  'unknown_task',
  'unknown_activity',
  'missing_answer',
  'wrong_state',
  'not_enrolled',
  'programme_over',
  'not_delivered',
  'fence_is_drawn',
  'no_rate',
  'no_price',
  'stale',
  'too_old',
  'future_time',
  'off_session',
  'too_large',
  'unknown_quotation',
  'price_differs',
  'not_as_quoted',
  'expired',
  'no_van',
  'day_closed',
  'not_loaded',
  'unknown_stop',
  'not_in_stock',
] as const;

type Told = (typeof TOLD)[number];
const isTold = (code: string): code is Told => (TOLD as readonly string[]).includes(code);

/** Under the name that the texts have for it: `_many` would be a plural's. */
const named = (code: string): string => (code === 'too_many' ? 'too_much' : code);

/** In words, each once. */
export const faultWords = (
  faults: readonly Fault[],
  t: (key: string, values?: Record<string, unknown>) => string,
): string[] => [
  ...new Set(
    faults
      .map(({ code }) => named(code))
      .map((code) => (isTold(code) ? t(`visit.why.${code}`) : t('visit.why_unknown', { code }))),
  ),
];
