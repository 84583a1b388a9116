// The rep's own day as the office sees it: times, way, visits with their verdicts, and who looked at the track.
import { shiftDate } from '../../format/format';
import { Icon } from '../app/icons';
import { usePhone } from '../phone';
import { href } from '../route';
import { useSay } from '../say';
import { useNow } from '../useNow';
import { Coaching } from './Coaching';
import { TrackReads } from './TrackReads';
import { VisitRow } from './VisitRow';

const DAYS = 7;

export function OwnDay({ date: asked }: { date: string | null }) {
  const { data, session, travelled_m, outbox } = usePhone();
  const { t, clock, dateOf, longDay, duration, kilometres } = useSay();
  const now = useNow(30_000);
  const today = dateOf(now);
  const date = asked ?? today;
  const visits = data.visits.filter((visit) => visit.date === date);
  const counted = visits.filter(({ state }) => state !== 'cancelled');
  const marks = outbox.filter(({ at }) => dateOf(at) === date);
  const start =
    marks.findLast(({ kind }) => kind === 'session_start')?.at ?? (date === today ? session?.at : undefined);
  const end = session && date === today ? undefined : marks.find(({ kind }) => kind === 'session_end')?.at;
  const inside = counted.reduce(
    (sum, { started_at, ended_at }) =>
      sum + ((ended_at ? Date.parse(ended_at) : now) - Date.parse(started_at)),
    0,
  );
  return (
    <>
      <nav className="m-row" aria-label={t('day.other')}>
        <a
          className="m-button"
          data-kind="quiet"
          href={href('day', shiftDate(date, -1))}
          aria-label={t('day.before')}
        >
          <Icon sign="back" />
        </a>
        <h2 className="m-head">{longDay(date)}</h2>
        {date < today ? (
          <a
            className="m-button"
            data-kind="quiet"
            href={href('day', shiftDate(date, 1))}
            aria-label={t('day.after')}
          >
            <Icon sign="go" />
          </a>
        ) : (
          <span />
        )}
      </nav>
      <dl className="m-card m-figures">
        <div>
          <dt>{t('day.visits')}</dt>
          <dd>{counted.length}</dd>
        </div>
        <div>
          <dt>{t('day.inside')}</dt>
          <dd>{duration(inside)}</dd>
        </div>
        {date === today && (
          <div>
            <dt>{t('day.way')}</dt>
            <dd>{kilometres(travelled_m)}</dd>
          </div>
        )}
        {start !== undefined && (
          <div>
            <dt>{t('day.start')}</dt>
            <dd>{clock(start)}</dd>
          </div>
        )}
        {end !== undefined && (
          <div>
            <dt>{t('day.end')}</dt>
            <dd>{clock(end)}</dd>
          </div>
        )}
      </dl>
      {date === today && <p className="m-dim">{t('day.way_how')}</p>}
      {visits.length > 0 ? (
        <ul className="m-list">
          {visits.map((visit) => (
            <li key={visit.id}>
              <VisitRow visit={visit} />
            </li>
          ))}
        </ul>
      ) : (
        <p className="m-card m-dim">
          {date < shiftDate(today, -DAYS) ? t('day.too_old', { count: DAYS }) : t('day.no_visits')}
        </p>
      )}
      <Coaching notes={data.coaching.filter((note) => note.date === date && note.visit === null)} />
      <TrackReads date={date} />
    </>
  );
}
