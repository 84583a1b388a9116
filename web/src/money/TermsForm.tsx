// The agreement with a customer: limit, days to pay, days put up with. An empty field means: none, any.
import { Alert, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import type { CreditAccount } from '../api/trade';
import { problemText } from '../app/problem';
import { useCurrency } from '../catalogue/AmountInput';
import { Facts } from '../catalogue/Facts';
import { useFormat } from '../format/useFormat';
import { changeTerms, type Terms } from './money';
import { TermsFields } from './TermsFields';

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
      <TermsFields terms={terms} onChange={(more) => setTerms({ ...terms, ...more })} />
      <Button type="submit" disabled={same} loading={save.isPending}>
        {t('money.save')}
      </Button>
    </form>
  );
}
