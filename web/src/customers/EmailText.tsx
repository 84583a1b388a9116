// One e-mail on the timeline: folded away, opened for its text, its people and the others of the exchange. What it says
// is text and nothing else.
import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { type Email, emailQuery, sizeOf } from './emails';

export function EmailText({ activity, subject }: { activity: string; subject: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const query = useQuery({ ...emailQuery(activity), enabled: open });
  return (
    <details className="fb-email" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t('mail.read')} <span className="fb-hidden">{subject}</span>
      </summary>
      {open && query.isPending && <Waiting />}
      {query.isError && (
        <Alert color="red" role="alert">
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.data && <Body email={query.data} />}
    </details>
  );
}

function Body({ email }: { email: Email }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  if (email.withheld) return <p className="fb-dim">{t('mail.withheld')}</p>;
  const size = (bytes: number) => {
    const { value, unit } = sizeOf(bytes);
    return new Intl.NumberFormat(i18n.language, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
  };
  return (
    <>
      <p className="fb-dim">
        {t('mail.from', { name: email.sender })}
        <br />
        {t('mail.to', { names: email.recipients.join(', ') })}
      </p>
      {email.date_doubtful && (
        <p className="fb-dim">
          {email.said_at === null
            ? t('mail.no_date')
            : t('mail.doubtful', { at: format.moment(email.said_at) })}
        </p>
      )}
      <p className="fb-email-text">
        {email.text || t('mail.no_text')}
        {email.text_cut && ` … ${t('mail.cut')}`}
      </p>
      {email.attachments.length > 0 && (
        <p className="fb-dim">
          {t('mail.attached', {
            names: email.attachments.map(({ name, bytes }) => `${name} (${size(bytes)})`).join(', '),
          })}
        </p>
      )}
      {email.thread.length > 0 && (
        <>
          <p className="fb-dim">{t('mail.thread')}</p>
          <ul>
            {email.thread.map((one) => (
              <li key={one.activity_id}>
                {format.moment(one.at)} {t(`mail.direction.${one.direction}`)}: {one.subject}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
