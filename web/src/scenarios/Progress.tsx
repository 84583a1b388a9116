// How far the search is: which solution, which stage, and a bar. The bar alone moves every second; words are read out
// when they change.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import type { Scenario } from './types';
import { doing } from './words';

export function Progress({ scenario }: { scenario: Scenario }) {
  const { t } = useTranslation();
  const format = useFormat();
  const part = scenario.state === 'queued' ? 0 : scenario.progress_permille / 1_000;
  const words = doing(scenario, t);
  return (
    <div className="fb-scn-progress" data-testid="progress">
      <p role="status">{words}</p>
      <div
        role="progressbar"
        aria-label={t('scenarios.progress_of', { name: scenario.name })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(part * 100)}
        aria-valuetext={format.percent(part)}
      >
        <i style={{ width: `${part * 100}%` }} />
      </div>
      <p className="fb-dim">
        {format.percent(part)} · {t('scenarios.found', { count: scenario.solutions })}
      </p>
    </div>
  );
}
