// The record of processing for the data protection officer, as the server makes it of what it really does; to be printed.
import { Alert, Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { request } from '../api/client';
import { problemText } from '../app/problem';
import type { components } from '../client/schema';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { RecordsFrame } from '../records/Frame';
import { DATA, deedOf, WAYS } from './privacy';
import './privacy.css';

type ProcessingRecord = components['schemas']['ProcessingRecord'];

const query = queryOptions({
  queryKey: ['records', 'privacy', 'processing-record'],
  queryFn: ({ signal }) => request<ProcessingRecord>('privacy/processing-record', { signal }),
});

export function ProcessingPage() {
  return (
    <RecordsFrame page="admin" tab="processing">
      {() => <Processing />}
    </RecordsFrame>
  );
}

function Processing() {
  const { t } = useTranslation();
  const { data, isError, error } = useQuery(query);
  if (isError)
    return (
      <Alert color="red" m="md" role="alert" title={t('records.failed')}>
        {problemText(error, t)}
      </Alert>
    );
  return data ? <Sheet record={data} /> : <Waiting />;
}

function Sheet({ record }: { record: ProcessingRecord }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <article className="fb-processing">
      <header>
        <div>
          <h2>{t('privacy.processing_of', { company: record.company ?? '' })}</h2>
          <p className="fb-dim">
            {t('privacy.made_at', { at: format.moment(record.made_at) })}{' '}
            {t('privacy.people', {
              reps: format.count(record.reps),
              contacts: format.count(record.contacts),
            })}
          </p>
        </div>
        <Button
          className="fb-no-print"
          size="xs"
          variant="default"
          leftSection={<IconPrinter size={16} aria-hidden="true" />}
          onClick={() => window.print()}
        >
          {t('privacy.print')}
        </Button>
      </header>
      <table>
        <thead>
          <tr>
            <th>{t('privacy.data_head')}</th>
            <th>{t('privacy.purpose_head')}</th>
            <th>{t('privacy.kept_head')}</th>
            <th>{t('privacy.erased_head')}</th>
            <th>{t('privacy.readers_head')}</th>
          </tr>
        </thead>
        <tbody>
          {record.items.map((item) => {
            const known = DATA.find((one) => one === item.data);
            return (
              <tr key={item.data}>
                <th scope="row">{known ? t(`privacy.data.${known}`) : item.data}</th>
                <td data-head={t('privacy.purpose_head')}>{known && t(`privacy.purpose.${known}`)}</td>
                <td data-head={t('privacy.kept_head')}>
                  {item.kept_days == null
                    ? t('privacy.kept_always')
                    : t('privacy.kept_days', { count: item.kept_days })}
                  {item.kept_by && <code>{item.kept_by}</code>}
                </td>
                <td data-head={t('privacy.erased_head')}>{t(`privacy.erased.${item.erased}`)}</td>
                <td data-head={t('privacy.readers_head')}>
                  {format.listed(
                    item.readers.map((role) => t(`role.${role}.name`)),
                    'and',
                  )}
                  {item.looks_are_logged && <small>{t('privacy.logged')}</small>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <h3>{t('privacy.recipients')}</h3>
      {record.recipients.length === 0 ? (
        <p className="fb-dim">{t('privacy.no_recipients')}</p>
      ) : (
        <ul>
          {record.recipients.map(({ way, host, count }) => {
            const known = WAYS.find((one) => one === way);
            return (
              <li key={`${way} ${host}`}>
                {known ? t(`privacy.way.${known}`) : way}
                {host && <code>{host}</code>} × {format.count(count)}
              </li>
            );
          })}
        </ul>
      )}
      <h3>{t('privacy.deeds')}</h3>
      <ul>
        {record.deeds.map(({ action, count, last_at }) => {
          const known = deedOf(action);
          return (
            <li key={action}>
              {known ? t(`privacy.deed.${known}`) : action}: {format.count(count)}
              {last_at && `, ${t('privacy.last', { at: format.moment(last_at) })}`}
            </li>
          );
        })}
      </ul>
    </article>
  );
}
