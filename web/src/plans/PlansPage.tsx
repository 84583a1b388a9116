// Who is away, what is planned, what was changed: for planners and supervisors. One tab each.
import '../review/review.css';
import './plans.css';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { session as sessionQuery } from '../api/queries';
import { useRights } from '../app/rights';
import { useFormat, ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { AbsenceDesk } from './AbsenceDesk';
import { DayPlanDesk } from './DayPlanDesk';
import { DeviationList } from './DeviationList';
import { HolidayDesk } from './HolidayDesk';
import { JointCounts } from './JointCounts';
import { TABS, type Tab } from './plans';
import { UnsyncedList } from './UnsyncedList';

const route = getRouteApi('/plans');

export function PlansPage() {
  const zone = useQuery(sessionQuery).data?.company?.time_zone ?? 'UTC';
  return (
    <ZoneContext.Provider value={zone}>
      <Desk />
    </ZoneContext.Provider>
  );
}

function Desk() {
  const { t } = useTranslation();
  const format = useFormat();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/plans' });
  const rights = useRights();
  const today = format.dateAt(serverNow());
  const tab = search.tab ?? 'absences';
  return (
    <div className="fb-shell">
      <PageBar />
      <main className="fb-tabbed">
        <h1 className="fb-hidden">{t('plans.title')}</h1>
        <Tabs
          value={tab}
          keepMounted={false}
          className="fb-tabs"
          onChange={(value) => void navigate({ search: { tab: value as Tab }, replace: true })}
        >
          <Tabs.List aria-label={t('plans.title')}>
            {TABS.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {t(`plans.tab.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="absences">
            <AbsenceDesk
              today={today}
              rights={rights}
              focus={search.absence}
              onFocus={(absence) => void navigate({ search: { tab: 'absences', absence }, replace: true })}
            />
          </Tabs.Panel>
          <Tabs.Panel value="day">
            <DayPlanDesk
              today={today}
              rights={rights}
              rep={search.rep}
              date={search.date ?? today}
              onPick={(rep, date) => void navigate({ search: { tab: 'day', rep, date }, replace: true })}
            />
          </Tabs.Panel>
          <Tabs.Panel value="holidays">
            <HolidayDesk today={today} rights={rights} />
          </Tabs.Panel>
          <Tabs.Panel value="deviations">
            <DeviationList />
          </Tabs.Panel>
          <Tabs.Panel value="unsynced">
            <UnsyncedList />
          </Tabs.Panel>
          <Tabs.Panel value="joint">
            <JointCounts today={today} />
          </Tabs.Panel>
        </Tabs>
      </main>
    </div>
  );
}
