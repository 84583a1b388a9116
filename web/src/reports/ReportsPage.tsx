// Reports: key figures of a period with their pictures, the adherence calendar, coverage on the map, and the whole
// dictionary. The address names everything that is looked at, so that a report can be sent to a colleague.
import '../catalogue/catalogue.css';
import '../drawer/drawer.css';
import '../review/review.css';
import '../orders/orders.css';
import '../plans/plans.css';
import '../stock/stock.css';
import './reports.css';
import './print.css';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { session as sessionQuery } from '../api/queries';
import { has, useRights } from '../app/rights';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat, ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { AdherenceDesk } from './AdherenceDesk';
import { DictionaryDesk } from './DictionaryDesk';
import { FiguresDesk } from './FiguresDesk';
import { definitionsQuery } from './kpis';
import { ReportHead } from './ReportHead';
import { RowsPanel } from './RowsPanel';
import { type ReportsSearch, TABS } from './search';
import { Told } from './Told';
import { usePage } from './usePage';

// The map comes with its tab alone.
const CoverageDesk = lazy(() => import('./CoverageDesk').then((m) => ({ default: m.CoverageDesk })));

const route = getRouteApi('/reports');

export function ReportsPage() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery).data;
  const rights = useRights();
  return (
    <ZoneContext.Provider value={session?.company?.time_zone ?? 'UTC'}>
      <div className="fb-shell">
        <PageBar />
        {!has(rights, 'read_field') ? (
          <main className="fb-rep-none">{t('problem.forbidden')}</main>
        ) : (
          <Desk />
        )}
      </div>
    </ZoneContext.Provider>
  );
}

function Desk() {
  const { t } = useTranslation();
  const format = useFormat();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/reports' });
  const dictionary = useQuery(definitionsQuery);
  const today = format.dateAt(serverNow());
  const set = (change: Partial<ReportsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  const page = usePage(search, today, dictionary.data ?? [], set);
  return (
    <main className="fb-tabbed">
      <ReportHead page={page} />
      <Tabs
        value={search.tab ?? 'figures'}
        keepMounted={false}
        className="fb-tabs"
        onChange={(value) => set({ tab: TABS.find((tab) => tab === value && tab !== 'figures') })}
      >
        <Tabs.List aria-label={t('reports.title')}>
          {TABS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`reports.tab.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="figures">
          <Told query={dictionary}>{() => <FiguresDesk page={page} />}</Told>
        </Tabs.Panel>
        <Tabs.Panel value="adherence">
          <Told query={dictionary}>{() => <AdherenceDesk page={page} />}</Told>
        </Tabs.Panel>
        <Tabs.Panel value="coverage">
          <Suspense fallback={<Waiting />}>
            <CoverageDesk page={page} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="all">
          <Told query={dictionary}>{() => <DictionaryDesk page={page} />}</Told>
        </Tabs.Panel>
      </Tabs>
      <RowsPanel
        word={search.rows}
        page={page.asked}
        definitions={page.definitions}
        onWord={(rows) => set({ rows })}
      />
    </main>
  );
}
