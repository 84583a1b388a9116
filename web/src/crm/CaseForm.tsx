// A new case of a customer.
import { Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import type { Found } from '../catalogue/catalogue';
import { FormFrame } from '../catalogue/Form';
import { Finder } from '../catalogue/Pickers';
import { newId } from '../client/ids';
import { RepPick } from './ActivityForm';
import { PRIORITIES, type Priority } from './calendar';
import { makeCase } from './cases';
import { useSaving } from './saving';

export function CaseForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const needsRep = useQuery(sessionQuery).data?.user.role !== 'rep';
  const [id] = useState(() => newId());
  const [rep, setRep] = useState<number | null>(null);
  const [customer, setCustomer] = useState<Found | null>(null);
  const [subject, setSubject] = useState('');
  const [note, setNote] = useState('');
  const [priority, setPriority] = useState<Priority>('normal');
  const saving = useSaving(makeCase, onDone);
  const { faults } = saving;
  return (
    <FormFrame
      saving={saving}
      onCancel={onDone}
      body={() => ({
        id,
        rep_id: rep,
        customer_id: customer?.id,
        subject,
        priority,
        note: note.trim() || null,
      })}
    >
      <TextInput
        label={t('crm.subject')}
        required
        maxLength={200}
        value={subject}
        error={faults.at('/subject')}
        onChange={(event) => setSubject(event.currentTarget.value)}
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
      <Select
        label={t('calendar.priority')}
        allowDeselect={false}
        data={PRIORITIES.map((each) => ({ value: each, label: t(`crm.priority.${each}`) }))}
        value={priority}
        onChange={(value) => setPriority(PRIORITIES.find((each) => each === value) ?? 'normal')}
      />
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
