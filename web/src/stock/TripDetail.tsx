// One trip: what can be done with it now, its stops with their proof, its goods and the money taken on the way.
import { Alert, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PrintMenu } from '../app/PrintMenu';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { WhyForm } from '../app/WhyForm';
import { Facts } from '../catalogue/Facts';
import { useFormat } from '../format/useFormat';
import { StopForm } from './StopForm';
import { TripSettle } from './TripSettle';
import { actOnTrip, afterTrip, openStops, type Trip, type TripStop } from './trips';
import { useMilli } from './useMilli';

export function TripDetail({ trip, rights }: { trip: Trip; rights: Rights }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (minor: number) => format.money(minor, trip.currency);
  const drives = has(rights, 'deliver_orders');
  const facts: [string, string][] = [
    [t('trips.date'), format.day(trip.date)],
    [t('trips.van'), [trip.van_name, trip.vehicle].filter(Boolean).join(' · ') || '–'],
    ...(trip.from_name ? [[t('trips.from'), trip.from_name] as [string, string]] : []),
    ...(trip.loaded_at
      ? [
          [
            t('trips.loaded'),
            [format.moment(trip.loaded_at), trip.loaded_by].filter(Boolean).join(' · '),
          ] as [string, string],
        ]
      : []),
    ...(trip.settled_at
      ? [
          [
            t('trips.settled'),
            [format.moment(trip.settled_at), trip.settled_by].filter(Boolean).join(' · '),
          ] as [string, string],
        ]
      : []),
    ...(trip.loaded_at
      ? [
          [t('trips.cash_due'), money(trip.cash_due_minor)] as [string, string],
          [t('trips.collected_cash'), money(trip.collected_cash_minor)] as [string, string],
        ]
      : []),
    ...(trip.collected_other_minor > 0
      ? [[t('trips.collected_rest'), money(trip.collected_other_minor)] as [string, string]]
      : []),
  ];
  return (
    <section className="fb-plans-detail" aria-label={t('trips.one')}>
      <h2>
        {trip.driver}{' '}
        <span className="fb-order-state" data-state={trip.state} data-testid="trip-state">
          {t(`trips.state.${trip.state}`)}
        </span>
      </h2>
      <Facts rows={facts} />
      {trip.reason && <p className="fb-note">“{trip.reason}”</p>}
      {trip.note && <p className="fb-note">“{trip.note}”</p>}
      {trip.state === 'planned' && drives && <Leave key={trip.version} trip={trip} />}
      <section className="fb-section">
        <h3>{t('trips.the_stops')}</h3>
        <ol className="fb-trip-stops">
          {trip.stops.map((stop) => (
            <Stop key={stop.order_id} trip={trip} stop={stop} drives={drives} />
          ))}
        </ol>
      </section>
      {trip.goods.length > 0 && <Goods trip={trip} />}
      {trip.state === 'out' &&
        (openStops(trip) > 0 ? (
          <p className="fb-dim">{t('trips.open', { count: openStops(trip) })}</p>
        ) : has(rights, 'manage_stock') ? (
          <TripSettle key={trip.version} trip={trip} />
        ) : (
          <p className="fb-dim">{t('trips.waits_for_warehouse')}</p>
        ))}
    </section>
  );
}

function Leave({ trip }: { trip: Trip }) {
  const { t } = useTranslation();
  const [cancelling, setCancelling] = useState(false);
  const done = useMutation({
    mutationFn: ({ action, reason }: { action: 'load' | 'cancel'; reason?: string }) =>
      actOnTrip(trip, action, reason),
    onSettled: afterTrip,
  });
  return (
    <>
      {done.isError && (
        <Alert color="red" role="alert" mb="sm">
          {problemText(done.error, t)}
        </Alert>
      )}
      {cancelling ? (
        <WhyForm
          yes={t('trips.cancel')}
          busy={done.isPending}
          onSay={(reason) => done.mutate({ action: 'cancel', reason })}
          onCancel={() => setCancelling(false)}
        />
      ) : (
        <div className="fb-actions">
          <Button color="teal.9" loading={done.isPending} onClick={() => done.mutate({ action: 'load' })}>
            {t('trips.load')}
          </Button>
          <Button variant="default" onClick={() => setCancelling(true)}>
            {t('trips.cancel')}
          </Button>
        </div>
      )}
    </>
  );
}

function Stop({ trip, stop, drives }: { trip: Trip; stop: TripStop; drives: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [telling, setTelling] = useState(false);
  const open = stop.state === 'open';
  return (
    <li data-stop={stop.order_id}>
      <span className="fb-review-row-head">
        <strong>
          <Link to="/orders" search={{ show: 'all', id: stop.order_id }} className="fb-name-link">
            {stop.outlet_name ?? t('visit.no_outlet')}
          </Link>{' '}
          <span className="fb-order-state" data-state={stop.state}>
            {t(`trips.stop.${stop.state}`)}
          </span>
        </strong>
        <b className="fb-num">
          {format.money(open ? stop.total_minor : stop.delivered_minor, trip.currency)}
        </b>
      </span>
      <span className="fb-dim">
        {[
          stop.address,
          stop.cash ? t('trips.cash') : null,
          stop.receiver ? t('orders.taken_by', { who: stop.receiver }) : null,
          stop.at ? format.lately(stop.at) : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {stop.reason && <p className="fb-note">“{stop.reason}”</p>}
      {telling ? (
        <StopForm trip={trip} stop={stop} onClose={() => setTelling(false)} />
      ) : (
        <div className="fb-actions">
          {trip.state === 'out' && open && drives && (
            <Button size="xs" variant="light" onClick={() => setTelling(true)}>
              {t('trips.tell')}
            </Button>
          )}
          <PrintMenu papers={[{ name: 'delivery_note', of: `orders/${stop.order_id}` }]} />
        </div>
      )}
    </li>
  );
}

function Goods({ trip }: { trip: Trip }) {
  const { t } = useTranslation();
  const milli = useMilli();
  return (
    <section className="fb-section">
      <h3>{t('trips.goods')}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="fb-lines-scroll" tabIndex={0} aria-label={t('trips.goods')}>
        <table className="fb-lines">
          <thead>
            <tr>
              <th>{t('trips.product')}</th>
              <th className="fb-num">{t('trips.loaded_goods')}</th>
              <th className="fb-num">{t('trips.delivered')}</th>
              <th className="fb-num">{t('trips.returned')}</th>
              <th className="fb-num">{t('trips.missing')}</th>
            </tr>
          </thead>
          <tbody>
            {trip.goods.map((row) => (
              <tr key={row.product_id}>
                <td>{row.product_name}</td>
                <td className="fb-num">{milli(row.loaded_milli)}</td>
                <td className="fb-num">{milli(row.delivered_milli)}</td>
                <td className="fb-num">{row.returned_milli === null ? '–' : milli(row.returned_milli)}</td>
                <td className="fb-num" data-open={!!row.missing_milli || undefined}>
                  {row.missing_milli === null ? '–' : milli(row.missing_milli)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
