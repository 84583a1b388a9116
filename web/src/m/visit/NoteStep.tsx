// Writes down what was said here: a note, or a complaint that somebody has to answer.
import { useState } from 'react';
import { usePhone } from '../phone';
import { SendButton } from './SendButton';
import { Choices, Field, StepFrame } from './StepFrame';
import type { StepProps } from './step';
import { useDraft } from './useDraft';
import { useWords } from './useWords';

const KINDS = ['note', 'case'] as const;
type Kind = (typeof KINDS)[number];

interface NoteDraft {
  kind: Kind;
  subject: string;
  text: string;
}

const EMPTY: NoteDraft = { kind: 'note', subject: '', text: '' };
const SUBJECT_MAX = 200;
const TEXT_MAX = 2000;

export function NoteStep({ outletId, visitId, onDone }: StepProps) {
  const { t } = useWords();
  const { record } = usePhone();
  const { value: draft, ready, change, forget } = useDraft<NoteDraft>(`note ${visitId ?? outletId}`, EMPTY);
  const [tried, setTried] = useState(false);
  const [subject, text] = [draft.subject.trim(), draft.text.trim()];
  const missing = draft.kind === 'case' ? !subject : !text;
  const send = async () => {
    setTried(true);
    if (missing) return;
    const body =
      draft.kind === 'note'
        ? { outlet: outletId, text }
        : { outlet: outletId, subject, ...(text ? { note: text } : {}) };
    await record(draft.kind, body, { visit_id: visitId });
    await forget();
    onDone();
  };
  if (!ready) return null;
  return (
    <StepFrame
      title={t('visit.step.note')}
      onBack={onDone}
      foot={
        <SendButton onSend={send}>
          {draft.kind === 'note' ? t('visit.notes.send') : t('visit.notes.send_case')}
        </SendButton>
      }
    >
      <Choices
        label={t('visit.notes.kind')}
        value={draft.kind}
        options={KINDS.map((value) => ({ value, label: t(`visit.notes.kinds.${value}`) }))}
        onPick={(kind) => change((was) => ({ ...was, kind }))}
      />
      {draft.kind === 'case' && (
        <Field
          label={t('visit.notes.subject')}
          required
          wrong={tried && !subject && t('visit.why.required')}
          hint={t('visit.notes.case_hint')}
        >
          {(field) => (
            <input
              {...field}
              autoComplete="off"
              maxLength={SUBJECT_MAX}
              value={draft.subject}
              onChange={({ currentTarget: { value } }) => change((was) => ({ ...was, subject: value }))}
            />
          )}
        </Field>
      )}
      <Field
        label={t('visit.notes.text')}
        required={draft.kind === 'note'}
        wrong={tried && draft.kind === 'note' && !text && t('visit.why.required')}
      >
        {(field) => (
          <textarea
            {...field}
            rows={5}
            maxLength={TEXT_MAX}
            value={draft.text}
            onChange={({ currentTarget: { value } }) => change((was) => ({ ...was, text: value }))}
          />
        )}
      </Field>
    </StepFrame>
  );
}
