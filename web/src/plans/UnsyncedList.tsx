// Days that are over and whose data a phone may still hold: what was not visited there is not missed yet.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { type UnsyncedDay, unsyncedDays } from './plans';
import { Told } from './Told';

export function UnsyncedList() {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(unsyncedDays);
  return (
    <div className="fb-plans-one">
      <p className="fb-dim">{t('day.unsynced')}</p>
      <Told query={query} empty={t('plans.all_synced')}>
        {(list: UnsyncedDay[]) => (
          <ul className="fb-plans-rows" aria-label={t('plans.tab.unsynced')}>
            {list.map((day) => (
              <li key={`${day.rep_id}/${day.date}`}>
                <span>
                  <Link to="/map" search={{ rep: day.rep_id, date: day.date }}>
                    <strong>{day.rep_name}</strong>
                  </Link>{' '}
                  <span className="fb-dim">{day.rep_code}</span> · {format.day(day.date)}
                  <br />
                  <span className="fb-dim">
                    {day.device_last_seen_at
                      ? t('plans.heard', {
                          date: format.day(format.calendarDateAt(day.device_last_seen_at)),
                          time: format.clock(day.device_last_seen_at),
                        })
                      : ''}
                    {day.backlog > 0 ? ` · ${t('plans.holds', { count: day.backlog })}` : ''}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Told>
    </div>
  );
}
