// Work begins, rests and ends here. What a tap does is kept at once, with or without a link.
import { useState } from 'react';
import { Icon } from '../app/icons';
import { usePhone } from '../phone';
import { answerOf, isAsked, mayStart } from '../privacy/consent';
import { Notice } from '../privacy/Notice';
import { useSay } from '../say';
import { useNow } from '../useNow';

export function SessionCard() {
  const { data, outbox, session, rest, visit, startSession, endSession, startBreak, endBreak } = usePhone();
  const { t, clock, duration } = useSay();
  const now = useNow(10_000);
  const [ending, setEnding] = useState(false);
  const said = answerOf(data.privacy, outbox);
  // First what is done with positions, then the work that makes them.
  if (!session && (isAsked(data.privacy, said) || !mayStart(data.privacy, said))) return <Notice asked />;
  if (!session)
    return (
      <section className="m-card" aria-labelledby="session">
        <h2 id="session">{t('session.none')}</h2>
        <p className="m-dim">{t('session.none_why')}</p>
        <button type="button" className="m-button" data-kind="main" onClick={() => void startSession()}>
          <Icon sign="play" />
          {t('session.start')}
        </button>
      </section>
    );
  return (
    <section className="m-card" aria-labelledby="session">
      <div className="m-row">
        <h2 id="session" className="m-head">
          {rest ? t('session.resting') : t('session.working')}
        </h2>
        <span className="m-dim">{t('session.since', { time: clock((rest ?? session).at) })}</span>
      </div>
      <p className="m-big" data-testid="session-time">
        {duration(now - (rest ?? session).at)}
      </p>
      {rest && <p className="m-dim">{t('session.rest_untracked')}</p>}
      {ending ? (
        <div className="m-note">
          <p>{visit ? t('session.end_open_visit') : t('session.end_sure')}</p>
          <div className="m-buttons">
            <button
              type="button"
              className="m-button"
              data-kind="bad"
              onClick={() => {
                setEnding(false);
                void endSession();
              }}
            >
              {t('session.end_yes')}
            </button>
            <button type="button" className="m-button" data-kind="quiet" onClick={() => setEnding(false)}>
              {t('session.end_no')}
            </button>
          </div>
        </div>
      ) : (
        <div className="m-buttons">
          {rest ? (
            <button type="button" className="m-button" data-kind="main" onClick={() => void endBreak()}>
              <Icon sign="play" />
              {t('session.rest_end')}
            </button>
          ) : (
            <button type="button" className="m-button" onClick={() => void startBreak()}>
              <Icon sign="pause" />
              {t('session.rest_start')}
            </button>
          )}
          <button type="button" className="m-button" data-kind="quiet" onClick={() => setEnding(true)}>
            <Icon sign="stop" />
            {t('session.end')}
          </button>
        </div>
      )}
    </section>
  );
}
