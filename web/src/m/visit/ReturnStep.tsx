// Takes back goods of an order that was delivered here.
import { useState } from 'react';
import { usePhone } from '../phone';
import { SendButton } from './SendButton';
import { Choices, Field, StepFrame } from './StepFrame';
import { Stepper } from './Stepper';
import type { StepProps } from './step';
import { EMPTY, faultsOf, type ReturnDraft, returnable, returnBody } from './taking_back';
import { useDraft } from './useDraft';
import { useGoods } from './useGoods';
import { useWords } from './useWords';

export function ReturnStep({ outletId, visitId, onDone }: StepProps) {
  const { t, money, day, milli } = useWords();
  const { data, record } = usePhone();
  const goods = useGoods(outletId);
  const {
    value: draft,
    ready,
    change,
    forget,
  } = useDraft<ReturnDraft>(`return ${visitId ?? outletId}`, EMPTY);
  const [tried, setTried] = useState(false);
  const orders = data.orders.filter((order) => order.outlet_id === outletId && returnable(order).length > 0);
  const order = orders.find(({ id }) => id === draft.order);
  const faults = faultsOf(draft, order);
  const send = async () => {
    setTried(true);
    if (!order || faults.nothing || faults.reason || faults.over.length > 0) return;
    await record('return', returnBody(draft), { visit_id: visitId });
    await forget();
    onDone();
  };
  if (!ready) return null;
  return (
    <StepFrame
      title={t('visit.step.return')}
      onBack={onDone}
      foot={
        orders.length > 0 && (
          <>
            {tried && order && faults.nothing && (
              <p className="v-wrong" role="alert">
                {t('visit.returns.nothing')}
              </p>
            )}
            <SendButton onSend={send}>{t('visit.returns.send')}</SendButton>
          </>
        )
      }
    >
      {orders.length === 0 ? (
        <p className="v-empty">{t('visit.returns.none')}</p>
      ) : (
        <Choices
          label={t('visit.returns.of_which')}
          required
          value={draft.order}
          options={orders.map(({ id, date, total_minor }) => ({
            value: id,
            label: `${day(date)} · ${money(total_minor)}`,
          }))}
          onPick={(id) => change((was) => ({ ...was, order: id, lines: was.order === id ? was.lines : {} }))}
          wrong={tried && !order && t('visit.why.required')}
        />
      )}
      {order && (
        <ul className="v-lines">
          {returnable(order).map(({ line, product_code, unit, most_milli }) => (
            <li key={line} data-wrong={faults.over.includes(line) || undefined}>
              <span>
                <b>{goods?.named(product_code) ?? product_code}</b>
                <span className="v-dim">
                  {t('visit.returns.at_most', { quantity: milli(most_milli), unit })}
                </span>
                {faults.over.includes(line) && (
                  <span className="v-wrong" role="alert">
                    {t('visit.why.out_of_range')}
                  </span>
                )}
              </span>
              <Stepper
                label={t('visit.order.quantity_of', {
                  product: goods?.named(product_code) ?? product_code,
                  unit,
                })}
                milli={draft.lines[line] ?? 0}
                onChange={(some) => change((was) => ({ ...was, lines: { ...was.lines, [line]: some ?? 0 } }))}
              />
            </li>
          ))}
        </ul>
      )}
      {order && (
        <Field
          label={t('visit.returns.reason')}
          hint={t('visit.returns.reason_hint')}
          required
          wrong={tried && faults.reason && t('visit.why.required')}
        >
          {(field) => (
            <input
              {...field}
              autoComplete="off"
              maxLength={200}
              value={draft.reason}
              onChange={({ currentTarget: { value } }) => change((was) => ({ ...was, reason: value }))}
            />
          )}
        </Field>
      )}
    </StepFrame>
  );
}
