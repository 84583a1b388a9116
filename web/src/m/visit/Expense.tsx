// Claims what was spent on the way, or the kilometres driven, with photos of the receipts.

import { useState } from 'react';
import { CATEGORIES } from '../../money/expense_categories';
import { usePhone } from '../phone';
import { minorTyped } from './money_typed';
import { Photos } from './Photos';
import { SendButton } from './SendButton';
import { Choices, Field, StepFrame } from './StepFrame';
import { EMPTY, faultsOf, type SpentDraft, spentBody } from './spent';
import { useDraft } from './useDraft';
import { useWords } from './useWords';

const PHOTOS_MAX = 20;

export function Expense({ onDone }: { onDone: () => void }) {
  const { t, money, digits } = useWords();
  const { record } = usePhone();
  const { value: draft, ready, change, forget } = useDraft<SpentDraft>('expense', EMPTY);
  const [tried, setTried] = useState(false);
  const faults = faultsOf(draft, digits);
  const far = draft.category === 'mileage';
  const minor = minorTyped(draft.amount, digits);
  const put = (some: Partial<SpentDraft>) => change((was) => ({ ...was, ...some }));
  const send = async () => {
    setTried(true);
    if (Object.keys(faults).length > 0) return;
    await record('expense', spentBody(draft, digits));
    await forget();
    onDone();
  };
  if (!ready) return null;
  return (
    <StepFrame
      title={t('visit.expense.title')}
      onBack={onDone}
      foot={<SendButton onSend={send}>{t('visit.expense.send')}</SendButton>}
    >
      <Choices
        label={t('visit.expense.what')}
        required
        value={draft.category}
        options={CATEGORIES.map((value) => ({ value, label: t(`visit.expense.category.${value}`) }))}
        onPick={(category) => put({ category })}
        wrong={tried && faults.category && t('visit.why.required')}
      />
      {draft.category !== null && (
        <Field
          label={far ? t('visit.expense.kilometres') : t('visit.expense.amount')}
          required
          hint={far ? t('visit.expense.by_rate') : minor === null ? undefined : money(minor)}
          wrong={tried && faults.much && t(`visit.why.${faults.much}`)}
        >
          {(field) => (
            <input
              {...field}
              className="v-big"
              inputMode={far || digits > 0 ? 'decimal' : 'numeric'}
              autoComplete="off"
              value={far ? draft.kilometres : draft.amount}
              onChange={({ currentTarget: { value } }) =>
                put(far ? { kilometres: value } : { amount: value })
              }
            />
          )}
        </Field>
      )}
      <Photos
        label={t('visit.expense.receipts')}
        photos={draft.photos}
        most={PHOTOS_MAX}
        onChange={(photos) => put({ photos })}
      />
      <Field label={t('visit.note')}>
        {(field) => (
          <textarea
            {...field}
            rows={2}
            maxLength={200}
            value={draft.note}
            onChange={({ currentTarget: { value } }) => put({ note: value })}
          />
        )}
      </Field>
    </StepFrame>
  );
}
