// Two solutions on two maps that move together; outlets whose rep differs have a ring in both.
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { Legend } from './Legend';
import { OutletCard } from './OutletCard';
import { PlanPane } from './PlanPane';
import { marksOf } from './plan_features';
import type { View } from './plan_map';
import { allAssignmentsQuery } from './scenarios';
import type { Comparison, Solution } from './types';
import { solutionName } from './words';

export function CompareMaps({ of }: { of: Comparison }) {
  const { t } = useTranslation();
  const [rep, setRep] = useState<number>();
  const [picked, setPicked] = useState<number | null>(null);
  // Where the one was moved to, the other is moved.
  const [views, setViews] = useState<{ a?: View; b?: View }>({});
  // Of both, so that a rep has one number and one colour.
  const marks = useMemo(() => {
    const known = new Map([...of.b.figures.reps, ...of.a.figures.reps].map((each) => [each.rep_id, each]));
    return marksOf([...known.values()]);
  }, [of]);
  const ringed = useMemo(() => new Set(of.outlets.map((each) => each.outlet_id)), [of]);
  const side = (name: 'a' | 'b') => (
    <One
      label={name.toUpperCase()}
      one={of[name]}
      marks={marks}
      ringed={ringed}
      rep={rep}
      picked={picked}
      view={views[name]}
      onView={(view) => setViews(name === 'a' ? { b: view } : { a: view })}
      onRep={(next) => setRep(next === rep ? undefined : next)}
      onOutlet={setPicked}
    />
  );
  return (
    <>
      <Legend ringed={t('scenarios.legend.differs')} />
      <p className="fb-dim">{t('scenarios.maps_hint')}</p>
      <div className="fb-scn-maps">
        {side('a')}
        {side('b')}
      </div>
    </>
  );
}

function One({
  label,
  one,
  marks,
  ringed,
  rep,
  picked,
  view,
  onView,
  onRep,
  onOutlet,
}: {
  label: string;
  one: Solution;
  marks: ReturnType<typeof marksOf>;
  ringed: ReadonlySet<number>;
  rep: number | undefined;
  picked: number | null;
  view: View | undefined;
  onView: (view: View) => void;
  onRep: (rep: number) => void;
  onOutlet: (outlet: number | null) => void;
}) {
  const { t } = useTranslation();
  const query = useQuery(allAssignmentsQuery(one));
  const outlets = query.data;
  const shown = useMemo(
    () => ({ outlets: outlets ?? [], reps: one.figures.reps, marks, rep, ringed }),
    [outlets, one, marks, rep, ringed],
  );
  const card = picked === null ? undefined : outlets?.find((each) => each.outlet_id === picked);
  const name = `${label} · ${solutionName(one, t)}`;
  return (
    <figure className="fb-scn-map-side">
      <figcaption>{name}</figcaption>
      {query.isError && (
        <p role="alert" className="fb-plans-bad">
          {problemText(query.error, t)}
        </p>
      )}
      <PlanPane
        label={t('scenarios.map_of', { name })}
        one={one}
        shown={shown}
        picked={card}
        view={view}
        onView={onView}
        onRep={onRep}
        onOutlet={onOutlet}
      />
      {card && <OutletCard outlet={card} one={one} onClose={() => onOutlet(null)} />}
    </figure>
  );
}
