// Money taken at the desk: usually a transfer to the company itself, set against the oldest invoices first.
import { Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { MoneyInput } from '../catalogue/AmountInput';
import { FormFrame, useFaults } from '../catalogue/Form';
import { Finder } from '../catalogue/Pickers';
import { newId } from '../client/ids';
import { RepSelect } from '../plans/Told';
import { type CollectionDraft, METHODS, takeCollection } from './desk';

const BLANK: CollectionDraft = {
  outlet: null,
  rep: null,
  method: 'transfer',
  amount: null,
  reference: '',
  note: '',
};

export function CollectionForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  // Made once, so that a retry is the same collection.
  const [id] = useState(newId);
  const [draft, setDraft] = useState(BLANK);
  const set = (more: Partial<CollectionDraft>) => setDraft((old) => ({ ...old, ...more }));
  const save = useMutation({
    mutationFn: (body: object) => takeCollection(id, body as CollectionDraft),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['money'] });
      onDone();
    },
  });
  const faults = useFaults(save.error);
  return (
    <FormFrame saving={{ save, faults }} body={() => draft} yes={t('money.take')} onCancel={onDone}>
      <Finder
        kind="outlets"
        label={t('catalogue.outlet')}
        required
        value={draft.outlet}
        error={faults.at('/outlet_id')}
        onChange={(outlet) => set({ outlet })}
      />
      <div className="fb-cat-row">
        <MoneyInput
          label={t('money.amount')}
          required
          value={draft.amount}
          error={faults.at('/amount_minor')}
          onChange={(amount) => set({ amount })}
        />
        <Select
          label={t('money.how')}
          allowDeselect={false}
          data={METHODS.map((each) => ({ value: each, label: t(`money.method.${each}`) }))}
          value={draft.method}
          onChange={(value) => set({ method: METHODS.find((each) => each === value) ?? draft.method })}
        />
        <RepSelect
          label={t('money.carried_by')}
          clearable
          placeholder={t('money.by_company')}
          value={draft.rep}
          onChange={(rep) => set({ rep })}
        />
      </div>
      <div className="fb-cat-row">
        <TextInput
          label={t('money.reference')}
          maxLength={200}
          value={draft.reference}
          error={faults.at('/reference')}
          onChange={(event) => set({ reference: event.currentTarget.value })}
        />
        <TextInput
          label={t('expenses.note')}
          maxLength={200}
          value={draft.note}
          error={faults.at('/note')}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
      </div>
      <p className="fb-dim">{t('money.oldest_first')}</p>
    </FormFrame>
  );
}
