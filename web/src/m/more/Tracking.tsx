// Plainly: when this app knows where the phone is and when it cannot, and who sees it.
import { usePhone } from '../phone';
import { Notice } from '../privacy/Notice';
import { useSay } from '../say';

export function Tracking() {
  const { config } = usePhone();
  const { t, duration } = useSay();
  return (
    <>
      <Notice />
      <section className="m-card">
        <h2>{t('tracking.when')}</h2>
        <p>{t('tracking.when_text')}</p>
        <p>
          {t('tracking.how_often', {
            moving: duration(config.ping_moving_s * 1000),
            still: duration(config.ping_still_s * 1000),
          })}
        </p>
      </section>
      <section className="m-card">
        <h2>{t('tracking.background')}</h2>
        <p>{t('tracking.background_text')}</p>
        <ul className="m-list">
          <li>{t('tracking.tip_awake')}</li>
          <li>{t('tracking.tip_open')}</li>
          <li>{t('tracking.tip_gap')}</li>
        </ul>
      </section>
      <section className="m-card">
        <h2>{t('tracking.second')}</h2>
        <p>{t('tracking.second_text')}</p>
      </section>
    </>
  );
}
