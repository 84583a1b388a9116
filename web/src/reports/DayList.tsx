// The days of one rep's month, the newest first; a day leads to its visits.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { nameOf } from './figures';
import type { ReportRow } from './kpis';
import { useFigure } from './useFigure';
import type { Look } from './useLook';

const SHOWN = [
  'plan_compliance',
  'tc',
  'pc',
  'strike_rate',
  'sales_value',
  'first_call',
  'distance',
] as const;

const hasWork = ({ kpis }: ReportRow) =>
  (kpis.plan_compliance?.denominator ?? 0) > 0 || (kpis.tc?.numerator ?? 0) > 0;

export function DayList({ look, rows }: { look: Look; rows: readonly ReportRow[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = useFigure();
  const shown = SHOWN.flatMap((code) => look.find(code) ?? []);
  const days = rows.filter(hasWork).toSorted((a, b) => nameOf(b, 'day').localeCompare(nameOf(a, 'day')));
  return (
    <section className="fb-rep-card" aria-labelledby="over-days">
      <h2 id="over-days">{t('overview.days')}</h2>
      {days.length === 0 && <p className="fb-dim">{t('overview.nothing')}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="fb-lines-scroll" tabIndex={0} aria-label={t('overview.days')}>
        <table className="fb-lines fb-rep-below">
          <thead>
            <tr>
              <th scope="col">{t('reports.period.day')}</th>
              {shown.map((definition) => (
                <th key={definition.code} scope="col" className="fb-num">
                  {figure.name(definition)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((row) => {
              const day = nameOf(row, 'day');
              return (
                <tr key={day} data-day={day}>
                  <th scope="row">
                    <Link to="/overview" search={look.to({ day })} className="fb-link">
                      {format.day(day)}
                    </Link>
                  </th>
                  {shown.map((definition) => (
                    <td key={definition.code} className="fb-num" data-label={figure.name(definition)}>
                      {figure.value(definition, row.kpis[definition.code]?.value)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
}
