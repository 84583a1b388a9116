// A mailbox being set up or changed. A password is written and never shown: left empty, the one that it has stays.
import { NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { units } from '../alerts/alerts';
import { Problem } from '../api/client';
import { userNames } from '../api/queries';
import { problemText } from '../app/problem';
import { RepSelect } from '../plans/Told';
import { type Mailbox, type MailboxPut, putOf, SECURITIES, type Security, saveMailbox } from './mailboxes';
import { RowForm } from './RowForm';

const EMPTY: MailboxPut = {
  name: '',
  host: '',
  port: 993,
  security: 'tls',
  login: '',
  address: '',
  folder: 'INBOX',
  sent_folder: null,
  org_unit_id: null,
  user_id: null,
  rep_id: null,
  poll_min: 5,
  active: false,
};
/** Where servers listen, as it is agreed on. */
const PORTS: Record<Security, number> = { tls: 993, starttls: 143, plain: 143 };
/** Codes that have words; the others are wrong. */
const CODES = [
  'required',
  'private_address',
  'tls_required',
  'out_of_range',
  'either_or',
  'too_many',
] as const;

export function MailboxForm({
  was,
  onDone,
  onCancel,
}: {
  was: Mailbox | undefined;
  onDone: () => Promise<unknown>;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [put, setPut] = useState<MailboxPut>(was ? putOf(was) : EMPTY);
  const [password, setPassword] = useState('');
  const set = (more: Partial<MailboxPut>) => setPut((old) => ({ ...old, ...more }));
  const unitRows = useQuery(units).data?.items ?? [];
  const userRows = useQuery(userNames).data ?? [];
  const save = useMutation({
    mutationFn: () => saveMailbox(was, password === '' ? put : { ...put, password }),
    onSuccess: onDone,
  });
  const faults = save.error instanceof Problem ? save.error.errors : [];
  const fault = (field: string) => {
    const code = faults.find(({ pointer }) => pointer === `/${field}`)?.code;
    return code === undefined
      ? null
      : t(`mailbox.field.${CODES.find((known) => known === code) ?? 'invalid'}`);
  };
  const text = (field: 'name' | 'host' | 'login' | 'address' | 'folder', more = {}) => (
    <TextInput
      required
      maxLength={254}
      label={t(`mailbox.${field}`)}
      value={put[field]}
      error={fault(field)}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
      {...more}
    />
  );
  return (
    <RowForm
      busy={save.isPending}
      failure={save.isError && faults.length === 0 ? problemText(save.error, t) : (fault('') ?? '')}
      onSave={() => save.mutate()}
      onCancel={onCancel}
    >
      {text('name')}
      {text('address', { type: 'email', description: t('mailbox.address_about') })}
      {text('host', { placeholder: 'imap.example.com', spellCheck: false })}
      <Select
        label={t('mailbox.security')}
        allowDeselect={false}
        data={SECURITIES.map((each) => ({ value: each, label: t(`mailbox.securities.${each}`) }))}
        value={put.security}
        error={fault('security')}
        onChange={(word) => {
          const security = SECURITIES.find((each) => each === word) ?? put.security;
          set({ security, port: put.port === PORTS[put.security] ? PORTS[security] : put.port });
        }}
      />
      <NumberInput
        required
        className="fb-setting-short"
        label={t('mailbox.port')}
        hideControls
        allowDecimal={false}
        allowNegative={false}
        max={65_535}
        value={put.port}
        error={fault('port')}
        onChange={(given) => set({ port: Number(given) })}
      />
      {text('login', { autoComplete: 'off', spellCheck: false })}
      <TextInput
        type="password"
        autoComplete="new-password"
        maxLength={200}
        required={!was}
        label={t('mailbox.password')}
        description={was ? t('mailbox.password_stays') : undefined}
        value={password}
        error={fault('password')}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {text('folder')}
      <TextInput
        label={t('mailbox.sent_folder')}
        description={t('mailbox.sent_folder_about')}
        maxLength={200}
        value={put.sent_folder ?? ''}
        error={fault('sent_folder')}
        onChange={(event) => set({ sent_folder: event.currentTarget.value || null })}
      />
      <Select
        clearable
        searchable
        label={t('mailbox.unit')}
        description={t('mailbox.unit_about')}
        data={unitRows.map((unit) => ({ value: String(unit.id), label: unit.name }))}
        value={put.org_unit_id === null ? null : String(put.org_unit_id)}
        error={fault('org_unit_id')}
        onChange={(id) => set({ org_unit_id: id === null ? null : Number(id), user_id: null })}
      />
      <Select
        clearable
        searchable
        label={t('mailbox.user')}
        description={t('mailbox.user_about')}
        data={userRows.map((user) => ({ value: String(user.id), label: `${user.name} (${user.login})` }))}
        value={put.user_id === null ? null : String(put.user_id)}
        error={fault('user_id')}
        onChange={(id) => set({ user_id: id === null ? null : Number(id), org_unit_id: null })}
      />
      <RepSelect
        clearable
        label={t('mailbox.rep')}
        value={put.rep_id}
        placeholder={t('mailbox.rep_none')}
        onChange={(rep) => set({ rep_id: rep })}
      />
      <TextInput
        type="date"
        className="fb-setting-short"
        label={t('mailbox.since')}
        description={t('mailbox.since_about')}
        value={put.since ?? ''}
        error={fault('since')}
        onChange={(event) => set({ since: event.currentTarget.value || undefined })}
      />
      <NumberInput
        required
        className="fb-setting-short"
        label={t('mailbox.poll_min')}
        hideControls
        allowDecimal={false}
        allowNegative={false}
        value={put.poll_min}
        error={fault('poll_min')}
        onChange={(given) => set({ poll_min: Number(given) })}
      />
      <Switch
        label={t('mailbox.active')}
        description={t('mailbox.active_about')}
        checked={put.active}
        onChange={(event) => set({ active: event.currentTarget.checked })}
      />
    </RowForm>
  );
}
