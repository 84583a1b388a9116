// One rep's day for who leads him: how he stands, the way to reach him, what was visited with what was judged of it, and
// what is still to come.
import { useQuery } from '@tanstack/react-query';
import { board, repDay } from '../../api/queries';
import type { DayStop } from '../../api/types';
import { exceptionsQuery } from '../../exceptions/exceptions';
import { shiftDate } from '../../format/format';
import { Icon } from '../app/icons';
import { mapsLink } from '../maps_link';
import { href } from '../route';
import { useNow } from '../useNow';
import { Known } from './Known';
import { MemberState } from './MemberRow';
import { members } from './members';
import { useSay } from './say';
import { TeamIcon } from './TeamIcon';
import { VisitCard } from './VisitCard';
import { WholeDay } from './WholeDay';

export function RepDay({ rep, date }: { rep: number; date: string }) {
  const { t, language, longDay, duration, kilometres, clock, today } = useSay();
  const asked = useQuery(repDay(rep, date));
  const live = useQuery(board).data?.find(({ id }) => id === rep);
  const exceptions = useQuery(exceptionsQuery('pending')).data ?? [];
  const now = useNow(15_000);
  const isToday = date === today();
  const day = asked.data;
  const name = day?.rep.name ?? live?.name ?? '';
  const phone = day?.rep.phone;
  const [row] = isToday && live ? members([live], exceptions, now, language) : [];
  const visits = (day?.visits ?? []).toSorted((a, b) => startOf(b).localeCompare(startOf(a)));
  const open = (day?.plan.stops ?? []).filter(({ visit_id }) => visit_id === null);
  return (
    <>
      <section className="m-card" data-testid="rep">
        <h2>{name}</h2>
        {row && <MemberState row={row} />}
        <div className="m-buttons">
          {phone && (
            <a className="m-button" href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>
              <TeamIcon sign="call" />
              {t('team.day.call')}
            </a>
          )}
          <a className="m-button" href={href('team', 'write', rep)}>
            <Icon sign="mail" />
            {t('team.day.write')}
          </a>
          {isToday && live?.position && (
            <a className="m-button" href={mapsLink(live.position, name, navigator.userAgent)}>
              <Icon sign="way" />
              {t('team.day.map')}
            </a>
          )}
        </div>
        {day && !phone && <p className="m-dim">{t('team.day.no_phone')}</p>}
      </section>
      <nav className="m-row" aria-label={t('team.day.other')}>
        <a
          className="m-button"
          data-kind="quiet"
          href={href('team', 'rep', rep, shiftDate(date, -1))}
          aria-label={t('team.day.before')}
        >
          <Icon sign="back" />
        </a>
        <h2 className="m-head">{longDay(date)}</h2>
        {isToday ? (
          <span />
        ) : (
          <a
            className="m-button"
            data-kind="quiet"
            href={href('team', 'rep', rep, shiftDate(date, 1))}
            aria-label={t('team.day.after')}
          >
            <Icon sign="go" />
          </a>
        )}
      </nav>
      <Known of={asked}>
        {day && (
          <>
            <dl className="m-card m-figures">
              <Figure name={t('team.day.calls')}>{day.kpis.calls}</Figure>
              <Figure name={t('team.day.productive')}>{day.kpis.pc}</Figure>
              <Figure name={t('team.day.in_store')}>{duration(day.time.in_store_s)}</Figure>
              <Figure name={t('team.day.way')}>{kilometres(day.distance_m)}</Figure>
              {day.first_call_at && <Figure name={t('team.day.first')}>{clock(day.first_call_at)}</Figure>}
              {day.last_call_at && <Figure name={t('team.day.last')}>{clock(day.last_call_at)}</Figure>}
            </dl>
            {day.unsynced_since && <p className="m-note">{t('team.day.unsynced')}</p>}
            <WholeDay day={day} />
            <h2 className="m-head">{t('team.day.visits', { count: visits.length })}</h2>
            {visits.length === 0 && <p className="m-card m-dim">{t('team.day.no_visits')}</p>}
            <ul className="m-list">
              {visits.map((visit) => (
                <li key={visit.id}>
                  <VisitCard visit={visit} />
                </li>
              ))}
            </ul>
            {open.length > 0 && (
              <>
                <h2 className="m-head">{t('team.day.to_come', { count: open.length })}</h2>
                <ul className="m-list">
                  {open.map((stop) => (
                    <StopLine key={`${stop.sequence} ${stop.outlet_id}`} stop={stop} />
                  ))}
                </ul>
              </>
            )}
          </>
        )}
      </Known>
    </>
  );
}

const startOf = (visit: { check_in_at: string | null; arrived_at: string | null }): string =>
  visit.check_in_at ?? visit.arrived_at ?? '';

const Figure = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

function StopLine({ stop }: { stop: DayStop }) {
  const { t, day } = useSay();
  return (
    <li className="m-item">
      <span className="m-place-no" aria-hidden="true">
        {stop.sequence}
      </span>
      <span className="m-item-words">
        <strong>{stop.outlet_name}</strong>
        {stop.window && <span className="m-dim m-num">{stop.window.join('–')}</span>}
      </span>
      {stop.state !== 'planned' && (
        <span className="m-chip" data-tone={stop.state === 'missed' ? 'bad' : 'care'}>
          {t(`team.stop.${stop.state}`, { date: stop.rescheduled_to ? day(stop.rescheduled_to) : '' })}
        </span>
      )}
    </li>
  );
}
