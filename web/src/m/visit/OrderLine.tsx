// An order that was sent, in one line: what it costs, how far it is, what holds it.
import { HOLDS, ORDER_STATES } from '../../api/trade';
import type { SentOrder } from './sent_orders';
import { useWords } from './useWords';

const STATES = ['waiting', 'sent', 'refused', ...ORDER_STATES] as const;
type State = (typeof STATES)[number];
type Hold = (typeof HOLDS)[number];

export function useOrderWords() {
  const { t } = useWords();
  return {
    state: (state: string) =>
      (STATES as readonly string[]).includes(state) ? t(`visit.order_state.${state as State}`) : state,
    hold: (hold: string) =>
      (HOLDS as readonly string[]).includes(hold) ? t(`visit.hold.${hold as Hold}`) : hold,
  };
}

/** How a state is coloured: what needs somebody, what is on its way, what is done. */
export const toneOf = (state: string): string => {
  if (state === 'refused' || state === 'rejected') return 'refused';
  if (state === 'held') return 'waits';
  return state === 'waiting' ? 'waiting' : state === 'cancelled' ? 'off' : 'done';
};

export function OrderLine({ order, onOpen }: { order: SentOrder; onOpen: () => void }) {
  const { t, money, number, clock } = useWords();
  const words = useOrderWords();
  const total = order.total_minor ?? order.promised_minor;
  return (
    <button type="button" className="v-record" data-state={toneOf(order.state)} onClick={onOpen}>
      <span>
        <b>{t('visit.kind.order')}</b>
        <span className="v-dim">
          {clock(order.at)} ·{' '}
          {t('visit.order.lines', { count: order.lines.length, n: number(order.lines.length) })}
          {total !== null && ` · ${money(total)}`}
        </span>
        {order.holds.length > 0 && <span className="v-wrong">{order.holds.map(words.hold).join(' ')}</span>}
      </span>
      <span className="v-state" data-state={toneOf(order.state)}>
        {words.state(order.state)} ›
      </span>
    </button>
  );
}
