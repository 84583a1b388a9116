// What belongs to an outlet elsewhere: its customer, the routes that call at it, the last visits, and what the field
// said of its pin. Each leads to where it is worked at.
import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { customerQuery } from '../customers/customers';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { PatternText } from '../routes/PatternText';
import { type OutletRecord, pinRequestsOf, routesOfUnit, visitsOf } from './records';

export function OutletRelated({ outlet, rights }: { outlet: OutletRecord; rights: Rights }) {
  const { t } = useTranslation();
  const format = useFormat();
  // Routes, visits and pins tell of reps: neither asked for nor shown to who reads trade alone.
  const people = has(rights, 'read_field');
  const customer = useQuery({
    ...customerQuery(outlet.customer_id ?? 0),
    enabled: outlet.customer_id !== null,
  });
  const routes = useQuery({ ...routesOfUnit(outlet.org_unit_id), enabled: people });
  const visits = useQuery({ ...visitsOf(outlet.id), enabled: people });
  const pins = useQuery({ ...pinRequestsOf(outlet.id), enabled: people });
  const calls = routes.data?.flatMap((route) => {
    const stop = route.outlets.find(({ outlet_id }) => outlet_id === outlet.id);
    return stop ? [{ route, stop }] : [];
  });
  return (
    <>
      <h3>{t('records.customer')}</h3>
      {outlet.customer_id === null ? (
        <p className="fb-dim">{t('records.no_customer')}</p>
      ) : (
        <p className="fb-rec-p">
          <Link to="/customers/$id" params={{ id: outlet.customer_id }} className="fb-link">
            {customer.data?.name ?? outlet.customer_code}
          </Link>{' '}
          <span className="fb-dim">{outlet.customer_code}</span>
          {has(rights, 'read_trade') && (
            <>
              {' · '}
              <Link to="/orders" search={{ show: 'all', customer: outlet.customer_id }} className="fb-link">
                {t('money.to_orders')}
              </Link>
            </>
          )}
        </p>
      )}
      {people && (
        <>
          <h3>{t('records.tab.routes')}</h3>
          <Lines query={routes} rows={calls} none={t('records.on_no_route')}>
            {calls?.map(({ route, stop }) => (
              <li key={route.id}>
                <span>
                  <Link to="/masters/routes" search={{ id: route.id }} className="fb-link">
                    {route.name}
                  </Link>{' '}
                  <span className="fb-dim">{route.rep_code}</span>
                </span>
                <PatternText pattern={stop.pattern} />
              </li>
            ))}
          </Lines>
          <h3>{t('records.last_visits')}</h3>
          <Lines query={visits} rows={visits.data} none={t('records.no_visits')}>
            {visits.data?.map((visit) => (
              <li key={visit.id}>
                <span>
                  <Link
                    to="/map"
                    search={{ rep: visit.rep_id, date: visit.date, visit: visit.id }}
                    className="fb-link"
                  >
                    {format.day(visit.date)}
                  </Link>{' '}
                  {visit.rep_name}
                </span>
                <span
                  className="fb-rec-tag"
                  data-tone={{ valid: 'ok', review: 'warn', invalid: 'bad' }[visit.effective_overall]}
                >
                  {t(`verdict.overall.${visit.effective_overall}`)}
                </span>
              </li>
            ))}
          </Lines>
        </>
      )}
      {(pins.isError || (pins.data?.length ?? 0) > 0) && (
        <>
          <h3>{t('records.pin_requests')}</h3>
          <Lines query={pins} rows={pins.data} none="">
            {pins.data?.map((pin) => (
              <li key={pin.id}>
                <span>
                  {pin.state === 'open' && has(rights, 'approve_pins') ? (
                    <Link to="/outlets/proposals" search={{ proposal: pin.id }} className="fb-link">
                      {format.moment(pin.proposed_at)}
                    </Link>
                  ) : (
                    format.moment(pin.proposed_at)
                  )}{' '}
                  {pin.rep_name ?? t(`pins.source.${pin.source}`)}
                  {pin.distance_m !== null && ` · ${t('pins.metres', { count: Math.round(pin.distance_m) })}`}
                </span>
                <span className="fb-rec-tag" data-tone={pin.state === 'open' ? 'warn' : undefined}>
                  {t(`records.request_state.${pin.state}`)}
                </span>
              </li>
            ))}
          </Lines>
        </>
      )}
    </>
  );
}

/** A short list: loaded, told why not, or nothing in it. */
function Lines({
  query,
  rows,
  none,
  children,
}: {
  query: { isPending: boolean; isError: boolean; error: unknown };
  rows: readonly unknown[] | undefined;
  none: string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  if (query.isPending) return <Waiting />;
  if (query.isError && !rows)
    return (
      <Alert color="red" role="alert">
        {problemText(query.error, t)}
      </Alert>
    );
  if (rows?.length === 0) return <p className="fb-dim">{none}</p>;
  return <ul className="fb-rec-lines">{children}</ul>;
}
