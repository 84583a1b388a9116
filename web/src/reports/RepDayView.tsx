// One rep on one day: the figures, each visit with its place on the map, and what was planned and not done.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { repDay } from '../api/queries';
import type { VisitSummary } from '../api/types';
import { MoreButton } from '../app/MoreButton';
import { useFormat } from '../format/useFormat';
import { Headlines } from './Headlines';
import { type BehindRow, behindQuery, isIdle, reportQuery } from './kpis';
import { Told } from './Told';
import { Trouble } from './Trouble';
import type { Look } from './useLook';

const OF_A_DAY = [
  'plan_compliance',
  'tc',
  'pc',
  'strike_rate',
  'sales_value',
  'first_call',
  'last_call',
  'distance',
];
/** More calls than a day holds. */
const ROWS = 200;

export function RepDayView({ look, day, rep }: { look: Look; day: string; rep: number }) {
  const { t } = useTranslation();
  const now = useQuery(reportQuery(look.asked));
  const before = useQuery(reportQuery({ ...look.scope, ...look.before }));
  const then = before.data && !isIdle(before.data.total) ? before.data.total : undefined;
  return (
    <>
      <Told query={now}>
        {({ total }) => <Headlines look={look} now={total} before={then} kpis={OF_A_DAY} />}
      </Told>
      <p>
        <Link to="/map" search={{ rep, date: day }} className="fb-link fb-no-print">
          {t('overview.to_day')}
        </Link>
      </p>
      <div className="fb-rep-two">
        <Visits rep={rep} day={day} />
        <div className="fb-rep-stack">
          <Rows
            look={look}
            kpi="missed_stops"
            title={t('overview.missed')}
            empty={t('overview.none_missed')}
          />
          {day === look.today && (
            <Rows look={look} kpi="open_stops" title={t('overview.left')} empty={t('overview.none_left')} />
          )}
          <Trouble look={look} day={day} />
        </div>
      </div>
    </>
  );
}

/** In the order of the day, each with what it brought and how far it is to be believed. */
function Visits({ rep, day }: { rep: number; day: string }) {
  const { t } = useTranslation();
  const query = useQuery(repDay(rep, day));
  return (
    <section className="fb-rep-card" aria-labelledby="over-visits">
      <h2 id="over-visits">{t('overview.visits')}</h2>
      <Told query={query}>
        {({ visits }) =>
          visits.length === 0 ? (
            <p className="fb-dim">{t('overview.no_visits')}</p>
          ) : (
            <ul className="fb-plans-rows">
              {visits.map((visit) => (
                <Visit key={visit.id} visit={visit} />
              ))}
            </ul>
          )
        }
      </Told>
    </section>
  );
}

function Visit({ visit }: { visit: VisitSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const at = visit.check_in_at ?? visit.arrived_at;
  const { effective_overall: overall } = visit;
  return (
    <li data-visit={visit.id}>
      <span>
        <span className="fb-over-time">{at ? format.clock(at) : '–'}</span>{' '}
        <Link to="/map" search={{ visit: visit.id }} className="fb-link">
          {visit.outlet?.name ?? t('reports.kind.visit')}
        </Link>{' '}
        {overall !== 'valid' && (
          <span className="fb-order-state" data-state={overall === 'invalid' ? 'rejected' : 'held'}>
            {t(`verdict.overall.${overall}`)}
          </span>
        )}
      </span>
      <span className="fb-stock-end fb-dim">
        {visit.order_total_minor !== null && visit.currency !== null
          ? format.money(visit.order_total_minor, visit.currency)
          : t('overview.no_order')}
      </span>
    </li>
  );
}

function Rows({ look, kpi, title, empty }: { look: Look; kpi: string; title: string; empty: string }) {
  const list = useInfiniteQuery(behindQuery({ ...look.asked, kpi }, ROWS));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="fb-rep-card" aria-label={title}>
      <h2>{title}</h2>
      {list.isSuccess && rows.length === 0 && <p className="fb-dim">{empty}</p>}
      <ul className="fb-plans-rows">
        {rows.map((row, at) => (
          <Line key={`${row.outlet?.id}-${at}`} row={row} />
        ))}
      </ul>
      <MoreButton list={list} />
    </section>
  );
}

function Line({ row }: { row: BehindRow }) {
  const { t } = useTranslation();
  const what = row.outlet?.name ?? t(`reports.kind.${row.kind}`);
  return (
    <li data-row={row.kind}>
      <span>{what}</span>
      <span className="fb-dim">{row.outlet?.code}</span>
    </li>
  );
}
