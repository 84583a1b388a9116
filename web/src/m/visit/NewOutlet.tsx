// Asks for a shop that is not in the list yet: its name, where it stands, what it looks like.
import { useState } from 'react';
import { usePhone } from '../phone';
import type { Fix } from '../protocol';
import { Here } from './Here';
import { Photos } from './Photos';
import { SendButton } from './SendButton';
import { Field, Notice, StepFrame } from './StepFrame';
import { Toggles } from './Toggles';
import { useDraft } from './useDraft';
import { useWords } from './useWords';

interface Wanted {
  name: string;
  phone: string;
  address: string;
  class: string | null;
  note: string;
  fix: Fix | null;
  photos: string[];
}

const EMPTY: Wanted = { name: '', phone: '', address: '', class: null, note: '', fix: null, photos: [] };
const TEXT_MAX = 200;
const FIELDS = ['name', 'phone', 'address', 'note'] as const;

export function NewOutlet({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const { data, record, visit } = usePhone();
  const { value: draft, ready, change, forget } = useDraft<Wanted>('new outlet', EMPTY);
  const [tried, setTried] = useState(false);
  const classes = [...new Set(data.outlets.map((outlet) => outlet.class))].sort();
  const { fix } = draft;
  const send = async () => {
    setTried(true);
    if (!draft.name.trim() || !fix) return;
    const text = (value: string) => value.trim() || undefined;
    await record(
      'outlet_request',
      {
        name: draft.name.trim(),
        lat: fix.lat,
        lng: fix.lng,
        accuracy_m: fix.accuracy_m,
        phone: text(draft.phone),
        address: text(draft.address),
        class: draft.class ?? undefined,
        note: text(draft.note),
        photo: draft.photos[0],
      },
      { visit_id: visit?.id ?? null },
    );
    await forget();
    onDone();
  };
  if (!ready) return null;
  return (
    <StepFrame
      title={t('visit.outlet.title')}
      onBack={onDone}
      foot={<SendButton onSend={send}>{t('visit.outlet.send')}</SendButton>}
    >
      <Notice>{t('visit.outlet.how')}</Notice>
      {FIELDS.map((name) => (
        <Field
          key={name}
          label={t(`visit.outlet.${name}`)}
          required={name === 'name'}
          wrong={name === 'name' && tried && !draft.name.trim() && t('visit.why.required')}
        >
          {(field) => (
            <input
              {...field}
              autoComplete="off"
              type={name === 'phone' ? 'tel' : 'text'}
              maxLength={TEXT_MAX}
              value={draft[name]}
              onChange={({ currentTarget: { value } }) => change((was) => ({ ...was, [name]: value }))}
            />
          )}
        </Field>
      ))}
      {classes.length > 1 && (
        <Toggles
          label={t('visit.outlet.class')}
          options={classes.map((value) => ({ value, label: value }))}
          on={draft.class === null ? [] : [draft.class]}
          onChange={([picked]) => change((was) => ({ ...was, class: picked ?? null }))}
        />
      )}
      <Here
        fix={fix}
        onFix={(found) => change((was) => ({ ...was, fix: found }))}
        wrong={tried && !fix && t('visit.place.needed')}
      />
      <Photos
        label={t('visit.outlet.photo')}
        photos={draft.photos}
        most={1}
        onChange={(photos) => change((was) => ({ ...was, photos }))}
      />
    </StepFrame>
  );
}
