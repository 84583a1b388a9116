// A new outlet that a rep asks for, beside what the company has already: approved onto a route, or refused.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  approve,
  PATTERNS,
  type Pattern,
  type Place,
  type RequestWhole,
  refuse,
  rollBack,
  WEEKDAYS,
  type Weekday,
  wholeRequest,
} from '../../outlets/requests';
import { Icon } from '../app/icons';
import { mapsLink } from '../maps_link';
import { Decide, Facts } from './Decide';
import { Known } from './Known';
import { useSay } from './say';

const FIRST: Place = { route: null, pattern: 'F4', weekday: 'mon', customer: true };

export function WaitOutlet({ id }: { id: string }) {
  const asked = useQuery(wholeRequest(id));
  return <Known of={asked}>{asked.data && <Asked request={asked.data} />}</Known>;
}

function Asked({ request }: { request: RequestWhole }) {
  const { t, moment, distance } = useSay();
  const [sameAs, setSameAs] = useState<number | null>(null);
  // Whose rep has one route: it goes there, unless said otherwise.
  const [place, setPlace] = useState<Place>({
    ...FIRST,
    route: request.routes.length === 1 ? request.routes[0]!.id : null,
  });
  const { outlets, requests, elsewhere } = request.alike;
  return (
    <>
      <section className="m-card">
        <h2>{request.name}</h2>
        <p className="m-dim">
          {request.rep_name ?? request.requested_by} · {moment(request.requested_at)}
        </p>
        <Facts
          of={[
            [t('team.outlet.phone'), request.phone],
            [t('team.outlet.address'), request.address],
            [t('team.outlet.class'), [request.class, request.channel].filter(Boolean).join(' · ')],
            [t('team.outlet.accuracy'), request.accuracy_m === null ? null : distance(request.accuracy_m)],
            [t('team.outlet.note'), request.note],
          ]}
        />
        <a className="m-button" href={mapsLink(request, request.name, navigator.userAgent)}>
          <Icon sign="way" />
          {t('team.pin.map')}
        </a>
      </section>
      {request.state === 'open' ? (
        <>
          {(outlets.length > 0 || requests.length > 0 || elsewhere > 0) && (
            <section className="m-card">
              <h2>{t('team.outlet.alike')}</h2>
              {outlets.map((outlet) => (
                <label key={outlet.id} className="m-option">
                  <input
                    type="checkbox"
                    checked={sameAs === outlet.id}
                    onChange={(event) => setSameAs(event.target.checked ? outlet.id : null)}
                  />
                  <span>
                    {t('team.outlet.same', { name: outlet.name, code: outlet.code })}
                    {outlet.likeness.distance_m !== null && ` · ${distance(outlet.likeness.distance_m)}`}
                  </span>
                </label>
              ))}
              {requests.map((other) => (
                <p key={other.id}>
                  {t('team.outlet.asked_too', { name: other.name, rep: other.rep_name ?? '–' })}
                </p>
              ))}
              {elsewhere > 0 && <p className="m-dim">{t('team.outlet.elsewhere', { count: elsewhere })}</p>}
            </section>
          )}
          {sameAs === null && <Belongs request={request} place={place} onPlace={setPlace} />}
          <Decide
            approve={sameAs === null ? t('team.decide.approve') : null}
            refuse={sameAs === null ? t('team.decide.refuse') : t('team.outlet.refuse_same')}
            reasonAlways
            suggest={
              sameAs === null
                ? [t('team.outlet.suggest.approved'), t('team.outlet.suggest.not_ours')]
                : [t('team.outlet.suggest.there')]
            }
            reads={t('team.decide.rep_reads')}
            onDecide={async (yes, reason) => {
              const done = yes
                ? await approve(request.id, place, reason)
                : await refuse(request.id, reason, sameAs);
              const what = { name: request.name, code: done.outlet_code ?? '' };
              return {
                text: yes
                  ? t('team.outlet.approved', what)
                  : t('team.outlet.refused', { name: request.name }),
                undo: () => rollBack(request.id, t('team.undone')),
              };
            }}
          />
        </>
      ) : (
        <p className="m-note">{t('team.problem.already_decided')}</p>
      )}
    </>
  );
}

function Belongs({
  request,
  place,
  onPlace,
}: {
  request: RequestWhole;
  place: Place;
  onPlace: (place: Place) => void;
}) {
  const { t } = useSay();
  return (
    <section className="m-card">
      <h2>{t('team.outlet.place')}</h2>
      <label className="m-field">
        {t('team.outlet.route')}
        <select
          value={place.route ?? ''}
          onChange={(event) => onPlace({ ...place, route: Number(event.target.value) || null })}
        >
          <option value="">{t('team.outlet.no_route')}</option>
          {request.routes.map((route) => (
            <option key={route.id} value={route.id}>
              {route.code} {route.name}
            </option>
          ))}
        </select>
      </label>
      {place.route !== null && (
        <>
          <label className="m-field">
            {t('team.outlet.pattern')}
            <select
              value={place.pattern}
              onChange={(event) => onPlace({ ...place, pattern: event.target.value as Pattern })}
            >
              {PATTERNS.map((each) => (
                <option key={each} value={each}>
                  {t(`team.outlet.every.${each}`)}
                </option>
              ))}
            </select>
          </label>
          <label className="m-field">
            {t('team.outlet.weekday')}
            <select
              value={place.weekday}
              onChange={(event) => onPlace({ ...place, weekday: event.target.value as Weekday })}
            >
              {WEEKDAYS.map((each) => (
                <option key={each} value={each}>
                  {t(`team.outlet.day.${each}`)}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
      <label className="m-option">
        <input
          type="checkbox"
          checked={place.customer}
          onChange={(event) => onPlace({ ...place, customer: event.target.checked })}
        />
        {t('team.outlet.customer')}
      </label>
    </section>
  );
}
