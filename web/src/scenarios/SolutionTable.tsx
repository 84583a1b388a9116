// Solutions in numbers beside today's; one that another beats is greyed and says by what.
import { useTranslation } from 'react-i18next';
import { useCurrency } from '../catalogue/AmountInput';
import { useFormat } from '../format/useFormat';
import { change } from './plan';
import { signedShare } from './signed';
import type { Scenario, Solution } from './types';
import { solutionName, useDominatedWords, useWork } from './words';

export function SolutionTable({
  solutions,
  scenario,
  picked,
  onOpen,
}: {
  solutions: readonly Solution[];
  scenario: Scenario;
  picked: number | undefined;
  onOpen: (solution: number) => void;
}) {
  const { t } = useTranslation();
  const today = solutions.find((one) => one.solution === 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t('scenarios.tab.solutions')}>
      <table className="fb-lines fb-scn-table fb-scn-solutions">
        <thead>
          <tr>
            <th>{t('scenarios.solution')}</th>
            <th className="fb-num">{t('scenarios.variation')}</th>
            <th className="fb-num">{t('scenarios.max_by_mean')}</th>
            <th className="fb-num">{t('scenarios.distance')}</th>
            <th className="fb-num">{t('scenarios.hours')}</th>
            <th className="fb-num">{t('scenarios.moved')}</th>
            <th className="fb-num">{t('scenarios.moved_value')}</th>
            <th className="fb-num">{t('scenarios.missing_visits')}</th>
          </tr>
        </thead>
        <tbody>
          {solutions.map((one) => (
            <Line
              key={one.solution}
              one={one}
              today={today}
              all={solutions}
              inForce={one.solution === scenario.published_solution}
              picked={one.solution === picked}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </table>
      <p className="fb-dim fb-scn-cycle">{t('scenarios.cycle')}</p>
    </section>
  );
}

function Line({
  one,
  today,
  all,
  inForce,
  picked,
  onOpen,
}: {
  one: Solution;
  today: Solution | undefined;
  all: readonly Solution[];
  inForce: boolean;
  picked: boolean;
  onOpen: (solution: number) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const work = useWork();
  const dominated = useDominatedWords(all);
  const name = solutionName(one, t);
  const of = one.figures;
  return (
    <tr
      data-solution={one.solution}
      data-dominated={one.dominated || undefined}
      data-selected={picked || undefined}
    >
      <th scope="row">
        <button
          type="button"
          className="fb-stock-open"
          aria-pressed={picked}
          aria-label={t('scenarios.open', { name })}
          onClick={() => onOpen(one.solution)}
        >
          {name}
        </button>
        {inForce && (
          <>
            {' '}
            <span className="fb-order-state" data-state="confirmed">
              {t('scenarios.published')}
            </span>
          </>
        )}
        {one.dominated && <span className="fb-scn-why">{dominated(one)}</span>}
      </th>
      <td className="fb-num">{format.rate(of.hours_variation_permille / 1_000)}</td>
      <td className="fb-num">{format.rate(of.hours_max_by_mean_permille / 1_000)}</td>
      <td className="fb-num">
        {format.kilometres(of.metres)} <Against now={of.metres} was={today?.figures.metres} of={one} />
      </td>
      <td className="fb-num">
        {work(of.work_min)} <Against now={of.work_min} was={today?.figures.work_min} of={one} />
      </td>
      <td className="fb-num">{format.count(of.moved_outlets)}</td>
      <td className="fb-num">{format.money(of.moved_value_minor, currency)}</td>
      <td className="fb-num" data-open={of.missing_visits > 0 || undefined}>
        {format.count(of.missing_visits)}
      </td>
    </tr>
  );
}

/** How much more or less than today. */
function Against({ now, was, of }: { now: number; was: number | undefined; of: Solution }) {
  const format = useFormat();
  const by = was === undefined || of.solution === 0 ? null : change(was, now);
  if (by === null) return null;
  return <span className="fb-scn-against">{signedShare(by, format.percent)}</span>;
}
