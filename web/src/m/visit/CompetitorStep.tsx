// Tells what was seen of a competitor.
import { useState } from 'react';
import { usePhone } from '../phone';
import { type CompetitorDraft, competitorBody, EMPTY, faultsOf } from './competitor';
import { SendButton } from './SendButton';
import { Field, StepFrame } from './StepFrame';
import type { StepProps } from './step';
import { useDraft } from './useDraft';
import { useWords } from './useWords';

const FIELDS = ['brand', 'product', 'price', 'facings', 'promotion', 'note'] as const;
const MAX: Record<(typeof FIELDS)[number], number> = {
  brand: 200,
  product: 200,
  price: 20,
  facings: 6,
  promotion: 2000,
  note: 2000,
};

export function CompetitorStep({ outletId, visitId, onDone }: StepProps) {
  const { t, digits } = useWords();
  const { record } = usePhone();
  const {
    value: draft,
    ready,
    change,
    forget,
  } = useDraft<CompetitorDraft>(`competitor ${visitId ?? outletId}`, EMPTY);
  const [tried, setTried] = useState(false);
  const faults = faultsOf(draft, digits);
  const send = async () => {
    setTried(true);
    if (Object.keys(faults).length > 0) return;
    await record('competitor', competitorBody(draft, outletId, digits), { visit_id: visitId });
    await forget();
    onDone();
  };
  if (!ready) return null;
  return (
    <StepFrame
      title={t('visit.step.competitor')}
      onBack={onDone}
      foot={<SendButton onSend={send}>{t('visit.competitor.send')}</SendButton>}
    >
      {FIELDS.map((name) => {
        const fault = faults[name];
        const long = name === 'promotion' || name === 'note';
        return (
          <Field
            key={name}
            label={t(`visit.competitor.${name}`)}
            required={name === 'brand'}
            wrong={fault && (tried || fault !== 'required') && t(`visit.why.${fault}`)}
          >
            {(field) => {
              const all = {
                ...field,
                maxLength: MAX[name],
                autoComplete: 'off',
                value: draft[name],
                onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
                  change((was) => ({ ...was, [name]: value })),
              };
              if (long) return <textarea {...all} rows={2} />;
              return (
                <input {...all} inputMode={name === 'price' || name === 'facings' ? 'numeric' : 'text'} />
              );
            }}
          </Field>
        );
      })}
    </StepFrame>
  );
}
