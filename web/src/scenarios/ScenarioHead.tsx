// The head of a scenario: its name and state, and the steps that fit it: solve, go on, stop, roll back, throw away.
import { Alert, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { Progress } from './Progress';
import { RollbackPanel } from './RollbackPanel';
import type { DeskProps } from './ScenarioPage';
import { ScenarioState } from './ScenarioTable';
import { cancel, isBusy, readAgain, removeScenario, solve } from './scenarios';
import { useFocusBack } from './useFocusBack';
import { faultWords, solutionName, travelWords } from './words';

export function ScenarioHead({ scenario, solutions, may }: DeskProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [rolling, setRolling] = useState(false);
  const head = useRef<HTMLHeadingElement>(null);
  useFocusBack(rolling, head);
  const inForce = solutions.find((one) => one.solution === scenario.published_solution);
  const busy = isBusy(scenario);
  return (
    <header className="fb-scn-head">
      <p className="fb-scn-back">
        <Link to="/scenarios" className="fb-link">
          {t('scenarios.all')}
        </Link>
      </p>
      <div className="fb-cat-title">
        <h1 ref={head} tabIndex={-1}>
          {scenario.name}
        </h1>
        <ScenarioState scenario={scenario} />
        {may && <Steps scenario={scenario} rolling={rolling} onRollBack={() => setRolling(true)} />}
      </div>
      <p className="fb-dim" data-testid="about-scenario">
        {[
          scenario.org_unit_name,
          t('scenarios.count_reps', { count: scenario.reps }),
          t('scenarios.count_outlets', { count: scenario.outlets }),
          travelWords(scenario, t),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {scenario.effective_from !== null && inForce && (
        <p className="fb-scn-force">
          {t('scenarios.force_from', {
            name: solutionName(inForce, t),
            date: format.longDay(scenario.effective_from),
          })}
        </p>
      )}
      {busy && <Progress scenario={scenario} />}
      {scenario.state === 'failed' && (
        <Alert color="red" role="alert" title={t('scenarios.no_plan')}>
          {faultWords(scenario.fault ?? '', t)}
        </Alert>
      )}
      {rolling && may && scenario.published_solution !== null && (
        <RollbackPanel scenario={scenario} onDone={() => setRolling(false)} />
      )}
    </header>
  );
}

function Steps({
  scenario,
  rolling,
  onRollBack,
}: Pick<DeskProps, 'scenario'> & { rolling: boolean; onRollBack: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [removing, setRemoving] = useState(false);
  const step = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSettled: readAgain,
  });
  const remove = useMutation({
    mutationFn: () => removeScenario(scenario),
    onSuccess: async () => {
      await navigate({ to: '/scenarios' });
      await readAgain();
    },
  });
  const busy = isBusy(scenario);
  const published = scenario.published_solution !== null;
  const failed = step.error ?? remove.error;
  return (
    <>
      <span className="fb-scn-steps">
        {busy ? (
          <Button
            size="compact-sm"
            variant="default"
            loading={step.isPending}
            onClick={() => step.mutate(() => cancel(scenario.id))}
          >
            {t('scenarios.cancel')}
          </Button>
        ) : (
          scenario.state !== 'solved' && (
            <Button
              size="compact-sm"
              loading={step.isPending}
              onClick={() => step.mutate(() => solve(scenario.id))}
            >
              {scenario.state === 'draft' ? t('scenarios.solve') : t('scenarios.go_on')}
            </Button>
          )
        )}
        {published && !rolling && (
          <Button size="compact-sm" variant="default" onClick={onRollBack}>
            {t('scenarios.roll_back')}
          </Button>
        )}
        {!busy && !published && !removing && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            className="fb-scn-last"
            onClick={() => setRemoving(true)}
          >
            {t('scenarios.remove')}
          </Button>
        )}
        {removing && !busy && !published && (
          <>
            <Button
              size="compact-sm"
              color="red.9"
              className="fb-scn-last"
              autoFocus
              loading={remove.isPending}
              onClick={() => remove.mutate()}
            >
              {t('scenarios.remove_yes')}
            </Button>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setRemoving(false)}>
              {t('review.cancel')}
            </Button>
          </>
        )}
      </span>
      {failed && (
        <Alert color="red" role="alert" className="fb-scn-wide">
          {problemText(failed, t)}
        </Alert>
      )}
    </>
  );
}
