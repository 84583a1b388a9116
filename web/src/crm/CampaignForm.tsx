// A campaign being written, or a draft written anew: to whom, by which channel, in which language, and what it says.
import { NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormFrame } from '../catalogue/Form';
import { newId } from '../client/ids';
import {
  type Campaign,
  CHANNELS,
  type Channel,
  changeCampaign,
  LANGUAGES,
  type Language,
  makeCampaign,
} from './campaigns';
import { useSaving } from './saving';
import { segmentsQuery } from './segments';

export function CampaignForm({ was, onDone }: { was?: Campaign; onDone: () => void }) {
  const { t, i18n } = useTranslation();
  const [id] = useState(() => newId());
  const [name, setName] = useState(was?.name ?? '');
  const [channel, setChannel] = useState<Channel>(was?.channel ?? 'sms');
  const [segment, setSegment] = useState<string | null>(was ? String(was.segment_id) : null);
  const [language, setLanguage] = useState<Language>(
    () => was?.language ?? LANGUAGES.find((each) => each === i18n.language) ?? 'vi',
  );
  const [subject, setSubject] = useState(was?.subject ?? '');
  const [body, setBody] = useState(was?.body ?? '');
  const [days, setDays] = useState<number | null>(was?.told_days ?? 7);
  const segments = useQuery(segmentsQuery).data ?? [];
  const saving = useSaving((put) => (was ? changeCampaign(was, put) : makeCampaign(put)), onDone);
  const { faults } = saving;
  return (
    <FormFrame
      saving={saving}
      onCancel={onDone}
      body={() => ({
        ...(was ? {} : { id, channel }),
        name,
        segment_id: segment === null ? 0 : Number(segment),
        language,
        subject: channel === 'email' ? subject : null,
        body,
        told_days: days ?? 0,
      })}
    >
      <TextInput
        label={t('campaign.name')}
        required
        maxLength={200}
        value={name}
        error={faults.at('/name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={t('campaign.segment')}
        required
        searchable
        data={segments.filter((one) => one.active).map((one) => ({ value: String(one.id), label: one.name }))}
        value={segment}
        error={faults.at('/segment_id')}
        onChange={setSegment}
      />
      <Select
        label={t('campaign.by')}
        allowDeselect={false}
        disabled={was !== undefined}
        data={CHANNELS.map((each) => ({ value: each, label: t(`campaign.channel.${each}`) }))}
        value={channel}
        onChange={(word) => setChannel(CHANNELS.find((each) => each === word) ?? channel)}
      />
      <Select
        label={t('campaign.language')}
        description={t('campaign.language_hint')}
        allowDeselect={false}
        data={LANGUAGES.map((each) => ({ value: each, label: t(`campaign.languages.${each}`) }))}
        value={language}
        onChange={(word) => setLanguage(LANGUAGES.find((each) => each === word) ?? language)}
      />
      {channel === 'email' && (
        <TextInput
          label={t('crm.subject')}
          required
          maxLength={200}
          value={subject}
          error={faults.at('/subject')}
          onChange={(event) => setSubject(event.currentTarget.value)}
        />
      )}
      <Textarea
        label={t('campaign.body')}
        description={t('campaign.body_hint')}
        required
        autosize
        minRows={3}
        maxLength={channel === 'email' ? 5000 : 600}
        value={body}
        error={faults.at('/body')}
        onChange={(event) => setBody(event.currentTarget.value)}
      />
      <NumberInput
        label={t('campaign.days')}
        description={t('campaign.days_hint')}
        hideControls
        allowDecimal={false}
        min={0}
        max={365}
        value={days ?? ''}
        error={faults.at('/told_days')}
        onChange={(typed) => setDays(typeof typed === 'number' ? typed : null)}
      />
    </FormFrame>
  );
}
