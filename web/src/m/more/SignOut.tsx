// The phone is given back: everything of the rep is forgotten. While anything waits it says what would be lost.
import { useState } from 'react';
import { usePhone } from '../phone';
import { useSay } from '../say';

export function SignOut() {
  const { backlog, session, foreign, signOut, retry } = usePhone();
  const { t } = useSay();
  const [sure, setSure] = useState(false);
  const waiting = backlog.items + backlog.fixes + backlog.photos + foreign;
  return (
    <section className="m-card">
      <p>{t('sign_out.what')}</p>
      {session && <p className="m-note">{t('sign_out.working')}</p>}
      {waiting > 0 && (
        <div className="m-note" data-tone="bad">
          <p>{t('sign_out.lose', { count: waiting })}</p>
          <button type="button" className="m-button" data-kind="main" onClick={retry}>
            {t('outbox.retry')}
          </button>
          <label className="m-option">
            <input type="checkbox" checked={sure} onChange={(event) => setSure(event.target.checked)} />
            {t('sign_out.sure')}
          </label>
        </div>
      )}
      <button
        type="button"
        className="m-button"
        data-kind="bad"
        disabled={waiting > 0 && !sure}
        onClick={() => void signOut()}
      >
        {t('sign_out.go')}
      </button>
    </section>
  );
}
