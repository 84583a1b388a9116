// Rep by rep, what became of what was due; each number leads to the activities that it counts.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { doneRatio, type RepCompletion, STANDINGS, type Standing } from './activities';

export function CompletionTable({
  rows,
  picked,
  onPick,
}: {
  rows: readonly RepCompletion[];
  picked: { rep?: number; standing?: Standing };
  onPick: (rep: number, standing: Standing) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t('crm.completion')}>
      <table className="fb-lines">
        <thead>
          <tr>
            <th>{t('orders.rep')}</th>
            <th className="fb-num">{t('crm.done')}</th>
            <th className="fb-num">{t('crm.due')}</th>
            {STANDINGS.map((each) => (
              <th key={each} className="fb-num">
                {t(`crm.standing.${each}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const ratio = doneRatio(row);
            return (
              <tr key={row.rep_id} data-rep={row.rep_code}>
                <td>
                  {row.rep_name} <span className="fb-dim">{row.rep_code}</span>
                </td>
                <td className="fb-num">{ratio === null ? '–' : format.percent(ratio)}</td>
                <td className="fb-num">{format.count(row.due)}</td>
                {STANDINGS.map((each) => (
                  <td key={each} className="fb-num">
                    {row[each] === 0 ? (
                      <span className="fb-dim">0</span>
                    ) : (
                      <button
                        type="button"
                        className="fb-stock-open"
                        aria-pressed={picked.rep === row.rep_id && picked.standing === each}
                        aria-label={t('crm.show', {
                          rep: row.rep_name,
                          standing: t(`crm.standing.${each}`),
                          count: row[each],
                        })}
                        onClick={() => onPick(row.rep_id, each)}
                      >
                        {format.count(row[each])}
                      </button>
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
