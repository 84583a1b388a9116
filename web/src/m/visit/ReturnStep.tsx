// Takes back goods of an order that was delivered here.
import { useState } from 'react';
import { usePhone } from '../phone';
import { LineQuantities } from './LineQuantities';
import { SendButton } from './SendButton';
import { Choices, Field, StepFrame } from './StepFrame';
import type { StepProps } from './step';
import { EMPTY, faultsOf, type ReturnDraft, returnable, returnBody } from './taking_back';
import { useDraft } from './useDraft';
import { useGoods } from './useGoods';
import { useWords } from './useWords';

export function ReturnStep({ outletId, visitId, onDone }: StepProps) {
  const { t, money, day } = useWords();
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
        <LineQuantities
          lines={returnable(order).map((line) => ({
            ...line,
            name: goods?.named(line.product_code) ?? line.product_code,
          }))}
          milliOf={({ line }) => draft.lines[line] ?? 0}
          over={faults.over}
          onChange={(line, some) => change((was) => ({ ...was, lines: { ...was.lines, [line]: some } }))}
        />
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
