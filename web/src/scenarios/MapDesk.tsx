// A solution on the map: whose each outlet is, what moves, what is left out, and a rep's day in its order.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { useShortcuts } from '../pages/useShortcuts';
import { HandBar } from './HandBar';
import { applied, EMPTY_HAND, give, givenOver } from './hand';
import { Legend } from './Legend';
import { OutletCard } from './OutletCard';
import { DayPick, OutletPick, RepPick, SolutionPick } from './Picks';
import { PlanPane } from './PlanPane';
import { neighbourDay } from './plan';
import { type Mark, marksOf } from './plan_features';
import type { DeskProps } from './ScenarioPage';
import { allAssignmentsQuery, daysQuery, isBusy } from './scenarios';
import type { Solution } from './types';
import { solutionName } from './words';

export function MapDesk(desk: DeskProps) {
  const { t } = useTranslation();
  if (!desk.shown) return <p className="fb-scn-page fb-dim">{t('scenarios.unsolved')}</p>;
  return <Of {...desk} shown={desk.shown} />;
}

function Of({
  scenario,
  solutions,
  shown,
  search,
  may,
  hand,
  set,
  setHand,
}: DeskProps & { shown: Solution }) {
  const { t } = useTranslation();
  const { rep, week, weekday } = search;
  const query = useQuery(allAssignmentsQuery(shown));
  const days = useQuery(daysQuery(shown, { rep })).data ?? [];
  const day = days.find((one) => one.week === week && one.weekday === weekday);
  const [picked, setPicked] = useState<number | null>(null);
  const given = givenOver(hand, shown.hash);
  const { reps } = shown.figures;
  const outlets = useMemo(() => applied(query.data ?? [], given, reps), [query.data, given, reps]);
  // Which solution it is changes neither colours nor numbers: homes and codes are the scenario's.
  const marks = useMemo(() => marksOf(reps), [reps]);
  const looked = useMemo(() => ({ outlets, reps, marks, rep }), [outlets, reps, marks, rep]);
  const pickRep = (next: number | undefined) => set({ rep: next === rep ? undefined : next });
  const step = (by: 1 | -1) => {
    const next = neighbourDay(days, { week, weekday }, by);
    if (next) set({ week: next.week, weekday: next.weekday });
  };
  useShortcuts({
    '[': () => step(-1),
    ']': () => step(1),
    Escape: () => {
      // In a field it closes what the field offers.
      if (document.activeElement instanceof HTMLInputElement) return;
      if (picked !== null) setPicked(null);
      else set({ rep: undefined, week: undefined, weekday: undefined });
    },
  });
  const card = picked === null ? undefined : outlets.find((one) => one.outlet_id === picked);
  const first = query.data?.find((one) => one.outlet_id === picked);
  const canGive = may && !isBusy(scenario);
  const name = t('scenarios.map_of', { name: solutionName(shown, t) });
  return (
    <div className="fb-scn-split">
      <div className="fb-scn-side">
        <div className="fb-order-selects">
          <SolutionPick solutions={solutions} shown={shown} onPick={(solution) => set({ solution })} />
          <OutletPick outlets={outlets} value={picked} onPick={setPicked} />
          {rep !== undefined && (
            <DayPick
              week={week}
              weekday={weekday}
              onPick={(day) => set({ week: undefined, weekday: undefined, ...day })}
            />
          )}
        </div>
        {query.isPending && <p role="status">{t('scenarios.reading_outlets')}</p>}
        {query.isError && (
          <p role="alert" className="fb-plans-bad">
            {problemText(query.error, t)}
          </p>
        )}
        {card && first && (
          <OutletCard outlet={card} one={shown} onClose={() => setPicked(null)}>
            {canGive && (
              <RepPick
                label={t('scenarios.hand.give')}
                reps={reps}
                value={card.rep_id ?? undefined}
                onPick={(to) =>
                  to !== undefined && setHand({ over: shown.hash, given: give(given, first, to) })
                }
              />
            )}
          </OutletCard>
        )}
        {given.size > 0 && (
          <HandBar
            scenario={scenario.id}
            count={given.size}
            outlets={outlets}
            onDone={() => {
              setHand(EMPTY_HAND);
              set({ tab: undefined, solution: undefined });
            }}
            onCancel={() => setHand(EMPTY_HAND)}
          />
        )}
        {rep !== undefined && (
          <p className="fb-dim">{day ? t('scenarios.order_not_road') : t('scenarios.pick_order')}</p>
        )}
        <Legend />
        <RepList one={shown} marks={marks} rep={rep} onPick={pickRep} />
      </div>
      <PlanPane
        label={name}
        one={shown}
        shown={looked}
        picked={card}
        day={day}
        onOutlet={setPicked}
        onRep={pickRep}
      />
    </div>
  );
}

function RepMark({ mark }: { mark: Mark | undefined }) {
  return (
    <b className="fb-scn-mark" style={{ background: mark?.color }} aria-hidden>
      {mark?.number ?? '–'}
    </b>
  );
}

function RepList({
  one,
  marks,
  rep,
  onPick,
}: {
  one: Solution;
  marks: ReadonlyMap<number, Mark>;
  rep: number | undefined;
  onPick: (rep: number | undefined) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <h3 className="fb-scn-side-head">
        {t('scenarios.reps')}
        {rep !== undefined && (
          <Button size="compact-xs" variant="subtle" onClick={() => onPick(undefined)}>
            {t('scenarios.all_reps')}
          </Button>
        )}
      </h3>
      <ul className="fb-scn-rep-list">
        {one.figures.reps.map((each) => (
          <li key={each.rep_id}>
            <button
              type="button"
              aria-pressed={each.rep_id === rep}
              data-rep={each.rep_code}
              onClick={() => onPick(each.rep_id)}
            >
              <RepMark mark={marks.get(each.rep_id)} />
              <span>
                {each.rep_name}
                <span className="fb-dim">
                  {[
                    t('scenarios.count_outlets', { count: each.outlets }),
                    format.kilometres(each.metres),
                    each.got + each.gave > 0 &&
                      t('scenarios.got_gave_words', { got: each.got, gave: each.gave }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
