// A new opportunity.
import { Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { MoneyInput } from '../catalogue/AmountInput';
import type { Found } from '../catalogue/catalogue';
import { FormFrame } from '../catalogue/Form';
import { Finder } from '../catalogue/Pickers';
import { newId } from '../client/ids';
import { RepPick } from './ActivityForm';
import { makeOpportunity } from './opportunities';
import { useSaving } from './saving';

export function OpportunityForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const needsRep = useQuery(sessionQuery).data?.user.role !== 'rep';
  const [id] = useState(() => newId());
  const [rep, setRep] = useState<number | null>(null);
  const [customer, setCustomer] = useState<Found | null>(null);
  const [name, setName] = useState('');
  const [amount, setAmount] = useState<number | null>(null);
  const [close, setClose] = useState('');
  const [note, setNote] = useState('');
  const saving = useSaving(makeOpportunity, onDone);
  const { faults } = saving;
  return (
    <FormFrame
      saving={saving}
      onCancel={onDone}
      body={() => ({
        id,
        rep_id: rep,
        customer_id: customer?.id,
        name,
        amount_minor: amount ?? 0,
        expected_close: close || null,
        note: note.trim() || null,
      })}
    >
      <TextInput
        label={t('crm.opportunity_name')}
        required
        maxLength={200}
        value={name}
        error={faults.at('/name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {needsRep && <RepPick value={rep} error={faults.at('/rep_id')} onChange={setRep} />}
      <Finder
        kind="customers"
        label={t('orders.customer')}
        required
        value={customer}
        error={faults.at('/customer_id')}
        onChange={setCustomer}
      />
      <div className="fb-cat-row">
        <MoneyInput label={t('money.amount')} value={amount} onChange={setAmount} />
        <TextInput
          type="date"
          label={t('crm.expected_close')}
          value={close}
          error={faults.at('/expected_close')}
          onChange={(event) => setClose(event.currentTarget.value)}
        />
      </div>
      <Textarea
        label={t('crm.note')}
        autosize
        maxLength={2000}
        value={note}
        error={faults.at('/note')}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </FormFrame>
  );
}
