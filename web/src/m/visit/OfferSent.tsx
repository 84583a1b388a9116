// An offer that was made: what it says, and the customer's answer to it: an order at its price, or no.
import { useState } from 'react';
import { usePhone } from '../phone';
import { draftKey } from './draft_key';
import { offerTone, useOfferState } from './OfferLine';
import { acceptBody, isOpen, type Offer, offers, usualEnd } from './offers';
import { EMPTY, type OrderDraft, withAtLeast } from './order_draft';
import { faultsOf, faultWords } from './record_state';
import { SendButton } from './SendButton';
import { Field, Notice, StepFrame } from './StepFrame';
import type { StepProps } from './step';
import { useGoods } from './useGoods';
import { useWords } from './useWords';

interface Props extends StepProps {
  onStep: (step: string | null) => void;
}

export function OfferSent({ offerId, ...props }: Props & { offerId: string }) {
  const { t, today } = useWords();
  const { outbox, data } = usePhone();
  const offer = offers(outbox, data.quotations, today()).find(({ id }) => id === offerId);
  if (!offer)
    return (
      <StepFrame title={t('visit.kind.quotation')} onBack={props.onDone}>
        <Notice tone="care">{t('visit.offer.gone')}</Notice>
      </StepFrame>
    );
  return <Told {...props} offer={offer} />;
}

function Told({ offer, outletId, visitId, onDone, onStep }: Props & { offer: Offer }) {
  const { t, money, milli, moment, day, today } = useWords();
  const stateWords = useOfferState();
  const { draft, keepDraft, record } = usePhone();
  const goods = useGoods(outletId);
  const [declining, setDeclining] = useState(false);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const { state, lines, cash, note, total_minor: total } = offer;
  const accept = async () => {
    const order = await record('order', acceptBody(offer), { visit_id: visitId });
    onStep(`sent ${order}`);
  };
  const decline = async () => {
    setTried(true);
    const why = reason.trim();
    if (!why) return;
    await record('quotation_decline', { quotation: offer.id, reason: why }, { visit_id: visitId });
    setDeclining(false);
  };
  // Its price counts no more, or never did: its lines are offered at that of today, with what is being typed already.
  const again = async () => {
    const key = draftKey(visitId, outletId);
    const typed = (await draft<OrderDraft>(key)) ?? { ...EMPTY, cash, note };
    await keepDraft(key, { ...withAtLeast(typed, lines), valid_to: usualEnd(today()) });
    onStep('order');
  };
  return (
    <StepFrame
      title={t('visit.kind.quotation')}
      onBack={onDone}
      foot={
        isOpen(offer) ? (
          <div className="v-row">
            {declining ? (
              <>
                <button type="button" className="v-button" onClick={() => setDeclining(false)}>
                  {t('visit.offer.keep')}
                </button>
                <SendButton bad onSend={decline}>
                  {t('visit.offer.decline_now')}
                </SendButton>
              </>
            ) : (
              <>
                <button type="button" className="v-button" onClick={() => setDeclining(true)}>
                  {t('visit.offer.decline')}
                </button>
                <SendButton onSend={accept}>
                  {total === null
                    ? t('visit.offer.accept')
                    : t('visit.offer.accept_at', { total: money(total) })}
                </SendButton>
              </>
            )}
          </div>
        ) : (
          (state === 'refused' || state === 'expired') && (
            <SendButton onSend={again}>{t('visit.offer.again')}</SendButton>
          )
        )
      }
    >
      <p className="v-state" data-state={offerTone(state)} data-testid="offer-state">
        {stateWords(state)}
      </p>
      <p className="v-dim">
        {moment(offer.at)} · {t('visit.offer.until', { date: day(offer.valid_to) })}
      </p>
      {offer.refused && (
        <Notice tone="bad">
          {t('visit.offer.refused')} {faultWords(faultsOf(offer.refused), t).join(' ')}
        </Notice>
      )}
      {offer.answer_refused && (
        <Notice tone="bad">
          {t('visit.offer.answer_refused')} {faultWords(faultsOf(offer.answer_refused), t).join(' ')}
        </Notice>
      )}
      <ol className="v-lines">
        {lines.map(({ code, unit, milli: quantity }) => (
          <li key={`${code} ${unit}`}>
            <b>{goods?.named(code) ?? code}</b>
            <span className="v-sum">{t('price.so_much', { quantity: milli(quantity), unit })}</span>
          </li>
        ))}
      </ol>
      {total !== null && (
        <dl className="v-total">
          <div className="v-dim">
            <dt>{t('visit.order.how_paid')}</dt>
            <dd>{cash ? t('visit.order.on_the_spot') : t('visit.order.on_credit')}</dd>
          </div>
          <div className="v-total-sum">
            <dt>{t('visit.order.to_pay')}</dt>
            <dd>{money(total)}</dd>
          </div>
        </dl>
      )}
      {note && <p>{note}</p>}
      {offer.order_id && (
        <button type="button" className="v-button" onClick={() => onStep(`sent ${offer.order_id}`)}>
          {t('visit.offer.order')}
        </button>
      )}
      {declining && (
        <Field
          label={t('visit.offer.decline_why')}
          required
          wrong={tried && !reason.trim() && t('visit.why.required')}
        >
          {(field) => (
            <input
              {...field}
              autoComplete="off"
              maxLength={200}
              value={reason}
              onChange={({ currentTarget }) => setReason(currentTarget.value)}
            />
          )}
        </Field>
      )}
    </StepFrame>
  );
}
