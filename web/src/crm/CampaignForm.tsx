// A new campaign: to whom, by which channel, in which language, and what it says.
import { NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newId } from '../api/ids';
import { FormFrame } from '../catalogue/Form';
import { CHANNELS, type Channel, LANGUAGES, type Language, makeCampaign } from './campaigns';
import { useSaving } from './saving';
import { segmentsQuery } from './segments';

export function CampaignForm({ onDone }: { onDone: () => void }) {
  const { t, i18n } = useTranslation();
  const [id] = useState(() => newId());
  const [name, setName] = useState('');
  const [channel, setChannel] = useState<Channel>('sms');
  const [segment, setSegment] = useState<string | null>(null);
  const [language, setLanguage] = useState<Language>(
    () => LANGUAGES.find((each) => each === i18n.language) ?? 'vi',
  );
  const [subject, setSubject] = useState('');
  const [body, setBody] = useState('');
  const [days, setDays] = useState<number | null>(7);
  const segments = useQuery(segmentsQuery).data ?? [];
  const saving = useSaving(makeCampaign, onDone);
  const { faults } = saving;
  return (
    <FormFrame
      saving={saving}
      onCancel={onDone}
      body={() => ({
        id,
        name,
        channel,
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
