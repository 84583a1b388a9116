// One visit for who leads the rep: when, what was judged and why, who was there, and what can be done about it.
import { useQuery } from '@tanstack/react-query';
import { reasonName, visitReasons } from '../../api/reasons';
import type { VisitSummary } from '../../api/types';
import { Icon } from '../app/icons';
import { saidReasons, TONE } from '../day/verdict';
import { href } from '../route';
import { useMe, useSay } from './say';
import { needsDecision } from './visits';

export function VisitCard({ visit, plain }: { visit: VisitSummary; plain?: boolean }) {
  const { t } = useSay();
  const me = useMe().user.id;
  const mine = visit.accompanied?.some(({ user_id, whole_day }) => user_id === me && !whole_day);
  return (
    <article className="m-card" data-visit={visit.id} data-state={visit.state}>
      <VisitWords visit={visit} />
      {!plain && needsDecision(visit) && (
        <a className="m-button" href={href('team', 'wait', 'visit', visit.id)}>
          {t('team.visit.decide')}
        </a>
      )}
      {!plain && visit.state !== 'cancelled' && (
        <a
          className={visit.state === 'open' ? 'm-button' : 'm-more'}
          data-kind={visit.state === 'open' ? 'main' : undefined}
          href={href('team', 'joint', visit.id)}
        >
          {mine
            ? t('team.visit.coaching')
            : visit.state === 'open'
              ? t('team.joint.i_am_there')
              : t('team.visit.i_was_there')}
          <Icon sign="go" />
        </a>
      )}
    </article>
  );
}

export function VisitWords({ visit }: { visit: VisitSummary }) {
  const { t, language, clock, duration, moment } = useSay();
  const reasons = useQuery(visitReasons).data ?? [];
  const { verdict, state } = visit;
  const closed = state === 'closed';
  const from = visit.check_in_at ?? visit.arrived_at;
  const to = visit.check_out_at ?? visit.departed_at;
  const given = verdict.outcome_reason;
  const known = reasons.find(({ code }) => code === given);
  return (
    <>
      <div className="m-row">
        <h3 className="m-head">{visit.outlet?.name ?? t('team.visit.somewhere')}</h3>
        {state === 'cancelled' ? (
          <span className="m-chip">{t('team.visit.cancelled')}</span>
        ) : state === 'open' ? (
          <span className="m-chip" data-tone="main">
            {t('team.visit.open')}
          </span>
        ) : (
          <span className="m-chip" data-tone={TONE[visit.effective_overall]}>
            {t(`team.overall.${visit.effective_overall}`)}
          </span>
        )}
      </div>
      <p className="m-dim m-num">
        {from && clock(from)}
        {to && closed && `–${clock(to)} · ${duration(visit.dwell_s)}`}
        {visit.source === 'detected' && ` · ${t('team.visit.detected')}`}
      </p>
      {closed && (
        <p>
          {t(`team.outcome.${verdict.outcome}`)}
          {given && ` (${known ? reasonName(known, language) : given})`}
          {' · '}
          {t(`team.plan.${verdict.plan}`)}
        </p>
      )}
      {closed && saidReasons(verdict).length > 0 && (
        <ul className="t-why">
          {saidReasons(verdict).map((code) => (
            <li key={code}>{t(`team.why.${code}`)}</li>
          ))}
        </ul>
      )}
      {visit.appeal && (
        <p className="m-note">
          {t('team.visit.appeal', { at: moment(visit.appeal.at), text: visit.appeal.reason })}
        </p>
      )}
      {visit.review && (
        <p className="m-dim">
          {t(`team.visit.reviewed.${visit.review.decision}`, {
            by: visit.review.by,
            why: visit.review.reason ?? '–',
          })}
        </p>
      )}
      {visit.accompanied?.map((one) => (
        <p key={one.id} className="m-dim t-note">
          {one.whole_day ? t('team.joint.all_day', { by: one.by }) : t('team.joint.there', { by: one.by })}
          {one.note && `\n${one.note}`}
        </p>
      ))}
    </>
  );
}
