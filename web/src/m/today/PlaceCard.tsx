// Whether the phone knows where it is, how well, and what to do where it does not. And the screen's wake lock, since a web
// app sees nothing once the screen is off.
import { Icon } from '../app/icons';
import { usePhone } from '../phone';
import { href } from '../route';
import { useSay } from '../say';
import { useNow } from '../useNow';

const OLD_MS = 3 * 60_000;

export function PlaceCard() {
  const { place, rest, keepAwake, locate } = usePhone();
  const { t, distance, duration } = useSay();
  const now = useNow(10_000);
  const { fix, problem } = place;
  if (rest) return null;
  const age = fix ? now - fix.at : null;
  const good = !problem && age !== null && age < OLD_MS;
  return (
    <section className="m-card" aria-labelledby="place">
      <div className="m-row">
        <h2 id="place" className="m-head">
          {t('place.title')}
        </h2>
        <span className="m-chip" data-tone={good ? 'good' : 'care'} data-testid="place" role="status">
          {good
            ? fix?.accuracy_m !== undefined
              ? t('place.good', { accuracy: distance(fix.accuracy_m) })
              : t('place.known')
            : problem
              ? t('place.missing')
              : fix && age !== null
                ? t('place.old', { time: duration(age) })
                : t('place.looking')}
        </span>
      </div>
      {problem && (
        <div className="m-note">
          <p>{t(`place.problem.${problem}`)}</p>
          {problem !== 'insecure' && problem !== 'unsupported' && (
            <button type="button" className="m-button" onClick={() => void locate()}>
              {t('place.again')}
            </button>
          )}
        </div>
      )}
      {place.wake_lock !== 'unsupported' && (
        <label className="m-option">
          <input
            type="checkbox"
            checked={place.wake_lock === 'on'}
            onChange={(event) => keepAwake(event.target.checked)}
          />
          {t('place.awake')}
        </label>
      )}
      {place.wake_lock === 'refused' && <p className="m-note">{t('place.awake_refused')}</p>}
      <p className="m-dim">{t('place.background')}</p>
      <a className="m-more" href={href('tracking')}>
        {t('place.background_more')}
        <Icon sign="go" />
      </a>
    </section>
  );
}
