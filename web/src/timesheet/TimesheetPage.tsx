// Working time by month: the team rep by rep, and one rep day by day, with what supervisors corrected. The address
// names month and rep, so that a sheet can be sent to a colleague.
import './timesheet.css';
import { ActionIcon, Alert, Skeleton } from '@mantine/core';
import { IconAlertCircle, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { session as sessionQuery } from '../api/queries';
import { problemText } from '../app/problem';
import { month as monthWords } from '../format/format';
import { useFormat, ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { Files } from './Files';
import { RepSheet } from './RepSheet';
import { TeamTable } from './TeamTable';
import { shiftMonth, team } from './timesheets';

const route = getRouteApi('/timesheet');

export function TimesheetPage() {
  const zone = useQuery(sessionQuery).data?.company?.time_zone ?? 'UTC';
  return (
    <ZoneContext.Provider value={zone}>
      <Sheets />
    </ZoneContext.Provider>
  );
}

function Sheets() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/timesheet' });
  const now = format.dateAt(serverNow()).slice(0, 7);
  const month = search.month ?? now;
  const query = useQuery(team(month));
  const go = (next: { month?: string; rep?: number }) =>
    void navigate({
      search: { month: next.month === now ? undefined : next.month, rep: next.rep },
    });
  const title = monthWords(month, i18n.language);
  return (
    <div className="fb-shell">
      <PageBar />
      <main className="fb-sheets" data-rep={search.rep !== undefined || undefined}>
        <section className="fb-sheets-team" aria-labelledby="sheets-title">
          <header className="fb-sheets-head">
            <h1 id="sheets-title">{t('timesheet.title')}</h1>
            <div className="fb-sheets-month">
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('timesheet.month_before')}
                onClick={() => go({ month: shiftMonth(month, -1), rep: search.rep })}
              >
                <IconChevronLeft size={18} />
              </ActionIcon>
              <strong aria-live="polite">{title}</strong>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('timesheet.month_after')}
                disabled={month >= now}
                onClick={() => go({ month: shiftMonth(month, 1), rep: search.rep })}
              >
                <IconChevronRight size={18} />
              </ActionIcon>
            </div>
            <Files rep={undefined} month={month} name={t('timesheet.team')} />
          </header>
          {query.isPending && <Skeleton h={240} role="status" aria-label={t('app.loading')} />}
          {query.isError && (
            <Alert color="red" icon={<IconAlertCircle />} title={t('timesheet.failed')} role="alert">
              {problemText(query.error, t)}
            </Alert>
          )}
          {query.data && (
            <TeamTable rows={query.data} selected={search.rep} onRep={(rep) => go({ month, rep })} />
          )}
        </section>
        {search.rep === undefined ? (
          <p className="fb-sheets-hint fb-dim">{t('timesheet.hint')}</p>
        ) : (
          <RepSheet key={search.rep} rep={search.rep} month={month} onBack={() => go({ month })} />
        )}
      </main>
    </div>
  );
}
