// The agreement with a customer: limit, days to pay, days put up with. An empty field means: none, any.
import { Alert, Button, NumberInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import type { CreditAccount } from '../api/trade';
import { problemText } from '../app/problem';
import { MoneyInput, useCurrency } from '../catalogue/AmountInput';
import { Facts } from '../catalogue/Facts';
import { useFormat } from '../format/useFormat';
import { changeTerms, DAYS_MAX, type Terms } from './money';

export function TermsForm({ account, mayManage }: { account: CreditAccount; mayManage: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const [terms, setTerms] = useState<Terms>(account);
  const save = useMutation({
    mutationFn: () =>
      changeTerms(account, {
        limit_minor: terms.limit_minor,
        terms_days: terms.terms_days,
        overdue_days: terms.overdue_days,
      }),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['money'] }),
        queryClient.invalidateQueries({ queryKey: ['orders'] }),
      ]),
  });
  if (!mayManage) {
    const days = (count: number) => t('orders.days', { count });
    const facts: [string, string][] = [
      [
        t('money.limit'),
        account.limit_minor === null ? t('money.no_limit') : format.money(account.limit_minor, currency),
      ],
      [t('money.terms_days'), days(account.terms_days)],
      [t('money.overdue_days'), account.overdue_days === null ? t('money.any') : days(account.overdue_days)],
    ];
    return <Facts rows={facts} />;
  }
  const same =
    terms.limit_minor === account.limit_minor &&
    terms.terms_days === account.terms_days &&
    terms.overdue_days === account.overdue_days;
  return (
    <form
      className="fb-terms"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {save.isError && (
        <Alert color="red" role="alert">
          {problemText(save.error, t)}
        </Alert>
      )}
      <MoneyInput
        label={t('money.limit')}
        description={t('money.limit_empty')}
        value={terms.limit_minor}
        onChange={(limit_minor) => setTerms({ ...terms, limit_minor })}
      />
      <NumberInput
        label={t('money.terms_days')}
        description={t('money.terms_what')}
        min={0}
        max={DAYS_MAX}
        allowDecimal={false}
        hideControls
        value={terms.terms_days}
        onChange={(days) => setTerms({ ...terms, terms_days: Number(days) || 0 })}
      />
      <NumberInput
        label={t('money.overdue_days')}
        description={t('money.overdue_what')}
        min={0}
        max={DAYS_MAX}
        allowDecimal={false}
        hideControls
        value={terms.overdue_days ?? ''}
        onChange={(days) => setTerms({ ...terms, overdue_days: days === '' ? null : Number(days) })}
      />
      <Button type="submit" disabled={same} loading={save.isPending}>
        {t('money.save')}
      </Button>
    </form>
  );
}
