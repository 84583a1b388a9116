// Shows a display that the outlet is paid for: what must be seen, and the photos that prove it.
import { useState } from 'react';
import { usePhone } from '../phone';
import { Photos } from './Photos';
import { SendButton } from './SendButton';
import { Field, Notice, StepFrame } from './StepFrame';
import type { StepProps } from './step';
import { useDraft } from './useDraft';
import { useWords } from './useWords';

interface DisplayDraft {
  photos: string[];
  note: string;
}

const EMPTY: DisplayDraft = { photos: [], note: '' };
const PHOTOS_MAX = 20;

export function DisplayStep({ outletId, visitId, onDone, programme }: StepProps & { programme: string }) {
  const { t, said, money, day } = useWords();
  const { data, record } = usePhone();
  const display = data.displays.find((one) => one.outlet_id === outletId && one.programme === programme);
  const {
    value: draft,
    ready,
    change,
    forget,
  } = useDraft<DisplayDraft>(`display ${programme} ${visitId ?? outletId}`, EMPTY);
  const [tried, setTried] = useState(false);
  const send = async () => {
    setTried(true);
    if (draft.photos.length === 0) return;
    const note = draft.note.trim();
    await record(
      'display_execution',
      { outlet: outletId, programme, photos: draft.photos, ...(note ? { note } : {}) },
      { visit_id: visitId },
    );
    await forget();
    onDone();
  };
  if (!ready) return null;
  if (!display)
    return (
      <StepFrame title={t('visit.step.display')} onBack={onDone}>
        <Notice tone="care">{t('visit.why.not_enrolled')}</Notice>
      </StepFrame>
    );
  return (
    <StepFrame
      title={said(display.name)}
      onBack={onDone}
      foot={<SendButton onSend={send}>{t('visit.display.send')}</SendButton>}
    >
      <Notice>
        <b>{t('visit.display.must_be_seen')}</b>
        <p>{String(display.requirement ?? '')}</p>
        <p className="v-dim">
          {t('visit.display.until', { date: day(display.to) })}
          {display.reward_minor !== null &&
            ` · ${t('visit.display.reward', { amount: money(display.reward_minor) })}`}
        </p>
      </Notice>
      {display.reason && <Notice tone="bad">{t('visit.display.failed', { reason: display.reason })}</Notice>}
      <Photos
        label={t('visit.photo.photos')}
        required
        photos={draft.photos}
        most={PHOTOS_MAX}
        onChange={(photos) => change((was) => ({ ...was, photos }))}
        wrong={tried && draft.photos.length === 0 && t('visit.photo.none')}
      />
      <Field label={t('visit.note')}>
        {(field) => (
          <textarea
            {...field}
            rows={2}
            maxLength={2000}
            value={draft.note}
            onChange={({ currentTarget: { value } }) => change((was) => ({ ...was, note: value }))}
          />
        )}
      </Field>
    </StepFrame>
  );
}
