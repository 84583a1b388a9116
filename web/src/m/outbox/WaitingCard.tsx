// What waits, since when, and when it is tried again.
import { usePhone } from '../phone';
import { useSay } from '../say';
import { useNow } from '../useNow';

export function WaitingCard() {
  const { backlog, link, retry, foreign, dropForeign, refused_photos } = usePhone();
  const { t, clock, duration } = useSay();
  const now = useNow(1_000);
  const waiting = backlog.items + backlog.fixes + backlog.photos;
  return (
    <section className="m-card" aria-labelledby="waiting">
      <h2 id="waiting" aria-live="polite">
        {waiting > 0 && backlog.since
          ? t('link.waiting', { count: waiting, time: clock(backlog.since) })
          : t('outbox.nothing')}
      </h2>
      {waiting > 0 && (
        <ul className="m-dim">
          {backlog.items > 0 && <li>{t('outbox.items', { count: backlog.items })}</li>}
          {backlog.fixes > 0 && <li>{t('outbox.fixes', { count: backlog.fixes })}</li>}
          {backlog.photos > 0 && <li>{t('outbox.photos', { count: backlog.photos })}</li>}
        </ul>
      )}
      <p className="m-dim">
        {link.state === 'offline' && link.retry_at
          ? t('outbox.retry_in', { time: duration(Math.max(1_000, link.retry_at - now)) })
          : t(`link.${link.state}`)}
      </p>
      {link.state === 'offline' && (
        <button type="button" className="m-button" onClick={retry}>
          {t('outbox.retry')}
        </button>
      )}
      {refused_photos.length > 0 && (
        <p className="m-note" data-tone="bad">
          {t('outbox.refused_photos', { count: refused_photos.length })}
        </p>
      )}
      {foreign > 0 && (
        <div className="m-note">
          <p>{t('outbox.foreign', { count: foreign })}</p>
          <button type="button" className="m-button" data-kind="bad" onClick={() => void dropForeign()}>
            {t('outbox.drop_foreign')}
          </button>
        </div>
      )}
    </section>
  );
}
