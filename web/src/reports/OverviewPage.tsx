// The overview: are we on track, where not, who should act. From the month of the company down to a team, a rep, a day and
// the visits of it; a day of many is told as a digest. The address names the level.
import '../catalogue/catalogue.css';
import '../drawer/drawer.css';
import '../review/review.css';
import '../orders/orders.css';
import '../plans/plans.css';
import '../stock/stock.css';
import '../exceptions/exceptions.css';
import './reports.css';
import './overview.css';
import './print.css';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { session as sessionQuery } from '../api/queries';
import { has, useRights } from '../app/rights';
import { useFormat, ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { DayDigest } from './DayDigest';
import { definitionsQuery, treeQuery } from './kpis';
import { MonthView } from './MonthView';
import { OverviewHead } from './OverviewHead';
import { RepDayView } from './RepDayView';
import { RowsPanel } from './RowsPanel';
import { Told } from './Told';
import { useLook } from './useLook';

const route = getRouteApi('/overview');

export function OverviewPage() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery).data;
  const rights = useRights();
  return (
    <ZoneContext.Provider value={session?.company?.time_zone ?? 'UTC'}>
      <div className="fb-shell">
        <PageBar />
        {!has(rights, 'watch') ? <main className="fb-rep-none">{t('problem.forbidden')}</main> : <Desk />}
      </div>
    </ZoneContext.Provider>
  );
}

function Desk() {
  const format = useFormat();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/overview' });
  const dictionary = useQuery(definitionsQuery);
  const tree = useQuery(treeQuery);
  const today = format.dateAt(serverNow());
  const look = useLook(
    search,
    today,
    dictionary.data ?? [],
    tree.data ?? [],
    (change) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true }),
  );
  return (
    <main className="fb-over">
      <OverviewHead look={look} />
      <div className="fb-rep-desk">
        <Told query={dictionary}>
          {() => (
            <Told query={tree}>
              {() =>
                search.day === undefined ? (
                  <MonthView look={look} />
                ) : search.rep === undefined ? (
                  <DayDigest look={look} day={search.day} />
                ) : (
                  <RepDayView look={look} day={search.day} rep={search.rep} />
                )
              }
            </Told>
          )}
        </Told>
      </div>
      <RowsPanel
        word={search.rows}
        page={look.asked}
        definitions={look.definitions}
        onWord={(rows) => look.set({ rows })}
      />
    </main>
  );
}
