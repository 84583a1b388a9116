// What became of the published plan: by rep and week, as it was planned beside as it was driven.
import { Alert, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { shiftDate } from '../format/format';
import { useFormat } from '../format/useFormat';
import { change } from './plan';
import type { DeskProps } from './ScenarioPage';
import { drivenQuery } from './scenarios';
import { signedShare } from './signed';
import type { DrivenWeek } from './types';

/** The server compares at most so many days at once. */
const DAYS_MAX = 92;
/** Two cycles are shown at first. */
const DAYS_FIRST = 56;

export function DrivenDesk({ scenario, search, set }: DeskProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const start = scenario.effective_from;
  const today = format.dateAt(serverNow());
  const from = search.from ?? latest(start ?? today, shiftDate(today, 1 - DAYS_FIRST));
  const to = search.to ?? latest(from, today);
  const begun = start !== null && start <= today;
  const query = useQuery({ ...drivenQuery(scenario.id, from, to), enabled: begun && from <= to });
  if (start === null) return <p className="fb-scn-page fb-dim">{t('scenarios.not_published')}</p>;
  if (!begun)
    return <p className="fb-scn-page fb-dim">{t('scenarios.not_begun', { date: format.longDay(start) })}</p>;
  return (
    <div className="fb-scn-page">
      <div className="fb-order-selects">
        <TextInput
          size="xs"
          type="date"
          label={t('catalogue.valid_from')}
          min={start}
          max={to}
          value={from}
          onChange={(event) => set({ from: event.currentTarget.value || undefined })}
        />
        <TextInput
          size="xs"
          type="date"
          label={t('catalogue.valid_to')}
          min={from}
          max={shiftDate(from, DAYS_MAX - 1)}
          value={to}
          onChange={(event) => set({ to: event.currentTarget.value || undefined })}
        />
      </div>
      <p className="fb-dim">{t('scenarios.driven_hint')}</p>
      {query.isLoading && <Waiting />}
      {query.isError && (
        <Alert color="red" role="alert">
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.data?.length === 0 && <p className="fb-dim">{t('scenarios.nothing_driven')}</p>}
      {query.data && query.data.length > 0 && <Table rows={query.data} />}
    </div>
  );
}

const latest = (a: string, b: string): string => (a > b ? a : b);

function Table({ rows }: { rows: readonly DrivenWeek[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t('scenarios.tab.driven')}>
      <table className="fb-lines fb-scn-table">
        <thead>
          <tr>
            <th>{t('orders.rep')}</th>
            <th>{t('scenarios.week_from')}</th>
            <th className="fb-num">{t('scenarios.days_seen')}</th>
            <th className="fb-num">{t('scenarios.distance')}</th>
            <th className="fb-num">{t('scenarios.hours')}</th>
            <th className="fb-num">{t('scenarios.calls_made')}</th>
            <th className="fb-num">{t('scenarios.order_kept')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.rep_id}-${row.week}`} data-rep={row.rep_code} data-week={row.week}>
              <th scope="row">
                {row.rep_name} <span className="fb-dim">{row.rep_code}</span>
              </th>
              <td>{format.longDay(row.week)}</td>
              <td className="fb-num">
                {format.count(row.days)}
                {row.days_missing > 0 && (
                  <span className="fb-dim fb-scn-line">
                    {t('scenarios.days_missing', { count: row.days_missing })}
                  </span>
                )}
              </td>
              <td className="fb-num">
                <Against planned={row.planned_metres} driven={row.driven_metres} words={format.kilometres} />
                {row.hole_metres > 0 && (
                  <span className="fb-dim fb-scn-line">
                    {t('scenarios.in_holes', { distance: format.kilometres(row.hole_metres) })}
                  </span>
                )}
              </td>
              <td className="fb-num">
                <Against
                  planned={row.planned_minutes}
                  driven={row.driven_minutes}
                  words={(minutes) => format.duration(minutes * 60)}
                />
              </td>
              <td className="fb-num">
                {t('scenarios.made_of', { made: row.made_calls, planned: row.planned_calls })}
              </td>
              <td className="fb-num">
                {row.order_kept_permille === null ? '–' : format.percent(row.order_kept_permille / 1_000)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Planned, driven, and by how much they differ. */
function Against({
  planned,
  driven,
  words,
}: {
  planned: number;
  driven: number;
  words: (value: number) => string;
}) {
  const format = useFormat();
  const by = change(planned, driven);
  return (
    <>
      {words(planned)} → {words(driven)}
      {by !== null && <span className="fb-scn-against"> {signedShare(by, format.percent)}</span>}
    </>
  );
}
