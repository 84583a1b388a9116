// A notification being added.
import {
  Alert,
  Button,
  Checkbox,
  Chip,
  Group,
  MultiSelect,
  SegmentedControl,
  Select,
  TextInput,
} from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { DeviceFault, device as deviceQuery, turnOn } from '../push/device';
import {
  type Channel,
  create,
  type Draft,
  emptyDraft,
  faultAt,
  type Issued,
  type Options,
  SEVERITIES,
  type Severity,
  subscriptions,
  units,
  WEEK,
} from './alerts';
import { useWeekday } from './useWeekday';

const FAULTS = [
  'required',
  'too_long',
  'invalid_url',
  'https_required',
  'private_address',
  'credentials_in_url',
  'invalid_address',
  'always_quiet',
  'invalid_time',
] as const;

export function SubscriptionForm({
  options,
  onAdded,
}: {
  options: Options;
  onAdded: (made: Issued) => void;
}) {
  const { t } = useTranslation();
  const weekday = useWeekday();
  const device = useQuery(deviceQuery).data;
  const canPush = device?.ability === 'off' || device?.ability === 'on';
  const usable = options.channels.filter(
    ({ channel, available }) => available && (channel !== 'push' || canPush),
  );
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(usable[0]?.channel ?? 'email'));
  const set = (more: Partial<Draft>) => setDraft((old) => ({ ...old, ...more }));
  const all = useQuery(units).data?.items ?? [];
  const add = useMutation({
    mutationFn: (asked: Draft) => (asked.channel === 'push' ? turnOn(asked) : create(asked)),
    onSuccess: async (made) => {
      setDraft(emptyDraft(made.channel));
      onAdded(made);
      await queryClient.invalidateQueries({ queryKey: subscriptions.queryKey });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: deviceQuery.queryKey }),
  });
  const errors = add.error instanceof Problem ? add.error.errors : [];
  const words = (code: string | undefined) => {
    if (!code) return null;
    if (code === 'too_many') return t('alerts.fault.limit');
    return t(`alerts.fault.${FAULTS.find((known) => known === code) ?? 'other'}`);
  };
  const fault = (field: string) => words(faultAt(errors, field));
  const whole = words(errors.find((error) => error.pointer === '')?.code);
  return (
    <form
      className="fb-alerts-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!add.isPending) add.mutate(draft);
      }}
    >
      <TextInput
        label={t('alerts.name')}
        required
        maxLength={200}
        value={draft.name}
        error={fault('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {usable.length > 1 && (
        <SegmentedControl
          aria-label={t('alerts.channel')}
          fullWidth
          value={draft.channel}
          onChange={(value) => set({ channel: value as Channel, target: '' })}
          data={usable.map(({ channel }) => ({ value: channel, label: t(`alerts.channel_name.${channel}`) }))}
        />
      )}
      {options.channels
        // Of this browser the panel above says what is to be done.
        .filter(({ channel, available }) => !available && channel !== 'push')
        .map(({ channel, code }) => (
          <p key={channel} className="fb-dim">
            {t(`alerts.channel_name.${channel}`)}:{' '}
            {t(`alerts.unavailable.${code === 'forbidden' ? 'forbidden' : 'email_not_configured'}`)}
          </p>
        ))}
      {draft.channel === 'push' ? (
        <p className="fb-dim">{t('alerts.device.replaces')}</p>
      ) : (
        <TextInput
          label={t(`alerts.target.${draft.channel}`)}
          required
          type={draft.channel === 'email' ? 'email' : 'url'}
          placeholder={draft.channel === 'email' ? 'lan@example.com' : 'https://example.com/hook'}
          autoComplete={draft.channel === 'email' ? 'email' : 'off'}
          value={draft.target}
          error={fault('target')}
          onChange={(event) => set({ target: event.currentTarget.value })}
        />
      )}
      <MultiSelect
        label={t('alerts.kinds')}
        required
        data={options.kinds.map((kind) => ({ value: kind, label: t(`alerts.kind.${kind}`) }))}
        value={draft.kinds}
        error={fault('kinds')}
        onChange={(kinds) => set({ kinds })}
      />
      <Select
        label={t('alerts.min_severity')}
        allowDeselect={false}
        data={SEVERITIES.map((value) => ({ value, label: t(`alerts.severity.${value}`) }))}
        value={draft.min_severity}
        onChange={(value) => set({ min_severity: (value ?? 'info') as Severity })}
      />
      <Select
        label={t('alerts.unit')}
        placeholder={t('alerts.unit_all')}
        clearable
        searchable
        data={all.map((unit) => ({ value: String(unit.id), label: unit.name }))}
        value={draft.org_unit_id === null ? null : String(draft.org_unit_id)}
        error={fault('org_unit_id')}
        onChange={(value) => set({ org_unit_id: value === null ? null : Number(value) })}
      />
      <fieldset className="fb-alerts-quiet">
        <legend>{t('alerts.quiet')}</legend>
        <p className="fb-dim">{t('alerts.quiet_about', { zone: options.time_zone })}</p>
        <Checkbox
          label={t('alerts.night')}
          checked={draft.night}
          onChange={(event) => set({ night: event.currentTarget.checked })}
        />
        {draft.night && (
          <div className="fb-alerts-times">
            <TextInput
              type="time"
              label={t('alerts.from')}
              value={draft.from}
              onChange={(event) => set({ from: event.currentTarget.value })}
            />
            <TextInput
              type="time"
              label={t('alerts.to')}
              value={draft.to}
              onChange={(event) => set({ to: event.currentTarget.value })}
            />
          </div>
        )}
        <fieldset>
          <legend>{t('alerts.days')}</legend>
          <Chip.Group
            multiple
            value={draft.days.map(String)}
            onChange={(days) => set({ days: days.map(Number) })}
          >
            <Group gap={6}>
              {WEEK.map((day) => (
                <Chip key={day} size="xs" value={String(day)}>
                  {weekday(day)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </fieldset>
        <Checkbox
          label={t('alerts.critical')}
          checked={draft.critical_breaks_quiet}
          onChange={(event) => set({ critical_breaks_quiet: event.currentTarget.checked })}
        />
        {fault('quiet') && (
          <p role="alert" className="fb-alerts-fault">
            {fault('quiet')}
          </p>
        )}
      </fieldset>
      <Button type="submit" disabled={usable.length === 0} loading={add.isPending}>
        {t('alerts.add')}
      </Button>
      {add.isError && (
        <Alert color="red" role="alert" title={t('alerts.failed')}>
          {add.error instanceof DeviceFault
            ? t(`alerts.device.${add.error.code}`)
            : (whole ??
              (errors.length > 0
                ? fault(errors[0]!.pointer.split('/')[1] ?? '')
                : problemText(add.error, t)))}
        </Alert>
      )}
    </form>
  );
}
