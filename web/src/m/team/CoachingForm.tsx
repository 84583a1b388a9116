// The coaching form of a joint visit or day: kept on the phone until the server has it, read by the rep.
import { useMutation } from '@tanstack/react-query';
import i18next from 'i18next';
import { useState } from 'react';
import { LANGUAGES } from '../i18n';
import { type Coaching, lengthOf, NOTE_MAX, noteOf, POINTS, type Point, readNote } from './coaching';
import { jointChanged, takeBack } from './joint';
import { draftOf, keepDraft } from './kept';
import { useRefusal, useSay } from './say';
import { tell } from './told';

export function CoachingForm({
  draft,
  id,
  note,
  name,
  save,
}: {
  /** By which name what is half written is kept. */
  draft: string;
  id: string;
  note: string | null;
  name: string;
  save: (note: string) => Promise<unknown>;
}) {
  const { t, count } = useSay();
  const refusal = useRefusal();
  const labelsIn = (lng: string): Record<Point, string> => ({
    well: t('team.coach.well', { lng }),
    better: t('team.coach.better', { lng }),
    agreed: t('team.coach.agreed', { lng }),
  });
  const labels = labelsIn(i18next.language);
  const [answers, setAnswers] = useState<Coaching>(() => {
    const kept = draftOf(draft);
    const known = LANGUAGES.map(({ code }) => code).filter((code) =>
      i18next.hasResourceBundle(code, 'translation'),
    );
    return kept ? JSON.parse(kept) : readNote(note ?? '', known.map(labelsIn));
  });
  const said = noteOf(answers, labels);
  const left = NOTE_MAX - lengthOf(said);
  const put = (point: Point, text: string) => {
    const next = { ...answers, [point]: text };
    keepDraft(draft, JSON.stringify(next));
    setAnswers(next);
  };
  const act = useMutation({
    mutationFn: () => save(said),
    onSuccess: async () => {
      keepDraft(draft, '');
      tell({ text: t('team.coach.saved', { name }) });
      await jointChanged();
    },
  });
  const back = useMutation({
    mutationFn: () => takeBack(id),
    onSuccess: async () => {
      keepDraft(draft, '');
      tell({ text: t('team.joint.taken_back') });
      await jointChanged();
    },
  });
  const failure = act.error ?? back.error;
  return (
    <form
      className="m-card"
      onSubmit={(event) => {
        event.preventDefault();
        if (said && left >= 0 && !act.isPending) act.mutate();
      }}
    >
      <h2>{t('team.coach.title')}</h2>
      {POINTS.map((point) => (
        <label key={point} className="m-field">
          {labels[point]}
          <textarea
            className="t-short"
            value={answers[point]}
            rows={2}
            onChange={(event) => put(point, event.target.value)}
          />
        </label>
      ))}
      <p className="m-dim m-num" role={left < 0 ? 'alert' : undefined}>
        {left < 0 ? t('team.coach.too_long', { n: count(-left) }) : t('team.coach.left', { n: count(left) })}
      </p>
      <p className="m-dim">{t('team.coach.read_by', { name })}</p>
      <div role="alert">
        {failure && (
          <p className="m-note" data-tone="bad">
            {refusal(failure)} {t('team.kept')}
          </p>
        )}
      </div>
      <div className="m-buttons">
        <button
          type="submit"
          className="m-button"
          data-kind="main"
          disabled={!said || left < 0 || act.isPending}
        >
          {t('team.coach.save')}
        </button>
        <button
          type="button"
          className="m-button"
          data-kind="quiet"
          disabled={back.isPending}
          onClick={() => back.mutate()}
        >
          {t('team.joint.take_back')}
        </button>
      </div>
    </form>
  );
}
