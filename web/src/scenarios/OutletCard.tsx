// The outlet that was clicked on the map: whose it is and was, why, on which days, and what is missing.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCurrency } from '../catalogue/AmountInput';
import { useFormat } from '../format/useFormat';
import { figuresOf } from './plan';
import type { Assignment, Solution } from './types';
import { unservedWords, usePatternWords, whyWords } from './words';

export function OutletCard({
  outlet,
  one,
  onClose,
  children,
}: {
  outlet: Assignment;
  one: Solution;
  onClose: () => void;
  /** What can be done with it. */
  children?: React.ReactNode;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const pattern = usePatternWords();
  const rep = (id: number | null, code: string | null) =>
    id === null ? t('scenarios.nobody') : (figuresOf(one, id)?.rep_name ?? code);
  const facts: [string, React.ReactNode][] = [
    [t('scenarios.today'), rep(outlet.from_rep_id, outlet.from_rep_code)],
    [t('scenarios.then'), rep(outlet.rep_id, outlet.rep_code)],
    [t('scenarios.visit_days'), pattern(outlet.slots)],
    [t('scenarios.value'), format.money(outlet.value_minor, currency)],
  ];
  if (outlet.why !== null) facts.push([t('scenarios.reason'), whyWords(outlet.why, t)]);
  if (outlet.unserved !== null)
    facts.push([
      t('scenarios.missing_of'),
      `${t('scenarios.of_visits', { missing: outlet.missing_visits, visits: outlet.visits })}: ${unservedWords(outlet.unserved, t)}`,
    ]);
  return (
    <section className="fb-scn-card" aria-live="polite" aria-label={outlet.outlet_name}>
      <div className="fb-cat-title">
        <h3>
          {outlet.outlet_name} <span className="fb-dim">{outlet.outlet_code}</span>
        </h3>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={onClose}>
          {t('targets.close')}
        </Button>
      </div>
      <dl className="fb-cat-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {children}
    </section>
  );
}
