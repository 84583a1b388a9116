// An offer in one line: what it costs, until when it stands, what became of it.
import { OFFER_STATES, type Offer, type OfferState } from './offers';
import { useWords } from './useWords';

type Ended = (typeof OFFER_STATES)[number];

export function useOfferState() {
  const { t } = useWords();
  return (state: OfferState): string =>
    (OFFER_STATES as readonly string[]).includes(state)
      ? t(`visit.offer.state.${state as Ended}`)
      : t(`visit.order_state.${state as Exclude<OfferState, Ended>}`);
}

export const offerTone = (state: OfferState): string =>
  ({
    waiting: 'waiting',
    sent: 'done',
    open: 'must',
    expired: 'off',
    ordered: 'done',
    declined: 'off',
    refused: 'refused',
  })[state];

export function OfferLine({ offer, onOpen }: { offer: Offer; onOpen: () => void }) {
  const { t, money, number, day } = useWords();
  const stateWords = useOfferState();
  const tone = offerTone(offer.state);
  return (
    <button type="button" className="v-record" data-state={tone} data-testid="offer" onClick={onOpen}>
      <span>
        <b>{t('visit.kind.quotation')}</b>
        <span className="v-dim">
          {t('visit.offer.until', { date: day(offer.valid_to) })} ·{' '}
          {t('visit.order.lines', { count: offer.lines.length, n: number(offer.lines.length) })}
          {offer.total_minor !== null && ` · ${money(offer.total_minor)}`}
        </span>
      </span>
      <span className="v-state" data-state={tone}>
        {stateWords(offer.state)} ›
      </span>
    </button>
  );
}
