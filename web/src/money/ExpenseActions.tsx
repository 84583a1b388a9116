// What can be decided about an expense, with amount and reason where they are asked for.
import { Alert, Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import type { Rights } from '../app/rights';
import { MoneyInput } from '../catalogue/AmountInput';
import { actOnExpense, type Expense, type ExpenseDeed, expenseDeeds, needsWhy } from './expenses';

export function ExpenseActions({ one, rights }: { one: Expense; rights: Rights }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<ExpenseDeed | null>(null);
  const [approved, setApproved] = useState<number | null>(one.amount_minor);
  const [reason, setReason] = useState('');
  const done = useMutation({
    mutationFn: (deed: ExpenseDeed) =>
      actOnExpense(one, deed, {
        ...(reason.trim() ? { reason: reason.trim() } : {}),
        ...(deed === 'approve' && approved !== null ? { approved_minor: approved } : {}),
      }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['money'] }),
  });
  const why = open !== null && needsWhy(one, open, approved ?? 0);
  const ready = (!why || reason.trim() !== '') && (open !== 'approve' || (approved ?? 0) > 0);
  return (
    <div className="fb-collection-actions">
      {done.isError && (
        <Alert color="red" role="alert" p="xs">
          {problemText(done.error, t)}
        </Alert>
      )}
      {open ? (
        <form
          className="fb-parts-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) done.mutate(open);
          }}
        >
          {open === 'approve' && (
            <MoneyInput label={t('expenses.approved')} required value={approved} onChange={setApproved} />
          )}
          {why && (
            <TextInput
              size="xs"
              label={t('orders.why')}
              required
              maxLength={200}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
          <div className="fb-actions">
            <Button size="xs" type="submit" disabled={!ready} loading={done.isPending}>
              {t(`expenses.do.${open}`)}
            </Button>
            <Button size="xs" variant="subtle" color="gray" onClick={() => setOpen(null)}>
              {t('review.cancel')}
            </Button>
          </div>
        </form>
      ) : (
        expenseDeeds(one, rights).map((deed) => (
          <Button
            key={deed}
            size="xs"
            variant="default"
            loading={done.isPending}
            onClick={() => (deed === 'pay' ? done.mutate(deed) : setOpen(deed))}
          >
            {t(`expenses.do.${deed}`)}
          </Button>
        ))
      )}
    </div>
  );
}
