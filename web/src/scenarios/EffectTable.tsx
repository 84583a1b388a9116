// What other frequencies come to for each rep: visits and hours at outlets in four weeks, before and after.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { Bar } from '../territories/BalanceBars';
import type { Effect } from './frequency';
import { signed } from './signed';
import { useWork } from './words';

export function EffectTable({
  effects,
  reps,
}: {
  effects: readonly Effect[];
  reps: readonly { rep_id: number; rep_name: string }[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const work = useWork();
  const most = Math.max(1, ...effects.flatMap(({ before, after }) => [before.minutes, after.minutes]));
  const mean = effects.reduce((sum, one) => sum + one.after.minutes, 0) / Math.max(1, effects.length);
  const gained = effects.reduce((sum, one) => sum + one.after.minutes - one.before.minutes, 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t('scenarios.frequency.effect')}>
      <table className="fb-lines fb-freq-effect">
        <caption className="fb-scn-moves">
          {t('scenarios.frequency.sum', { hours: signed(gained, work) })}
        </caption>
        <thead>
          <tr>
            <th>{t('orders.rep')}</th>
            <th className="fb-num">{t('scenarios.outlets')}</th>
            <th className="fb-num">{t('scenarios.visits')}</th>
            <th>{t('scenarios.frequency.hours')}</th>
            <th className="fb-num">{t('scenarios.frequency.gained')}</th>
          </tr>
        </thead>
        <tbody>
          {effects.map(({ rep_id, outlets, before, after }) => (
            <tr key={rep_id ?? 0} data-effect={rep_id ?? 0}>
              <th scope="row">
                {reps.find((rep) => rep.rep_id === rep_id)?.rep_name ?? t('scenarios.nobody')}
              </th>
              <td className="fb-num">{format.count(outlets)}</td>
              <td className="fb-num">
                {t('territories.before_after', {
                  before: format.count(before.visits),
                  after: format.count(after.visits),
                })}
              </td>
              <td>
                {t('territories.before_after', { before: work(before.minutes), after: work(after.minutes) })}
                <Bar value={after.minutes} before={before.minutes} most={most} mean={mean} />
              </td>
              <td className="fb-num">{signed(after.minutes - before.minutes, work)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
