// The reps of a month with what their days come to; a name leads to the rep's own sheet.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import type { RepRow } from './timesheets';

export function TeamTable({
  rows,
  selected,
  onRep,
}: {
  rows: RepRow[];
  selected: number | undefined;
  onRep: (rep: number) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  if (rows.length === 0) return <p className="fb-dim">{t('timesheet.nobody')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-sheets-scroll" tabIndex={0} aria-label={t('timesheet.team')}>
      <table className="fb-sheet">
        <thead>
          <tr>
            <th scope="col">{t('timesheet.rep')}</th>
            <th scope="col">{t('timesheet.days')}</th>
            <th scope="col">{t('timesheet.worked')}</th>
            <th scope="col">{t('timesheet.in_store')}</th>
            <th scope="col">{t('timesheet.late')}</th>
            <th scope="col">{t('timesheet.corrected')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, code, totals }) => (
            <tr key={id} data-selected={id === selected || undefined}>
              <th scope="row">
                <button
                  type="button"
                  aria-current={id === selected ? 'true' : undefined}
                  onClick={() => onRep(id)}
                >
                  {name}
                  <small>{code}</small>
                </button>
              </th>
              <td>
                {format.count(totals.days_worked)} / {format.count(totals.days_planned)}
              </td>
              <td>{format.duration(totals.worked_s)}</td>
              <td>
                {totals.measured_s > 0
                  ? format.percent(Math.min(1, totals.in_store_s / totals.measured_s))
                  : '–'}
              </td>
              <td data-warn={totals.late_starts > 0 || undefined}>{format.count(totals.late_starts)}</td>
              <td>{format.count(totals.days_corrected)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
