// An order that was sent: what the server says of it, and changing or calling it off while that is allowed.
import { useState } from 'react';
import { usePhone } from '../phone';
import { draftKey } from './draft_key';
import { toneOf, useOrderWords } from './OrderLine';
import { EMPTY, type OrderDraft, withAtLeast } from './order_draft';
import { faultsOf, faultWords } from './record_state';
import { SendButton } from './SendButton';
import { Field, Notice, StepFrame } from './StepFrame';
import { mayCancel, mayChange, sentOrders } from './sent_orders';
import type { StepProps } from './step';
import { useGoods } from './useGoods';
import { useWords } from './useWords';

export function OrderSent({
  orderId,
  outletId,
  visitId,
  onDone,
  onStep,
}: StepProps & { orderId: string; onStep: (step: string | null) => void }) {
  const { t, money, milli, moment } = useWords();
  const words = useOrderWords();
  const { outbox, data, draft, keepDraft, record } = usePhone();
  const goods = useGoods(outletId);
  const [calling, setCalling] = useState(false);
  const [reason, setReason] = useState('');
  const order = sentOrders(outbox, data.orders).find(({ id }) => id === orderId);
  if (!order)
    return (
      <StepFrame title={t('visit.kind.order')} onBack={onDone}>
        <Notice tone="care">{t('visit.order.gone')}</Notice>
      </StepFrame>
    );
  const { total_minor: total, promised_minor: promised } = order;
  const { lines, cash, note } = order;
  const change = async () => {
    const changed: OrderDraft = { lines, cash, note, changes: order.id };
    await keepDraft(draftKey(visitId, outletId, order.id), changed);
    onStep(`order ${order.id}`);
  };
  // A refused order never was one: its lines are taken up as a new one, with what is being typed already.
  const again = async () => {
    const key = draftKey(visitId, outletId);
    const typed = (await draft<OrderDraft>(key)) ?? { ...EMPTY, cash, note };
    await keepDraft(key, withAtLeast(typed, lines));
    onStep('order');
  };
  const cancel = async () => {
    const why = reason.trim();
    await record('order_cancel', { order: order.id, ...(why ? { reason: why } : {}) }, { visit_id: visitId });
    onDone();
  };
  return (
    <StepFrame
      title={t('visit.kind.order')}
      onBack={onDone}
      foot={
        order.state === 'refused' ? (
          <SendButton onSend={again}>{t('visit.order.again')}</SendButton>
        ) : (
          <div className="v-row">
            {mayCancel(order.state) && !calling && (
              <button type="button" className="v-button" onClick={() => setCalling(true)}>
                {t('visit.order.cancel')}
              </button>
            )}
            {mayChange(order.state) && !calling && (
              <SendButton onSend={change}>{t('visit.order.change')}</SendButton>
            )}
            {calling && (
              <>
                <button type="button" className="v-button" onClick={() => setCalling(false)}>
                  {t('visit.order.keep')}
                </button>
                <SendButton bad onSend={cancel}>
                  {t('visit.order.cancel_now')}
                </SendButton>
              </>
            )}
          </div>
        )
      }
    >
      <p className="v-state" data-state={toneOf(order.state)} data-testid="order-state">
        {words.state(order.state)}
      </p>
      <p className="v-dim">{moment(order.at)}</p>
      {order.holds.map((hold) => (
        <Notice key={hold} tone="care">
          {words.hold(hold)}
        </Notice>
      ))}
      {order.refused && (
        <Notice tone="bad">
          {t('visit.order.refused')} {faultWords(faultsOf(order.refused), t).join(' ')}
        </Notice>
      )}
      {order.change_refused && (
        <Notice tone="bad">
          {t('visit.order.change_refused')} {faultWords(faultsOf(order.change_refused), t).join(' ')}
        </Notice>
      )}
      {total !== null && promised !== null && total !== promised && (
        <Notice tone="care">
          {t('visit.order.price_differs', { promised: money(promised), total: money(total) })}
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
      {(total ?? promised) !== null && (
        <dl className="v-total">
          <div className="v-total-sum">
            <dt>{t('visit.order.to_pay')}</dt>
            <dd>{money((total ?? promised)!)}</dd>
          </div>
        </dl>
      )}
      {note && <p>{note}</p>}
      {calling && (
        <Field label={t('visit.order.cancel_why')}>
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
