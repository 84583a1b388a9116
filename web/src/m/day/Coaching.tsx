// What a supervisor who was there said of a visit or a day, line by line as it was written.
import type { CoachingNote } from '../protocol';
import { useSay } from '../say';

export function Coaching({ notes }: { notes: CoachingNote[] }) {
  const { t } = useSay();
  return notes.map(({ date, visit, by, note }) => (
    <section key={`${date} ${visit} ${by} ${note}`} className="m-note" data-tone="plain">
      <h4 className="m-head">{visit === null ? t('coaching.day', { by }) : t('coaching.visit', { by })}</h4>
      {note.split('\n').map((line) => (
        <p key={line}>{line}</p>
      ))}
    </section>
  ));
}
