// Offers that customers of this rep have: those that the server knows of and those that only this phone does yet, how each
// stands, and what the customer's answer is sent as. Pure.
import { shiftDate } from '../../format/format';
import type { OutboxItem } from '../phone';
import type { PhoneQuotation } from '../protocol';
import { type DraftLine, decimal, linesOf } from './order_draft';
import { recordState } from './record_state';

/** How long an offer stands where nobody says, and how long it may: as the server has it. */
const DAYS = 14;
const DAYS_MAX = 365;

export const usualEnd = (today: string): string => shiftDate(today, DAYS);
export const latestEnd = (today: string): string => shiftDate(today, DAYS_MAX);

export function endFault(validTo: string, today: string): 'required' | 'out_of_range' | null {
  if (!validTo) return 'required';
  return validTo < today || validTo > latestEnd(today) ? 'out_of_range' : null;
}

export const OFFER_STATES = ['open', 'expired', 'ordered', 'declined'] as const;
export type OfferState = (typeof OFFER_STATES)[number] | 'waiting' | 'sent' | 'refused';

export interface Offer {
  id: string;
  at: number;
  visit_id: string | null;
  outlet_id: number | null;
  lines: DraftLine[];
  cash: boolean;
  note: string;
  /** Included. */
  valid_to: string;
  /** By the server, or as the customer was told. */
  total_minor: number | null;
  state: OfferState;
  /** The offer itself, where it was not taken. */
  refused: OutboxItem | null;
  /** The customer's answer, where that was not. */
  answer_refused: OutboxItem | null;
  /** What it became, where this phone said so. */
  order_id: string | null;
}

interface Body {
  quotation?: string;
  lines?: { product_code: string; unit: string; quantity: string }[];
  cash?: boolean;
  note?: string;
  total_minor?: number;
  valid_to?: string;
}

const bodyOf = (item: OutboxItem | undefined): Body => (item?.body ?? {}) as Body;

/** Newest first. `outbox` is newest first, too. */
export function offers(
  outbox: readonly OutboxItem[],
  known: readonly PhoneQuotation[],
  today: string,
): Offer[] {
  const made = outbox.filter(({ kind }) => kind === 'quotation');
  const ids = new Set([...made.map(({ id }) => id), ...known.map(({ quotation }) => quotation)]);
  return [...ids]
    .map((id) => {
      const item = made.find((one) => one.id === id);
      const synced = known.find(({ quotation }) => quotation === id);
      const body = bodyOf(item);
      const answers = outbox.filter(
        (one) => (one.kind === 'order' || one.kind === 'quotation_decline') && bodyOf(one).quotation === id,
      );
      const stands = answers.find((one) => recordState(one) !== 'refused') ?? null;
      const valid_to = synced?.valid_to ?? body.valid_to ?? '';
      return {
        id,
        at: item?.at ?? Date.parse(synced?.quoted_at ?? ''),
        visit_id: item?.visit_id ?? null,
        outlet_id: synced?.outlet_id ?? item?.outlet_id ?? null,
        lines: linesOf(synced?.lines ?? body.lines ?? []),
        cash: synced?.cash ?? body.cash ?? false,
        note: synced?.note ?? body.note ?? '',
        valid_to,
        total_minor: synced?.total_minor ?? body.total_minor ?? null,
        state: stateOf(item, stands, synced !== undefined, valid_to < today),
        refused: item && recordState(item) === 'refused' ? item : null,
        answer_refused: stands ? null : (answers[0] ?? null),
        order_id: stands?.kind === 'order' ? stands.id : null,
      };
    })
    .sort((a, b) => b.at - a.at);
}

function stateOf(
  item: OutboxItem | undefined,
  answer: OutboxItem | null,
  known: boolean,
  over: boolean,
): OfferState {
  const own = item && recordState(item);
  if (own === 'refused') return 'refused';
  if (answer) return answer.kind === 'order' ? 'ordered' : 'declined';
  // It is told again when somebody at a desk has had the answer.
  const told = item?.status?.detail?.state;
  if (told === 'ordered' || told === 'declined') return told;
  if (over) return 'expired';
  return known || own === 'done' ? 'open' : own === 'sent' ? 'sent' : 'waiting';
}

/** Whether the customer may still say yes or no. */
export const isOpen = ({ state }: Offer): boolean => ['waiting', 'sent', 'open'].includes(state);

/** The body of the `order` that it becomes: what was offered, at its price. */
export const acceptBody = (offer: Offer) => ({
  quotation: offer.id,
  ...(offer.outlet_id === null ? {} : { outlet: offer.outlet_id }),
  lines: offer.lines.map(({ code, unit, milli }) => ({
    product_code: code,
    unit,
    quantity: decimal(milli),
  })),
  cash: offer.cash,
  ...(offer.total_minor === null ? {} : { total_minor: offer.total_minor }),
});
