// What became of the orders that this phone sent: the record, its changes, and the server's word. Pure.
import type { OutboxItem } from '../phone';
import type { PastOrder } from '../protocol';
import { type DraftLine, linesOf } from './order_draft';

export interface SentOrder {
  id: string;
  at: number;
  visit_id: string | null;
  outlet_id: number | null;
  lines: DraftLine[];
  cash: boolean;
  note: string;
  /** What the customer was told. */
  promised_minor: number | null;
  /** What the server says it costs, where it has said so. */
  total_minor: number | null;
  /** `waiting` until the server has it, then its word: `submitted`, `held`, …, `refused`. */
  state: string;
  holds: string[];
  /** What could not be understood or done. */
  refused: OutboxItem | null;
  /** Of the last change that was not taken; the order stands as it was. */
  change_refused: OutboxItem | null;
}

interface Body {
  order?: string;
  lines?: { product_code: string; unit: string; quantity: string }[];
  cash?: boolean;
  note?: string;
  total_minor?: number;
}

const isRefused = ({ state, status }: OutboxItem) => state === 'refused' || status?.status === 'invalid';
const text = (value: unknown) => (typeof value === 'string' ? value : null);

/** Waits for its order, and is looked at again. */
const waitsFor = ({ status }: OutboxItem) => status?.detail?.code === 'unknown_order';

/** An order of an offer that is on its way still. */
const waitsForOffer = (order: OutboxItem, outbox: readonly OutboxItem[]) =>
  order.status?.detail?.code === 'unknown_quotation' &&
  outbox.some(({ kind, id, status }) => {
    return kind === 'quotation' && id === order.body.quotation && status?.status !== 'invalid';
  });

/** Newest first. `outbox` is newest first, too. */
export function sentOrders(outbox: readonly OutboxItem[], past: readonly PastOrder[]): SentOrder[] {
  const of = (kind: string, id: string) =>
    outbox.filter((item) => item.kind === kind && (item.body as Body).order === id);
  return outbox
    .filter(({ kind }) => kind === 'order')
    .map((item) => {
      const gone = isRefused(item) && !waitsForOffer(item, outbox);
      const changes = of('order_change', item.id);
      const cancels = of('order_cancel', item.id);
      const stands = [...changes, item].find((one) => !isRefused(one)) ?? item;
      const body = stands.body as Body;
      const known = past.find(({ id }) => id === item.id);
      const cancelled = cancels.find((one) => !isRefused(one) || waitsFor(one));
      // The order's own status is told again whenever it moves on; so is what the sync says.
      const told = text(item.status?.detail?.state);
      const changed = stands === item ? null : text(stands.status?.detail?.state);
      const waiting = stands.status === null || stands.state === 'waiting' || (isRefused(item) && !gone);
      const state = gone
        ? 'refused'
        : cancelled
          ? 'cancelled'
          : waiting
            ? 'waiting'
            : (known?.state ?? told ?? changed ?? 'sent');
      const total = item.status?.detail?.total_minor;
      return {
        id: item.id,
        at: item.at,
        visit_id: item.visit_id,
        outlet_id: item.outlet_id,
        lines: linesOf(body.lines ?? []),
        cash: body.cash === true,
        note: body.note ?? '',
        promised_minor: body.total_minor ?? null,
        total_minor: waiting ? null : (known?.total_minor ?? (typeof total === 'number' ? total : null)),
        state,
        holds: known?.holds ?? holdsOf(item),
        refused: gone ? item : null,
        change_refused: [...changes, ...cancels].find((one) => isRefused(one) && !waitsFor(one)) ?? null,
      };
    });
}

function holdsOf({ status }: OutboxItem): string[] {
  const holds = status?.detail?.holds;
  return Array.isArray(holds) ? holds.filter((hold): hold is string => typeof hold === 'string') : [];
}

/** As the server takes it: until it is confirmed. */
export const mayChange = (state: string): boolean => ['waiting', 'sent', 'submitted', 'held'].includes(state);
/** Until its goods are on their way. */
export const mayCancel = (state: string): boolean =>
  mayChange(state) || state === 'confirmed' || state === 'allocated';

/** What orders at these outlets come to that nobody but this phone knows of. */
export const unsentMinor = (orders: readonly SentOrder[], outlets: readonly number[]): number =>
  orders
    .filter(
      ({ state, outlet_id }) => state === 'waiting' && outlet_id !== null && outlets.includes(outlet_id),
    )
    .reduce((sum, { promised_minor }) => sum + (promised_minor ?? 0), 0);
