// A solution rep by rep: what each has, how long and how far the days are, and where the work stands by the mean.
import { useTranslation } from 'react-i18next';
import { useCurrency } from '../catalogue/AmountInput';
import { useFormat } from '../format/useFormat';
import { balanceOf, callsADay, metresADay } from './plan';
import type { RepFigures, Solution } from './types';
import { useWork } from './words';

export function RepTable({ one, onDays }: { one: Solution; onDays: (rep: number) => void }) {
  const { t } = useTranslation();
  const { reps } = one.figures;
  const balance = balanceOf(reps);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t('scenarios.by_rep')}>
      <table className="fb-lines fb-scn-table fb-scn-reps">
        <thead>
          <tr>
            <th>{t('orders.rep')}</th>
            <th>{t('scenarios.work')}</th>
            <th className="fb-num">{t('scenarios.outlets')}</th>
            <th className="fb-num">{t('scenarios.visits')}</th>
            <th className="fb-num">{t('scenarios.day_hours')}</th>
            <th className="fb-num">{t('scenarios.day_km')}</th>
            <th className="fb-num">{t('scenarios.day_calls')}</th>
            <th className="fb-num">{t('scenarios.value')}</th>
            <th className="fb-num">{t('scenarios.got_gave')}</th>
            <th className="fb-num">{t('scenarios.missing_visits')}</th>
          </tr>
        </thead>
        <tbody>
          {reps.map((rep) => (
            <Line key={rep.rep_id} rep={rep} balance={balance} onDays={onDays} />
          ))}
        </tbody>
      </table>
      <p className="fb-dim fb-scn-cycle">{t('scenarios.bars')}</p>
    </section>
  );
}

function Line({
  rep,
  balance,
  onDays,
}: {
  rep: RepFigures;
  balance: { mean: number; most: number };
  onDays: (rep: number) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const work = useWork();
  return (
    <tr data-rep={rep.rep_code}>
      <th scope="row">
        <button
          type="button"
          className="fb-stock-open"
          aria-label={t('scenarios.days_of', { name: rep.rep_name })}
          onClick={() => onDays(rep.rep_id)}
        >
          {rep.rep_name}
        </button>{' '}
        <span className="fb-dim">{rep.rep_code}</span>
      </th>
      <td>
        {work(rep.work_min)}
        <BalanceBar minutes={rep.work_min} balance={balance} />
      </td>
      <td className="fb-num">{format.count(rep.outlets)}</td>
      <td className="fb-num">{format.count(rep.visits)}</td>
      <td className="fb-num">
        {[rep.day_min_min, rep.day_mean_min, rep.day_max_min].map(hours).join(' / ')}
      </td>
      <td className="fb-num">{format.kilometres(metresADay(rep))}</td>
      <td className="fb-num">{format.quantity(callsADay(rep).toFixed(1))}</td>
      <td className="fb-num">{format.money(rep.value_minor, currency)}</td>
      <td className="fb-num">
        <span role="img" aria-label={t('scenarios.got_gave_words', { got: rep.got, gave: rep.gave })}>
          +{format.count(rep.got)} / −{format.count(rep.gave)}
        </span>
      </td>
      <td className="fb-num" data-open={rep.missing_visits > 0 || undefined}>
        {format.count(rep.missing_visits)}
      </td>
    </tr>
  );
}

/** `7:05` */
const hours = (minutes: number): string =>
  `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

/** Work of a cycle against the most of all, with a mark at the mean. The number beside it says the same. */
function BalanceBar({ minutes, balance }: { minutes: number; balance: { mean: number; most: number } }) {
  const part = (of: number) => `${balance.most === 0 ? 0 : Math.min(100, (of / balance.most) * 100)}%`;
  return (
    <span className="fb-targets-bar fb-scn-bar" aria-hidden>
      <i style={{ width: part(minutes) }} />
      <b style={{ insetInlineStart: part(balance.mean) }} />
    </span>
  );
}
