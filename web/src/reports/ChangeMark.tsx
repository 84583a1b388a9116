// How a figure moved since before: an arrow, a sign and a colour say the same.
import { useTranslation } from 'react-i18next';
import type { Change } from './figures';
import { useFigure } from './useFigure';

export function ChangeMark({
  change,
  before,
}: {
  change: Change | null;
  /** What it was, for who rests on it. */
  before?: string;
}) {
  const { t } = useTranslation();
  const figure = useFigure();
  if (!change) return <span className="fb-rep-change fb-dim">–</span>;
  const good = change.good === null ? 'none' : change.good ? 'good' : 'bad';
  return (
    <span className="fb-rep-change" data-good={good} title={before && t('reports.was', { value: before })}>
      <span aria-hidden>{change.amount === 0 ? '=' : change.amount > 0 ? '▲' : '▼'}</span>{' '}
      {figure.change(change)}
      {change.good !== null && (
        <span className="fb-hidden"> {t(`reports.${change.good ? 'better' : 'worse'}`)}</span>
      )}
    </span>
  );
}
