// What a solution moves, from whom to whom: of each pair how many outlets, what they order, and their names.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { useCurrency } from '../catalogue/AmountInput';
import { useFormat } from '../format/useFormat';
import { pairsOf } from './moves';
import { movedQuery } from './scenarios';
import type { Solution } from './types';

/** Of many outlets so many are named. */
const NAMED = 30;

export function MovesSummary({ one }: { one: Solution }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const query = useQuery(movedQuery(one));
  const nameOf = (id: number | null) =>
    id === null
      ? t('scenarios.nobody')
      : (one.figures.reps.find((rep) => rep.rep_id === id)?.rep_name ?? t('scenarios.nobody'));
  if (query.isPending) return <p role="status">{t('scenarios.reading_outlets')}</p>;
  if (!query.data) return <p className="fb-plans-bad">{problemText(query.error, t)}</p>;
  const pairs = pairsOf(query.data);
  if (pairs.length === 0) return <p>{t('scenarios.none_moved')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll fb-scn-changes" tabIndex={0} aria-label={t('scenarios.moves')}>
      <table className="fb-lines">
        <caption className="fb-scn-moves">
          {t('scenarios.moved_sum', {
            count: query.data.length,
            value: format.money(
              query.data.reduce((sum, outlet) => sum + outlet.value_minor, 0),
              currency,
            ),
          })}
        </caption>
        <thead>
          <tr>
            <th>{t('scenarios.from_rep')}</th>
            <th>{t('scenarios.to_rep')}</th>
            <th className="fb-num">{t('scenarios.outlets')}</th>
            <th className="fb-num">{t('scenarios.value')}</th>
            <th>{t('scenarios.which')}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair) => (
            <tr key={`${pair.from} ${pair.to}`} data-move={`${pair.from} ${pair.to}`}>
              <th scope="row">{nameOf(pair.from)}</th>
              <td>{nameOf(pair.to)}</td>
              <td className="fb-num">{format.count(pair.outlets.length)}</td>
              <td className="fb-num">{format.money(pair.value_minor, currency)}</td>
              <td className="fb-scn-codes">
                {format.listed(
                  [
                    ...pair.outlets.slice(0, NAMED).map((outlet) => outlet.outlet_name),
                    ...(pair.outlets.length > NAMED ? ['…'] : []),
                  ],
                  'and',
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
