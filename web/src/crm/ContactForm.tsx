// A person at a customer: new, or changed with the version seen.
import { Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormFrame } from '../catalogue/Form';
import { CHANNELS, CONTACT_ROLES, type Contact, type ContactRole, writeContact } from './contacts';
import { useSaving } from './saving';

const orNull = (text: string): string | null => text.trim() || null;

export function ContactForm({
  customer,
  was,
  onDone,
}: {
  customer: number;
  was?: Contact;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState(was?.name ?? '');
  const [role, setRole] = useState<ContactRole>(was?.role ?? 'decision_maker');
  const [title, setTitle] = useState(was?.title ?? '');
  const [phone, setPhone] = useState(was?.phone ?? '');
  const [email, setEmail] = useState(was?.email ?? '');
  const [birthday, setBirthday] = useState(was?.birthday ?? '');
  const [note, setNote] = useState(was?.note ?? '');
  const [out, setOut] = useState(was?.opted_out ?? []);
  const [active, setActive] = useState(was?.active ?? true);
  const saving = useSaving((body) => writeContact(was, body), onDone);
  const { faults } = saving;
  const text = (
    label: string,
    pointer: string,
    value: string,
    set: (value: string) => void,
    more: { type?: string; required?: boolean } = {},
  ) => (
    <TextInput
      label={label}
      maxLength={200}
      value={value}
      error={faults.at(pointer)}
      onChange={(event) => set(event.currentTarget.value)}
      {...more}
    />
  );
  return (
    <FormFrame
      saving={saving}
      onCancel={onDone}
      body={() => ({
        ...(was ? {} : { customer_id: customer }),
        name,
        role,
        title: orNull(title),
        phone: orNull(phone),
        email: orNull(email),
        birthday: birthday || null,
        note: orNull(note),
        opted_out: out,
        active,
      })}
    >
      {text(t('catalogue.name'), '/name', name, setName, { required: true })}
      <Select
        label={t('crm.role')}
        allowDeselect={false}
        data={CONTACT_ROLES.map((each) => ({ value: each, label: t(`crm.roles.${each}`) }))}
        value={role}
        onChange={(value) => setRole(CONTACT_ROLES.find((each) => each === value) ?? 'decision_maker')}
      />
      {text(t('crm.title_of'), '/title', title, setTitle)}
      {text(t('crm.phone'), '/phone', phone, setPhone, { type: 'tel' })}
      {text(t('crm.email'), '/email', email, setEmail, { type: 'email' })}
      {text(t('crm.birthday'), '/birthday', birthday, setBirthday, { type: 'date' })}
      <Checkbox.Group
        label={t('crm.opted_out')}
        value={out}
        onChange={(ways) => setOut(CHANNELS.filter((each) => ways.includes(each)))}
      >
        <div className="fb-cat-row">
          {CHANNELS.map((each) => (
            <Checkbox key={each} value={each} label={t(`crm.channel.${each}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <Textarea
        label={t('crm.note')}
        autosize
        maxLength={200}
        value={note}
        error={faults.at('/note')}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {was && (
        <Checkbox
          label={t('catalogue.active')}
          checked={active}
          onChange={(event) => setActive(event.currentTarget.checked)}
        />
      )}
    </FormFrame>
  );
}
