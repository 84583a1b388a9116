// What is asked for, beside what the company has already: facts, a drawing, and where the outlet would belong.
import { Alert, Button, Checkbox, NativeSelect } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { LikenessLine } from './LikenessLine';
import { PATTERNS, type Pattern, type Place, type RequestWhole, WEEKDAYS, type Weekday } from './requests';
import { sketch } from './sketch';

const SIZE = 320;
const MARGIN = 24;
/** Drawn about the place that is asked for. */
const AROUND_M = 40;

interface Props {
  query: UseQueryResult<RequestWhole>;
  place: Place;
  onPlace: (place: Place) => void;
  /** The outlet that it is said to be. */
  sameAs: number | null;
  onSameAs: (outlet: number | null) => void;
}

export function RequestDetail(props: Props) {
  const { t } = useTranslation();
  const { query } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-review-detail" tabIndex={0} aria-label={t('requests.detail')}>
      {query.isLoading && <Waiting />}
      {query.isError && !query.data && (
        <Alert color="red" title={t('requests.failed')} role="alert">
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.data && <Body {...props} request={query.data} />}
    </section>
  );
}

function Body({ request, place, onPlace, sameAs, onSameAs }: Props & { request: RequestWhole }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { outlets, requests, elsewhere } = request.alike;
  const facts: [string, string | null][] = [
    [t('requests.phone'), request.phone],
    [t('requests.address'), request.address],
    [t('requests.class'), [request.class, request.channel].filter(Boolean).join(' · ')],
    [t('pins.new'), `${request.lat.toFixed(5)}, ${request.lng.toFixed(5)}`],
    [
      t('requests.accuracy'),
      request.accuracy_m === null ? null : t('pins.metres', { count: Math.round(request.accuracy_m) }),
    ],
    [t('requests.note'), request.note],
  ];
  return (
    <>
      <header className="fb-review-detail-head">
        <div>
          <h2>{request.name}</h2>
          <p className="fb-dim">
            {request.rep_name ?? request.requested_by} · {request.org_unit_code} ·{' '}
            {format.moment(request.requested_at)}
          </p>
        </div>
      </header>
      <div className="fb-desk-sides">
        <Drawing request={request} sameAs={sameAs} />
        <dl>
          {facts
            .filter(([, value]) => value)
            .map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}
        </dl>
      </div>
      <h3 className="fb-desk-section">{t('requests.alike', { count: outlets.length })}</h3>
      <ul className="fb-like">
        {outlets.map((outlet, i) => (
          <li key={outlet.id} data-chosen={outlet.id === sameAs || undefined}>
            <div>
              <p>
                <strong>
                  {i + 1} {outlet.name}
                </strong>{' '}
                <span className="fb-dim">
                  {outlet.code}
                  {outlet.closed_at !== null && ` · ${t('outlets.closed')}`}
                </span>
              </p>
              <LikenessLine likeness={outlet.likeness} />
              {(outlet.phone || outlet.address) && (
                <p className="fb-dim">{[outlet.phone, outlet.address].filter(Boolean).join(' · ')}</p>
              )}
            </div>
            <Button
              size="compact-sm"
              variant={outlet.id === sameAs ? 'filled' : 'default'}
              aria-pressed={outlet.id === sameAs}
              onClick={() => onSameAs(outlet.id === sameAs ? null : outlet.id)}
            >
              {t('requests.same')}
            </Button>
          </li>
        ))}
        {requests.map((other) => (
          <li key={other.id}>
            <div>
              <p>
                <strong>{other.name}</strong>{' '}
                <span className="fb-dim">{t('requests.asked_too', { rep: other.rep_name ?? '–' })}</span>
              </p>
              <LikenessLine likeness={other.likeness} />
            </div>
          </li>
        ))}
        {elsewhere > 0 && <li>{t('requests.elsewhere', { count: elsewhere })}</li>}
      </ul>
      <h3 className="fb-desk-section">{t('requests.place')}</h3>
      <div className="fb-desk-form">
        <NativeSelect
          label={t('requests.route')}
          value={place.route ?? ''}
          onChange={(event) => onPlace({ ...place, route: Number(event.currentTarget.value) || null })}
          data={[
            { value: '', label: t('requests.no_route') },
            ...request.routes.map((route) => ({
              value: String(route.id),
              label: `${route.code} ${route.name}`,
            })),
          ]}
        />
        {place.route !== null && (
          <>
            <NativeSelect
              label={t('requests.pattern')}
              value={place.pattern}
              onChange={(event) => onPlace({ ...place, pattern: event.currentTarget.value as Pattern })}
              data={PATTERNS.map((value) => ({ value, label: t(`requests.every.${value}`) }))}
            />
            <NativeSelect
              label={t('requests.weekday')}
              value={place.weekday}
              onChange={(event) => onPlace({ ...place, weekday: event.currentTarget.value as Weekday })}
              data={WEEKDAYS.map((value) => ({ value, label: t(`requests.day.${value}`) }))}
            />
          </>
        )}
        <Checkbox
          label={t('requests.customer')}
          checked={place.customer}
          onChange={(event) => onPlace({ ...place, customer: event.currentTarget.checked })}
        />
      </div>
    </>
  );
}

function Drawing({ request, sameAs }: { request: RequestWhole; sameAs: number | null }) {
  const { t } = useTranslation();
  const known = request.alike.outlets.flatMap((outlet, i) =>
    outlet.lat === null || outlet.lng === null
      ? []
      : [{ id: outlet.id, n: i + 1, lat: outlet.lat, lng: outlet.lng }],
  );
  const near = known.filter((_, i) => (request.alike.outlets[i]?.likeness.distance_m ?? 0) <= 1000);
  const { at, scale } = sketch([request, ...near], SIZE, MARGIN, AROUND_M);
  const here = at(request);
  return (
    <svg
      className="fb-sketch"
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      role="img"
      aria-label={t('requests.drawing', { count: near.length })}
    >
      <circle
        cx={here.x}
        cy={here.y}
        r={Math.max(4, (request.accuracy_m ?? 10) * scale)}
        className="fb-sketch-new"
      />
      {near.map((outlet) => {
        const there = at(outlet);
        return (
          <g key={outlet.id}>
            {outlet.id === sameAs && (
              <line x1={here.x} y1={here.y} x2={there.x} y2={there.y} className="fb-sketch-way" />
            )}
            <path d={`M${there.x - 5} ${there.y - 5}l10 10m0 -10l-10 10`} className="fb-sketch-cross" />
            <text x={there.x + 9} y={there.y + 5}>
              {outlet.n}
            </text>
          </g>
        );
      })}
      <path d={`M${here.x} ${here.y - 8}l8 8l-8 8l-8 -8z`} className="fb-sketch-mark" />
    </svg>
  );
}
