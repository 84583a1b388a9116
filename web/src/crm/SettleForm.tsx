// What became of a planned activity: held with an outcome, and of a gift what was given; or not held and why.
import { NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MoneyInput } from '../catalogue/AmountInput';
import { FormFrame } from '../catalogue/Form';
import { type Activity, changeActivity } from './activities';
import { giftFault } from './occasions';
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
  const [item, setItem] = useState(activity.item ?? '');
  const [pieces, setPieces] = useState<number | null>(activity.quantity);
  const [worth, setWorth] = useState<number | null>(activity.value_minor);
  const saving = useSaving((body) => changeActivity(activity, body), onDone);
  const held = state === 'held';
  const gift = held && activity.kind === 'gift';
  return (
    <FormFrame
      saving={saving}
      onCancel={onDone}
      body={() =>
        held
          ? {
              state,
              outcome: words.trim() || undefined,
              duration_min: minutes ?? undefined,
              ...(gift && {
                value_minor: worth ?? undefined,
                item: item.trim() || undefined,
                quantity: pieces ?? undefined,
              }),
            }
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
      {gift && (
        <>
          <MoneyInput
            label={t('crm.worth')}
            value={worth}
            error={giftFault(saving.save.error, t) ?? saving.faults.at('/value_minor')}
            onChange={setWorth}
          />
          <TextInput
            label={t('occasion.item')}
            maxLength={200}
            value={item}
            error={saving.faults.at('/item')}
            onChange={(event) => setItem(event.currentTarget.value)}
          />
          <NumberInput
            label={t('occasion.pieces')}
            min={1}
            allowDecimal={false}
            hideControls
            value={pieces ?? ''}
            error={saving.faults.at('/quantity')}
            onChange={(value) => setPieces(value === '' ? null : Number(value))}
          />
        </>
      )}
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
