// The day's page: the work session, where the phone is, what is open, and where to go next.
import { useState } from 'react';
import { Icon } from '../app/icons';
import { usePhone } from '../phone';
import { answerOf, isAsked } from '../privacy/consent';
import { Notice } from '../privacy/Notice';
import { href } from '../route';
import { useSay } from '../say';
import { stopsToGo, trips } from '../trips/trips';
import { useNow } from '../useNow';
import { FindOutlet } from './FindOutlet';
import { Gaps } from './Gaps';
import { NewMessage } from './NewMessage';
import { PlaceCard } from './PlaceCard';
import { SessionCard } from './SessionCard';
import { StopRow } from './StopRow';
import { nearestFirst, stopsNow } from './stops';

export function Today() {
  const phone = usePhone();
  const { data, visit, outbox, place, session } = phone;
  const { t, dateOf, longDay, duration } = useSay();
  const now = useNow(15_000);
  const today = dateOf(now);
  const from = place.fix && now - place.fix.at < 10 * 60_000 ? place.fix : null;
  const stops = stopsNow(data, outbox, visit, from, (at) => dateOf(at) === today);
  const [byWay, setByWay] = useState(false);
  const listed = byWay ? nearestFirst(stops) : stops;
  const done = stops.filter(({ state }) => state === 'completed').length;
  const deliveries = stopsToGo(trips(data.deliveries, outbox), today);
  const open = visit && nameOf(visit.outlet_id);
  function nameOf(id: number) {
    return (
      data.outlets.find((o) => o.id === id)?.name ??
      data.plan?.stops.find((s) => s.outlet_id === id)?.outlet_name ??
      ''
    );
  }
  return (
    <>
      {visit && (
        <a className="m-item" data-state="in_progress" data-testid="open-visit" href={href('visit')}>
          <span className="m-item-words">
            <span className="m-dim">{t('today.open_visit', { time: duration(now - visit.at) })}</span>
            <strong>{open}</strong>
          </span>
          <span className="m-button" data-kind="main">
            {t('today.go_on')}
          </span>
        </a>
      )}
      <NewMessage />
      <SessionCard />
      {session && isAsked(data.privacy, answerOf(data.privacy, outbox)) && <Notice asked />}
      {session && <PlaceCard />}
      <Gaps />
      {deliveries > 0 && (
        <a className="m-item" href={href('trips')}>
          <span className="m-item-words">
            <strong>{t('trips.title')}</strong>
            <span className="m-dim">{t('trips.to_go', { count: deliveries })}</span>
          </span>
          <Icon sign="go" />
        </a>
      )}
      <FindOutlet from={from} />
      <section className="m-list" aria-labelledby="stops">
        <div className="m-row">
          <h2 id="stops" className="m-head">
            {t('today.stops')}
          </h2>
          {stops.length > 0 && (
            <span className="m-dim m-num" data-testid="visited">
              {t('today.visited', { done, count: stops.length })}
            </span>
          )}
        </div>
        {stops.length > 1 && from && (
          <label className="m-option">
            <input type="checkbox" checked={byWay} onChange={(event) => setByWay(event.target.checked)} />
            {t('today.nearest')}
          </label>
        )}
        {stops.length > 0 ? (
          <ul className="m-list">
            {listed.map((stop) => (
              <li key={`${stop.stop.sequence} ${stop.stop.outlet_id}`}>
                <StopRow stop={stop} />
              </li>
            ))}
          </ul>
        ) : (
          <p className="m-card m-dim">
            {data.synced_at === null ? t('today.not_synced') : t('today.no_stops')}
          </p>
        )}
        {data.plan && data.plan.date !== today && (
          <p className="m-note">{t('today.old_plan', { day: longDay(data.plan.date) })}</p>
        )}
      </section>
    </>
  );
}
