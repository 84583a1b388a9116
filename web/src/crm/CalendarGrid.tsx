// The days of a week or a month side by side, or one below the other as a list; every entry is a button.
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { useFormat } from '../format/useFormat';
import { type Appointment, byDate, type View } from './calendar';

export function CalendarGrid({
  view,
  date,
  days,
  rows,
  picked,
  onPick,
  onDay,
}: {
  view: View;
  date: string;
  days: readonly string[];
  rows: readonly Appointment[];
  picked: string | undefined;
  onPick: (id: string) => void;
  onDay: (date: string) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const of = byDate(rows);
  const today = format.dateAt(serverNow());
  const entries = (day: string) => (
    <ul className="fb-cal-entries">
      {of.get(day)?.map((one) => (
        <li key={one.id}>
          <button
            type="button"
            data-state={one.state}
            data-priority={one.priority}
            aria-pressed={one.id === picked}
            onClick={() => onPick(one.id)}
          >
            <time dateTime={one.starts_at}>{format.clock(one.starts_at)}</time> {one.subject}
            <span className="fb-cal-who">
              {[one.outlet_name, one.rep_name].filter(Boolean).join(' · ')}
              {one.state !== 'planned' && ` · ${t(`crm.appointment_state.${one.state}`)}`}
              {one.priority !== 'normal' && ` · ${t(`crm.priority.${one.priority}`)}`}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
  if (view === 'day' || view === 'list') {
    const shown = view === 'day' ? days : days.filter((day) => of.has(day));
    return (
      <div className="fb-cal-list">
        {shown.map((day) => (
          <section key={day} aria-label={format.longDay(day)}>
            <h3>{format.longDay(day)}</h3>
            {of.has(day) ? entries(day) : <p className="fb-dim">{t('calendar.free')}</p>}
          </section>
        ))}
        {shown.length === 0 && <p className="fb-dim">{t('calendar.nothing')}</p>}
      </div>
    );
  }
  const weeks = Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
  const weekday = new Intl.DateTimeFormat(format.language, { weekday: 'short', timeZone: 'UTC' });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t('calendar.title')}>
      <table className="fb-cal" data-view={view}>
        <thead>
          <tr>
            {days.slice(0, 7).map((day) => (
              <th key={day} scope="col">
                {weekday.format(new Date(`${day}T00:00:00Z`))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td
                  key={day}
                  data-date={day}
                  data-today={day === today || undefined}
                  data-other={(view === 'month' && day.slice(0, 7) !== date.slice(0, 7)) || undefined}
                >
                  <button
                    type="button"
                    className="fb-cal-day"
                    aria-label={format.longDay(day)}
                    aria-current={day === today ? 'date' : undefined}
                    onClick={() => onDay(day)}
                  >
                    {Number(day.slice(8))}
                  </button>
                  {entries(day)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
