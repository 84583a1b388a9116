// One visit with what was judged of it, in words, and the way to object.
import { placeOf } from '../call/place_of';
import { usePhone } from '../phone';
import type { SyncVisit } from '../protocol';
import { href } from '../route';
import { useSay } from '../say';
import { Coaching } from './Coaching';
import { saidReasons, TONE } from './verdict';

export function VisitRow({ visit }: { visit: SyncVisit }) {
  const { data, outbox } = usePhone();
  const { t, clock, duration, reason } = useSay();
  const { verdict } = visit;
  const name = visit.outlet_id === null ? t('day.unknown_outlet') : placeOf(data, visit.outlet_id)?.name;
  const appeal = outbox.find(({ kind, visit_id }) => kind === 'appeal' && visit_id === visit.id);
  const from = Date.parse(visit.started_at);
  const long = visit.ended_at ? Date.parse(visit.ended_at) - from : null;
  // What is open is not judged yet.
  const closed = visit.state === 'closed';
  const reasons = closed && verdict ? saidReasons(verdict) : [];
  return (
    <article className="m-card" data-visit={visit.id}>
      <div className="m-row">
        <h3 className="m-head">{name ?? t('day.other_outlet', { id: visit.outlet_id })}</h3>
        {visit.state === 'cancelled' ? (
          <span className="m-chip">{t('stop.cancelled')}</span>
        ) : visit.state === 'open' ? (
          <span className="m-chip" data-tone="main">
            {t('stop.in_progress')}
          </span>
        ) : visit.overall ? (
          <span className="m-chip" data-tone={TONE[visit.overall]}>
            {t(`verdict.${visit.overall}`)}
          </span>
        ) : null}
      </div>
      <p className="m-dim m-num">
        {clock(visit.started_at)}
        {visit.ended_at && `–${clock(visit.ended_at)}`}
        {long !== null && ` · ${duration(long)}`}
        {visit.source === 'detected' && ` · ${t('day.detected')}`}
      </p>
      {closed && verdict && (
        <p>
          {t(`verdict.outcome.${verdict.outcome}`)}
          {verdict.outcome_reason && ` (${reason(verdict.outcome_reason)})`}
          {' · '}
          {t(`verdict.plan.${verdict.plan}`)}
        </p>
      )}
      {reasons.length > 0 && (
        <ul className="m-list">
          {reasons.map((code) => (
            <li key={code}>{t(`verdict.why.${code}`)}</li>
          ))}
        </ul>
      )}
      <Coaching notes={data.coaching.filter((note) => note.visit === visit.id)} />
      {appeal ? (
        <p className="m-dim">{t('appeal.sent', { text: String(appeal.body.reason) })}</p>
      ) : (
        closed &&
        (visit.overall === 'invalid' || visit.overall === 'review') && (
          <a className="m-button" data-kind="quiet" href={href('appeal', visit.id)}>
            {t('appeal.go')}
          </a>
        )
      )}
    </article>
  );
}
