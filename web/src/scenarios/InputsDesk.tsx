// What a scenario is planned with: its settings, its reps, its outlets. Another input takes the solutions with it, and the
// planner is told before.
import { useTranslation } from 'react-i18next';
import { FrequencyDesk } from './FrequencyDesk';
import { LookPick } from './LookPick';
import { OutletInputs } from './OutletInputs';
import { RepInputs } from './RepInputs';
import type { DeskProps } from './ScenarioPage';
import { SettingsForm } from './SettingsForm';
import { isBusy } from './scenarios';

const LOOKED = ['reps', 'outlets', 'frequency', 'settings'] as const;

export function InputsDesk(desk: DeskProps) {
  const { t } = useTranslation();
  const { scenario, search, may, set } = desk;
  const look = LOOKED.find((each) => each === search.look) ?? 'reps';
  const published = scenario.published_solution !== null;
  const open = may && !isBusy(scenario) && !published;
  return (
    <div className="fb-scn-page">
      <LookPick
        label={t('scenarios.tab.inputs')}
        looks={LOOKED}
        value={look}
        onPick={(look) => set({ look: look === 'reps' ? undefined : look })}
      />
      {may && (open ? scenario.solutions > 0 : true) && (
        <p className="fb-scn-warn" data-testid="inputs-warning">
          {open
            ? t('scenarios.solutions_go', { count: scenario.solutions })
            : published
              ? t('problem.scenario_published')
              : t('problem.scenario_solving')}
        </p>
      )}
      {look === 'reps' && <RepInputs scenario={scenario} open={open} />}
      {look === 'outlets' && <OutletInputs {...desk} open={open} />}
      {look === 'frequency' && <FrequencyDesk scenario={scenario} open={open} />}
      {look === 'settings' && <SettingsForm key={scenario.version} scenario={scenario} open={open} />}
    </div>
  );
}
