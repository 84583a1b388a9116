// One thing that is measured: teams with their reps, what was reached beside what is expected by now.
import { useTranslation } from 'react-i18next';
import { useCurrency } from '../catalogue/AmountInput';
import { useFormat } from '../format/useFormat';
import { isMoney, type Measure, type Stand } from './targets';

export function useValue(measure: Measure): (value: number) => string {
  const format = useFormat();
  const currency = useCurrency();
  return (value) => (isMoney(measure) ? format.money(value, currency) : format.count(value));
}

export function TargetTable({
  measure,
  rows,
  picked,
  onOpen,
}: {
  measure: Measure;
  rows: readonly Stand[];
  picked: number | undefined;
  onOpen: (target: number) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="fb-section">
      <h2>{t(`targets.measures.${measure}`)}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="fb-lines-scroll" tabIndex={0} aria-label={t(`targets.measures.${measure}`)}>
        <table className="fb-lines fb-targets-table">
          <thead>
            <tr>
              <th>{t('targets.whose')}</th>
              <th>{t('targets.standing_head')}</th>
              <th className="fb-num">{t('targets.actual')}</th>
              <th className="fb-num">{t('targets.expected')}</th>
              <th className="fb-num">{t('targets.target')}</th>
              <th className="fb-num">{t('targets.per_day')}</th>
              <th className="fb-num">{t('targets.forecast')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Line
                key={row.target_id ?? `unit-${row.org_unit.id}`}
                row={row}
                picked={row.target_id !== null && row.target_id === picked}
                onOpen={onOpen}
              />
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function Line({ row, picked, onOpen }: { row: Stand; picked: boolean; onOpen: (target: number) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const value = useValue(row.measure);
  const id = row.target_id;
  const name = row.rep?.name ?? row.org_unit.name;
  return (
    <tr data-target={row.rep?.code ?? row.org_unit.code} data-team={row.rep === null || undefined}>
      <th scope="row">
        {name} <span className="fb-dim">{row.rep?.code ?? row.org_unit.code}</span>
        {id === null && <span className="fb-dim"> · {t('targets.of_reps')}</span>}
      </th>
      <td>
        <span className="fb-order-state" data-state={row.standing}>
          {t(`targets.standing.${row.standing}`)}
        </span>
      </td>
      <td className="fb-num">
        {id === null ? (
          value(row.actual)
        ) : (
          <button type="button" className="fb-stock-open" aria-pressed={picked} onClick={() => onOpen(id)}>
            <i className="fb-hidden">
              {t('targets.show', { name, what: t(`targets.measures.${row.measure}`) })}:{' '}
            </i>
            {value(row.actual)}
          </button>
        )}
        <Bar row={row} />
      </td>
      <td className="fb-num">{value(row.expected)}</td>
      <td className="fb-num">
        {value(row.target)} <span className="fb-dim">{format.percent(row.reached_bp / 10_000)}</span>
      </td>
      <td className="fb-num">{row.per_day === null ? '–' : value(row.per_day)}</td>
      <td className="fb-num">{row.forecast === null ? '–' : value(row.forecast)}</td>
    </tr>
  );
}

/** What was reached of the target, and a mark where it should be by now. The numbers beside it say the same. */
function Bar({ row }: { row: Stand }) {
  const part = (value: number) => `${Math.min(100, Math.max(0, (value / row.target) * 100))}%`;
  return (
    <span className="fb-targets-bar" data-standing={row.standing} aria-hidden>
      <i style={{ width: part(row.actual) }} />
      <b style={{ insetInlineStart: part(row.expected) }} />
    </span>
  );
}
