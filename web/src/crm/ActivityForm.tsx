// A new activity: with a time it is due at it is planned, without one it is told afterwards.
import { NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { MoneyInput } from '../catalogue/AmountInput';
import type { Found } from '../catalogue/catalogue';
import { FormFrame } from '../catalogue/Form';
import { Finder } from '../catalogue/Pickers';
import { newId } from '../client/ids';
import { useFormat } from '../format/useFormat';
import { RepSelect } from '../plans/Told';
import { ACTIVITY_KINDS, type ActivityKind, makeActivity } from './activities';
import { contactsOf } from './contacts';
import { giftFault, occasionsQuery } from './occasions';
import { useSaving } from './saving';
import { instantOf, WhenFields } from './WhenFields';

const NOTE_MAX = 2000;

export function ActivityForm({ customer, onDone }: { customer?: Found; onDone: () => void }) {
  const { t } = useTranslation();
  const { zone } = useFormat();
  const session = useQuery(sessionQuery).data;
  const needsRep = session?.user.role !== 'rep';
  const [id] = useState(() => newId());
  const [kind, setKind] = useState<ActivityKind>('call');
  const [rep, setRep] = useState<number | null>(null);
  const [of, setOf] = useState<Found | null>(customer ?? null);
  const [contact, setContact] = useState<number | null>(null);
  const [subject, setSubject] = useState('');
  const [note, setNote] = useState('');
  const [due, setDue] = useState({ date: '', time: '' });
  const [minutes, setMinutes] = useState<number | null>(null);
  const [worth, setWorth] = useState<number | null>(null);
  const [occasion, setOccasion] = useState<string | null>(null);
  const [item, setItem] = useState('');
  const saving = useSaving(makeActivity, onDone);
  const { faults } = saving;
  const people = useQuery({ ...contactsOf(of?.id ?? 0), enabled: of !== null }).data ?? [];
  const planned = due.date !== '';
  const cares = kind === 'gift' || kind === 'greeting';
  const known = useQuery({ ...occasionsQuery, enabled: cares }).data?.items ?? [];
  const occasions = known.filter((one) => one.active && one.act === kind);
  const refused = giftFault(saving.save.error, t);
  return (
    <FormFrame
      saving={saving}
      onCancel={onDone}
      body={() => ({
        id,
        kind,
        rep_id: rep,
        customer_id: of?.id,
        contact_id: contact,
        subject,
        note: note.trim() || null,
        due_at: instantOf(due, zone),
        duration_min: planned ? null : minutes,
        value_minor: kind === 'gift' ? worth : null,
        item: kind === 'gift' ? item.trim() || null : null,
        occasion_id: cares ? occasion : null,
      })}
    >
      <Select
        label={t('crm.what')}
        allowDeselect={false}
        data={ACTIVITY_KINDS.map((each) => ({ value: each, label: t(`crm.kind.${each}`) }))}
        value={kind}
        onChange={(value) => {
          setKind(ACTIVITY_KINDS.find((each) => each === value) ?? 'call');
          setOccasion(null);
        }}
      />
      {occasions.length > 0 && (
        <Select
          label={t('occasion.of')}
          clearable
          data={occasions.map((one) => ({ value: one.id, label: one.name }))}
          value={occasion}
          error={faults.at('/occasion_id')}
          onChange={setOccasion}
        />
      )}
      {needsRep && <RepPick value={rep} error={faults.at('/rep_id')} onChange={setRep} />}
      {!customer && (
        <Finder
          kind="customers"
          label={t('orders.customer')}
          value={of}
          error={faults.at('/customer_id')}
          onChange={(one) => {
            setOf(one);
            setContact(null);
          }}
        />
      )}
      {people.length > 0 && (
        <Select
          label={t('crm.contact')}
          clearable
          data={people.map((one) => ({ value: String(one.id), label: one.name }))}
          value={contact === null ? null : String(contact)}
          error={faults.at('/contact_id')}
          onChange={(one) => setContact(one === null ? null : Number(one))}
        />
      )}
      <TextInput
        label={t('crm.subject')}
        required
        maxLength={200}
        value={subject}
        error={faults.at('/subject')}
        onChange={(event) => setSubject(event.currentTarget.value)}
      />
      <WhenFields date={t('crm.due_date')} value={due} error={faults.at('/due_at')} onChange={setDue} />
      {!planned && <p className="fb-dim fb-crm-hint">{t('crm.no_due')}</p>}
      {!planned && (
        <NumberInput
          label={t('crm.minutes')}
          min={0}
          max={1440}
          allowDecimal={false}
          hideControls
          value={minutes ?? ''}
          error={faults.at('/duration_min')}
          onChange={(value) => setMinutes(value === '' ? null : Number(value))}
        />
      )}
      {kind === 'gift' && (
        <>
          <TextInput
            label={t('occasion.item')}
            maxLength={200}
            value={item}
            error={faults.at('/item')}
            onChange={(event) => setItem(event.currentTarget.value)}
          />
          <MoneyInput
            label={t('crm.worth')}
            value={worth}
            error={refused ?? faults.at('/value_minor')}
            onChange={setWorth}
          />
        </>
      )}
      <Textarea
        label={t('crm.note')}
        autosize
        maxLength={NOTE_MAX}
        value={note}
        error={faults.at('/note')}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </FormFrame>
  );
}

export function RepPick({
  value,
  error,
  onChange,
}: {
  value: number | null;
  error: string | null;
  onChange: (rep: number | null) => void;
}) {
  const { t } = useTranslation();
  return (
    <div>
      <RepSelect label={t('orders.rep')} value={value} onChange={onChange} />
      {error && (
        <p className="fb-plans-bad" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
