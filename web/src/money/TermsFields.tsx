// Up to how much somebody may owe, when it is to be paid, and how long it may be late. An empty field means: none, any.
import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { MoneyInput } from '../catalogue/AmountInput';
import type { Faults } from '../catalogue/Form';
import { DAYS_MAX, type Terms } from './money';

export function TermsFields({
  terms,
  faults,
  onChange,
}: {
  terms: Terms;
  faults?: Faults;
  onChange: (more: Partial<Terms>) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <MoneyInput
        label={t('money.limit')}
        description={t('money.limit_empty')}
        value={terms.limit_minor}
        error={faults?.at('/limit_minor')}
        onChange={(limit_minor) => onChange({ limit_minor })}
      />
      <NumberInput
        label={t('money.terms_days')}
        description={t('money.terms_what')}
        min={0}
        max={DAYS_MAX}
        allowDecimal={false}
        hideControls
        value={terms.terms_days}
        error={faults?.at('/terms_days')}
        onChange={(days) => onChange({ terms_days: Number(days) || 0 })}
      />
      <NumberInput
        label={t('money.overdue_days')}
        description={t('money.overdue_what')}
        min={0}
        max={DAYS_MAX}
        allowDecimal={false}
        hideControls
        value={terms.overdue_days ?? ''}
        error={faults?.at('/overdue_days')}
        onChange={(days) => onChange({ overdue_days: days === '' ? null : Number(days) })}
      />
    </>
  );
}
