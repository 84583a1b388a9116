// Photographs what is to be seen here: each picture is a record of its own.
import { useState } from 'react';
import { usePhone } from '../phone';
import { Photos } from './Photos';
import { SendButton } from './SendButton';
import { Choices, Field, StepFrame } from './StepFrame';
import type { StepProps } from './step';
import { useDraft } from './useDraft';
import { useWords } from './useWords';

export const SUBJECTS = ['shelf', 'storefront', 'display', 'other'] as const;
type Subject = (typeof SUBJECTS)[number];

interface PhotoDraft {
  subject: Subject;
  photos: string[];
  note: string;
}

const EMPTY: PhotoDraft = { subject: 'shelf', photos: [], note: '' };
const MOST = 10;

export function PhotoStep({ outletId, visitId, onDone }: StepProps) {
  const { t, number } = useWords();
  const { record } = usePhone();
  const { value: draft, ready, change, forget } = useDraft<PhotoDraft>(`photo ${visitId ?? outletId}`, EMPTY);
  const [tried, setTried] = useState(false);
  const many = draft.photos.length;
  const send = async () => {
    setTried(true);
    if (many === 0) return;
    const note = draft.note.trim();
    for (const blob of draft.photos)
      await record(
        'photo',
        { outlet: outletId, blob, subject: draft.subject, ...(note ? { note } : {}) },
        { visit_id: visitId },
      );
    await forget();
    onDone();
  };
  if (!ready) return null;
  return (
    <StepFrame
      title={t('visit.step.photo')}
      onBack={onDone}
      foot={<SendButton onSend={send}>{t('visit.photo.send', { count: many, n: number(many) })}</SendButton>}
    >
      <Choices
        label={t('visit.photo.of_what')}
        value={draft.subject}
        options={SUBJECTS.map((value) => ({ value, label: t(`visit.photo.subject.${value}`) }))}
        onPick={(subject) => change((was) => ({ ...was, subject }))}
      />
      <Photos
        label={t('visit.photo.photos')}
        required
        photos={draft.photos}
        most={MOST}
        onChange={(photos) => change((was) => ({ ...was, photos }))}
        wrong={tried && many === 0 && t('visit.photo.none')}
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
