// The open visit: how long it lasts, its steps, and the way out of it.
import { lazy, Suspense } from 'react';
import { Icon } from '../app/icons';
import { type OpenVisit, usePhone } from '../phone';
import { go, href } from '../route';
import { useSay } from '../say';
import { useNow } from '../useNow';
import { placeOf } from './place_of';

const VisitSteps = lazy(() => import('../visit/VisitSteps').then((m) => ({ default: m.VisitSteps })));

export function Call({ visit }: { visit: OpenVisit }) {
  const { data, config } = usePhone();
  const { t, clock, duration, distance } = useSay();
  const now = useNow(5_000);
  const place = placeOf(data, visit.outlet_id);
  const short = config.dwell_min_s * 1000 - (now - visit.at);
  return (
    <>
      <section className="m-card" aria-labelledby="call">
        <h2 id="call">{place?.name}</h2>
        {place?.address && <p className="m-dim">{place.address}</p>}
        <div className="m-row">
          <span className="m-num">
            {t('call.since', { time: clock(visit.at), long: duration(now - visit.at) })}
          </span>
          {visit.distance_m !== null && (
            <span className="m-dim m-num">
              {t('call.distance', { distance: distance(visit.distance_m) })}
            </span>
          )}
        </div>
        {short > 0 && <p className="m-dim">{t('call.short', { time: duration(short) })}</p>}
      </section>
      <Suspense fallback={<span className="m-wait" />}>
        <VisitSteps
          visitId={visit.id}
          outletId={visit.outlet_id}
          step={null}
          onStep={(step) => step && go('visit', step)}
        />
      </Suspense>
      <div className="m-buttons">
        <a className="m-button" data-kind="main" href={href('check-out')}>
          <Icon sign="tick" />
          {t('call.check_out')}
        </a>
        <a className="m-button" data-kind="quiet" href={href('outlet', visit.outlet_id)}>
          {t('call.outlet')}
        </a>
      </div>
    </>
  );
}
