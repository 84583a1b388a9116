// What became of a planned activity: held with an outcome, or not held and why.
import { NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormFrame } from '../catalogue/Form';
import { type Activity, changeActivity } from './activities';
import { useSaving } from './saving';

export function SettleForm({
  activity,
  state,
  onDone,
}: {
  activity: Activity;
  state: 'held' | 'not_held';
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const [minutes, setMinutes] = useState<number | null>(null);
  const saving = useSaving((body) => changeActivity(activity, body), onDone);
  const held = state === 'held';
  return (
    <FormFrame
      saving={saving}
      onCancel={onDone}
      body={() =>
        held
          ? { state, outcome: words.trim() || undefined, duration_min: minutes ?? undefined }
          : { state, reason: words }
      }
    >
      <TextInput
        data-autofocus
        autoFocus
        label={held ? t('crm.outcome') : t('crm.reason')}
        required={!held}
        maxLength={200}
        value={words}
        error={saving.faults.at(held ? '/outcome' : '/reason')}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {held && (
        <NumberInput
          label={t('crm.minutes')}
          min={0}
          max={1440}
          allowDecimal={false}
          hideControls
          value={minutes ?? ''}
          error={saving.faults.at('/duration_min')}
          onChange={(value) => setMinutes(value === '' ? null : Number(value))}
        />
      )}
    </FormFrame>
  );
}
