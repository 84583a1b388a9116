// A call for help: open at the supervisors' within a second where there is a link, and said plainly where there is none.
import { useState } from 'react';
import { usePhone } from '../phone';
import { useSay } from '../say';
import { useNow } from '../useNow';
import { recordState } from '../visit/record_state';

/** An older call is history. */
const LATELY_MS = 2 * 3_600_000;

export function Sos() {
  const { outbox, session, locate, record } = usePhone();
  const { t, clock } = useSay();
  const now = useNow(10_000);
  const [note, setNote] = useState('');
  const [again, setAgain] = useState(false);
  const last = outbox.find(({ kind, at }) => kind === 'sos' && now - at < LATELY_MS);
  const call = async () => {
    setAgain(false);
    await record('sos', note.trim() ? { note: note.trim() } : {});
    setNote('');
    // Where the rep is, the track tells: with a place of now.
    await locate();
  };
  return (
    <>
      <div aria-live="assertive">
        {last && (
          <p className="m-note" data-tone={recordState(last) === 'waiting' ? 'bad' : 'good'}>
            {recordState(last) === 'waiting'
              ? t('sos.waiting', { time: clock(last.at) })
              : t('sos.sent', { time: clock(last.at) })}
          </p>
        )}
      </div>
      {last && !again ? (
        <button type="button" className="m-button" data-kind="bad" onClick={() => setAgain(true)}>
          {t('sos.again')}
        </button>
      ) : (
        <form
          className="m-card"
          onSubmit={(event) => {
            event.preventDefault();
            void call();
          }}
        >
          <p>{t('sos.what')}</p>
          {!session && <p className="m-note">{t('sos.no_session')}</p>}
          <label className="m-field">
            {t('sos.note')}
            <textarea value={note} onChange={(event) => setNote(event.target.value)} maxLength={500} />
          </label>
          <button type="submit" className="m-button m-sos">
            {t('sos.call')}
          </button>
        </form>
      )}
    </>
  );
}
