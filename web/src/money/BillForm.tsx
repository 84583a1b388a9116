// An invoice entered at a desk: of an order's delivered goods, or what a customer owed before.
import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { queryClient } from '../api/queries';
import { MoneyInput } from '../catalogue/AmountInput';
import { FormFrame, useFaults } from '../catalogue/Form';
import { newId } from '../client/ids';
import { useFormat } from '../format/useFormat';
import type { BillDraft } from './desk';
import type { Invoice } from './money';

export function BillForm({
  yes,
  totalWhat,
  send,
  onDone,
}: {
  yes: string;
  /** What it is without a total; absent where there must be one. */
  totalWhat?: string;
  send: (id: string, draft: BillDraft) => Promise<Invoice>;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  // Made once, so that a retry is the same invoice.
  const [id] = useState(newId);
  const [draft, setDraft] = useState<BillDraft>(() => ({
    number: '',
    date: format.dateAt(serverNow()),
    due: '',
    total: null,
  }));
  const set = (more: Partial<BillDraft>) => setDraft((old) => ({ ...old, ...more }));
  const save = useMutation({
    mutationFn: (body: object) => send(id, body as BillDraft),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['money'] }),
        queryClient.invalidateQueries({ queryKey: ['orders'] }),
      ]);
      onDone();
    },
  });
  const faults = useFaults(save.error);
  return (
    <FormFrame saving={{ save, faults }} body={() => draft} yes={yes} onCancel={onDone}>
      <div className="fb-cat-row">
        <TextInput
          label={t('money.number')}
          required
          maxLength={200}
          value={draft.number}
          error={faults.at('/number')}
          onChange={(event) => set({ number: event.currentTarget.value })}
        />
        <MoneyInput
          label={t('money.amount')}
          description={totalWhat}
          required={totalWhat === undefined}
          value={draft.total}
          error={faults.at('/total_minor')}
          onChange={(total) => set({ total })}
        />
      </div>
      <div className="fb-cat-row">
        <TextInput
          type="date"
          label={t('money.date')}
          value={draft.date}
          error={faults.at('/date')}
          onChange={(event) => set({ date: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('money.due')}
          description={t('money.due_empty')}
          value={draft.due}
          error={faults.at('/due')}
          onChange={(event) => set({ due: event.currentTarget.value })}
        />
      </div>
    </FormFrame>
  );
}
