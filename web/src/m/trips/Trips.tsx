// The trips that the rep drives: where they go in which order, how far each stop is, and what is on the van.
import { useMemo } from 'react';
import { Icon } from '../app/icons';
import { usePhone } from '../phone';
import { href } from '../route';
import { useSay } from '../say';
import { away } from '../today/stops';
import { useNow } from '../useNow';
import { faultWords } from '../visit/record_state';
import { useGoods } from '../visit/useGoods';
import { useWords } from '../visit/useWords';
import { type Outcome, type Trip, type TripStop, trips } from './trips';

/** An older position says nothing of how far it is. */
const FRESH_MS = 10 * 60_000;

const TONES: { [state in Outcome]: string } = { delivered: 'good', partly: 'care', refused: 'bad' };

export function Trips() {
  const { data, outbox } = usePhone();
  const { t } = useSay();
  const all = useMemo(() => trips(data.deliveries, outbox), [data, outbox]);
  if (all.length === 0) return <p className="m-card m-dim">{t('trip.none')}</p>;
  return all.map((trip) => <TripCard key={trip.id} trip={trip} />);
}

function TripCard({ trip }: { trip: Trip }) {
  const { t, longDay } = useSay();
  const done = trip.stops.filter(({ state }) => state !== 'open').length;
  return (
    <section className="m-list" aria-labelledby={`trip-${trip.id}`} data-testid="trip">
      <div className="m-row">
        <h2 id={`trip-${trip.id}`} className="m-head">
          {longDay(trip.date)}
          {trip.vehicle && ` · ${trip.vehicle}`}
        </h2>
        <span className="m-chip" data-tone={trip.state === 'out' ? 'main' : 'plain'}>
          {t(`trip.state.${trip.state}`)}
        </span>
      </div>
      {trip.note && <p className="m-note">{trip.note}</p>}
      {trip.state === 'planned' && <p className="m-note">{t('trip.not_loaded')}</p>}
      <p className="m-dim m-num">{t('trip.done', { done, count: trip.stops.length })}</p>
      <ol className="m-list">
        {trip.stops.map((stop) => (
          <li key={stop.order_id}>
            <StopRow stop={stop} />
          </li>
        ))}
      </ol>
      {trip.goods.length > 0 && <OnTheVan trip={trip} />}
    </section>
  );
}

function StopRow({ stop }: { stop: TripStop }) {
  const { place } = usePhone();
  const { t, distance } = useSay();
  const { money } = useWords();
  const now = useNow(15_000);
  const from = place.fix && now - place.fix.at < FRESH_MS ? place.fix : null;
  const far = stop.pin && stop.state === 'open' ? away(stop.pin, from) : null;
  const { state, record } = stop;
  return (
    <a
      className="m-item"
      data-state={state === 'open' ? 'planned' : 'completed'}
      data-delivery={stop.order_id}
      href={href('stop', stop.order_id)}
    >
      <span className="m-place-no" aria-hidden="true">
        {state === 'open' ? stop.seq : <Icon sign={state === 'refused' ? 'cross' : 'tick'} />}
      </span>
      <span className="m-item-words">
        <strong>{stop.name}</strong>
        {stop.address && <span className="m-dim">{stop.address}</span>}
        {stop.cash && stop.to_pay_minor !== null && (
          <span className="m-num">{t('trip.cash', { total: money(stop.to_pay_minor) })}</span>
        )}
        {state !== 'open' && (
          <span className="m-row">
            <span className="m-chip" data-tone={TONES[state]}>
              {t(`trip.outcome.${state}`)}
            </span>
            {record === 'waiting' && <span className="m-dim">{t('visit.state.waiting')}</span>}
          </span>
        )}
        {faultWords(stop.why, t as (key: string) => string).map((why) => (
          <span key={why}>{why}</span>
        ))}
      </span>
      {far !== null && <span className="m-item-side m-dim m-num">{distance(far)}</span>}
    </a>
  );
}

/** Product by product in single units, and what of it is out by the office's book. */
function OnTheVan({ trip }: { trip: Trip }) {
  const { t } = useSay();
  const { milli } = useWords();
  const goods = useGoods(null);
  return (
    <details className="m-card m-fold">
      <summary>
        <span className="m-item-words m-head">{t('trip.goods', { count: trip.goods.length })}</span>
        <Icon sign="go" />
      </summary>
      <ul className="m-list">
        {trip.goods.map(({ product_code, product_name, loaded_milli, delivered_milli }) => (
          <li key={product_code} className="m-row">
            <span>{product_name}</span>
            <span className="m-num">
              {t('trip.left_of', {
                left: milli(loaded_milli - delivered_milli),
                loaded: milli(loaded_milli),
                unit: goods?.byCode.get(product_code)?.piece ?? '',
              })}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
