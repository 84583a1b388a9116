// The rep objects to a verdict. A supervisor decides; the verdict itself stays as it was found.
import { useState } from 'react';
import { usePhone } from '../phone';
import { useSay } from '../say';
import { VisitRow } from './VisitRow';

export function Appeal({ visitId }: { visitId: string }) {
  const { data, appeal } = usePhone();
  const { t } = useSay();
  const [text, setText] = useState('');
  const visit = data.visits.find(({ id }) => id === visitId);
  if (!visit) return <p className="m-card m-dim">{t('appeal.unknown')}</p>;
  return (
    <>
      <VisitRow visit={visit} />
      <form
        className="m-list"
        onSubmit={(event) => {
          event.preventDefault();
          void appeal(visitId, text.trim()).then(() => history.back());
        }}
      >
        <label className="m-field">
          {t('appeal.why')}
          <textarea
            value={text}
            onChange={(event) => setText(event.target.value)}
            maxLength={1000}
            required
          />
        </label>
        <p className="m-dim">{t('appeal.how')}</p>
        <button type="submit" className="m-button" data-kind="main" disabled={!text.trim()}>
          {t('appeal.send')}
        </button>
      </form>
    </>
  );
}
