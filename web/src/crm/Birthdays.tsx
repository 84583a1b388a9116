// Whose birthday comes, so that somebody congratulates: by a call, in the way the person wants it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { useFormat } from '../format/useFormat';
import { BIRTHDAY_DAYS, birthdays, nextBirthday } from './contacts';
import { PhoneLink } from './PhoneLink';

export function Birthdays() {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = useQuery(birthdays).data ?? [];
  if (rows.length === 0) return null;
  const today = format.dateAt(serverNow());
  const next = rows
    .map((row) => ({ ...row, next: nextBirthday(row.birthday ?? today, today) }))
    .sort((a, b) => a.next.localeCompare(b.next) || a.id - b.id);
  return (
    <section aria-label={t('crm.birthdays', { days: BIRTHDAY_DAYS })}>
      <h2>{t('crm.birthdays', { days: BIRTHDAY_DAYS })}</h2>
      <ul className="fb-plans-rows">
        {next.map((row) => (
          <li key={row.id}>
            <span>
              <strong>{row.name}</strong>{' '}
              <Link to="/customers/$id" params={{ id: row.customer_id }} className="fb-link">
                {row.customer_name}
              </Link>
              <br />
              <span className="fb-dim">{format.day(row.next)}</span>
            </span>
            <PhoneLink contact={row} />
          </li>
        ))}
      </ul>
    </section>
  );
}
