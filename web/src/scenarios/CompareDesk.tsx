// Any two solutions beside each other, of this scenario or another: figures, rep by rep, the outlets that differ, and both
// on maps that move together.
import { Alert, Select } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { CompareMaps } from './CompareMaps';
import { CompareOutlets, CompareReps, CompareSums } from './CompareTables';
import { LookPick } from './LookPick';
import { keyOf, readKey } from './plan';
import type { DeskProps } from './ScenarioPage';
import { compareQuery, scenariosQuery, solutionsQuery } from './scenarios';
import type { Comparison, Scenario } from './types';
import { solutionName } from './words';

const LOOKED = ['reps', 'outlets', 'map'] as const;

export function CompareDesk({ scenario, solutions, shown, search, set }: DeskProps) {
  const { t } = useTranslation();
  const others = useInfiniteQuery(scenariosQuery);
  const a = search.a ?? (solutions[0] && keyOf(solutions[0]));
  const other = shown && shown.solution !== solutions[0]?.solution ? shown : solutions[1];
  const b = search.b ?? (other && keyOf(other));
  const query = useQuery(compareQuery(a, b));
  if (solutions.length === 0) return <p className="fb-scn-page fb-dim">{t('scenarios.unsolved')}</p>;
  const scenarios = others.data?.pages.flatMap((page) => page.items) ?? [scenario];
  const look = LOOKED.find((each) => each === search.look) ?? 'reps';
  return (
    <div className="fb-scn-page">
      <div className="fb-scn-sides">
        <Side label="A" scenarios={scenarios} value={a} onPick={(a) => set({ a })} />
        <Side label="B" scenarios={scenarios} value={b} onPick={(b) => set({ b })} />
      </div>
      {query.isLoading && <Waiting />}
      {query.isError && (
        <Alert color="red" role="alert">
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.data && (
        <>
          <CompareSums
            of={query.data}
            names={namesOf(query.data, scenarios, (one) => solutionName(one, t))}
          />
          <p role="status">{t('scenarios.differ', { count: query.data.different })}</p>
          <LookPick
            label={t('scenarios.tab.compare')}
            looks={LOOKED}
            value={look}
            onPick={(look) => set({ look: look === 'reps' ? undefined : look })}
          />
          {look === 'reps' && <CompareReps of={query.data} />}
          {look === 'outlets' && <CompareOutlets of={query.data} />}
          {look === 'map' && <CompareMaps key={`${a}|${b}`} of={query.data} />}
        </>
      )}
    </div>
  );
}

/** What the two are called; with their scenario where they are of two. */
function namesOf(
  { a, b }: Comparison,
  scenarios: readonly Scenario[],
  nameOf: (one: Comparison['a']) => string,
): [string, string] {
  const whole = (one: Comparison['a']) => {
    const of = scenarios.find((each) => each.id === one.scenario_id);
    return a.scenario_id === b.scenario_id || !of ? nameOf(one) : `${nameOf(one)} · ${of.name}`;
  };
  return [whole(a), whole(b)];
}

function Side({
  label,
  scenarios,
  value,
  onPick,
}: {
  label: string;
  scenarios: readonly Scenario[];
  value: string | undefined;
  onPick: (key: string) => void;
}) {
  const { t } = useTranslation();
  const picked = readKey(value);
  const of = scenarios.find((each) => each.id === picked?.scenario);
  const solutions = useQuery({
    ...solutionsQuery(of ?? { id: 0, solutions: 0, version: 0 }),
    enabled: of !== undefined,
  }).data;
  return (
    <fieldset className="fb-scn-pair">
      <legend>{label}</legend>
      <Select
        size="xs"
        label={t('scenarios.scenario')}
        searchable
        allowDeselect={false}
        data={scenarios
          .filter((each) => each.solutions > 0)
          .map((each) => ({ value: String(each.id), label: each.name }))}
        value={picked ? String(picked.scenario) : null}
        onChange={(id) => id !== null && onPick(`${id}:0`)}
      />
      <Select
        size="xs"
        label={t('scenarios.solution')}
        allowDeselect={false}
        data={(solutions ?? [])
          .filter((one) => one.scenario_id === picked?.scenario)
          .map((one) => ({ value: keyOf(one), label: solutionName(one, t) }))}
        value={value ?? null}
        onChange={(key) => key !== null && onPick(key)}
      />
    </fieldset>
  );
}
