// A solution on the map: whose each outlet is, what moves, what is left out, and a rep's day in its order. Outlets are drawn
// round or picked from the list and given to other reps by hand, in steps that can be taken back.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { useShortcuts } from '../pages/useShortcuts';
import { holds } from '../territories/ground';
import type { Tool } from '../territories/sketcher';
import { TOOL_KEYS, ToolBar } from '../territories/ToolBar';
import type { Ring } from '../territories/types';
import { useUndoKeys } from '../territories/useUndoKeys';
import { ChooseList } from './ChooseList';
import { ChosenCard } from './ChosenCard';
import { HandBar } from './HandBar';
import {
  applied,
  drop,
  EMPTY_HAND,
  give,
  givenOver,
  type Refusal,
  redo,
  refusal,
  stepsOf,
  undo,
} from './hand';
import { Legend } from './Legend';
import { LookPick } from './LookPick';
import { loads } from './load';
import { OutletCard } from './OutletCard';
import { DayPick, OutletPick, RepPick, SolutionPick } from './Picks';
import { PlanPane } from './PlanPane';
import { neighbourDay } from './plan';
import { marksOf } from './plan_features';
import { RepBars } from './RepBars';
import type { DeskProps } from './ScenarioPage';
import { allAssignmentsQuery, allInputsQuery, daysQuery, isBusy, repInputsQuery } from './scenarios';
import type { Assignment, Solution } from './types';
import { solutionName } from './words';

const LASSOS: readonly Tool[] = ['freehand', 'polygon', 'rectangle'];
const LOOKED = ['reps', 'outlets'] as const;
const NONE: ReadonlySet<number> = new Set();
/** Outlets that are named where many stay. */
const NAMED = 5;

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
  const canGive = may && !isBusy(scenario);
  const inputs = useQuery({ ...allInputsQuery(scenario), enabled: canGive }).data;
  const able = useQuery({ ...repInputsQuery(scenario.id), enabled: canGive }).data;
  const [picked, setPicked] = useState<number | null>(null);
  const [chosen, setChosen] = useState(NONE);
  const [aim, setAim] = useState<number | null>(null);
  const [tool, setTool] = useState<Tool | null>(null);
  const [stayed, setStayed] = useState<{ outlet: Assignment; why: Refusal }[]>([]);
  const { reps } = shown.figures;
  const planned = query.data ?? [];
  const given = useMemo(() => givenOver(hand, shown.hash), [hand, shown.hash]);
  const outlets = useMemo(() => applied(planned, given, reps), [query.data, given, reps]);
  const service = useMemo(
    () => new Map((inputs ?? []).map((one) => [one.outlet_id, one.service_minutes])),
    [inputs],
  );
  const classes = useMemo(() => new Map((able ?? []).map((one) => [one.rep_id, one.classes])), [able]);
  // Which solution it is changes neither colours nor numbers: homes and codes are the scenario's.
  const marks = useMemo(() => marksOf(reps), [reps]);
  const looked = useMemo(() => ({ outlets, reps, marks, rep, chosen }), [outlets, reps, marks, rep, chosen]);
  // What is in the hand counts as given while a rep is aimed at.
  const load = useMemo(() => {
    const next = aim === null ? given : new Map(given);
    if (aim !== null && next instanceof Map)
      for (const outlet of planned)
        if (chosen.has(outlet.outlet_id) && refusal(outlet, aim, classes) === null)
          next.set(outlet.outlet_id, aim);
    return loads(reps, planned, applied(planned, next, reps), service);
  }, [query.data, given, aim, chosen, reps, service, classes]);
  useEffect(() => {
    setChosen(NONE);
    setStayed([]);
  }, [shown.hash]);

  const pickRep = (next: number | undefined) => set({ rep: next === rep ? undefined : next });
  const step = (by: 1 | -1) => {
    const next = neighbourDay(days, { week, weekday }, by);
    if (next) set({ week: next.week, weekday: next.weekday });
  };
  const giveAll = (ids: ReadonlySet<number>, to: number) => {
    const list = planned.filter((outlet) => ids.has(outlet.outlet_id));
    const refused = list.flatMap((outlet) => {
      const why = refusal(outlet, to, classes);
      return why ? [{ outlet, why }] : [];
    });
    const stays = new Set(refused.map(({ outlet }) => outlet.outlet_id));
    setHand(
      give(
        hand,
        shown.hash,
        list.filter((outlet) => !stays.has(outlet.outlet_id)),
        to,
      ),
    );
    setStayed(refused);
    setChosen((old) => new Set([...old].filter((id) => !ids.has(id) || stays.has(id))));
    setAim(null);
  };
  const lasso = (ring: Ring) => {
    const inside = holds([[ring]]);
    const more = outlets.filter(
      ({ lat, lng, rep_id }) =>
        lat !== null && lng !== null && (rep === undefined || rep_id === rep) && inside([lng, lat]),
    );
    setChosen((old) => new Set([...old, ...more.map((outlet) => outlet.outlet_id)]));
    setStayed([]);
  };
  const click = (outlet: number | null, add: boolean) => {
    if (!add || !canGive) return setPicked(outlet);
    if (outlet === null) return;
    setChosen((old) => {
      const next = new Set(old);
      if (!next.delete(outlet)) next.add(outlet);
      return next;
    });
  };
  const steps = stepsOf(hand, shown.hash);
  const back = () => canGive && steps.back > 0 && setHand(undo(hand));
  const on = () => canGive && steps.on > 0 && setHand(redo(hand));
  useUndoKeys(
    () => void back(),
    () => void on(),
  );
  const take = (next: Tool) => () => canGive && setTool(tool === next ? null : next);
  useShortcuts({
    '[': () => step(-1),
    ']': () => step(1),
    [TOOL_KEYS.freehand]: take('freehand'),
    [TOOL_KEYS.polygon]: take('polygon'),
    [TOOL_KEYS.rectangle]: take('rectangle'),
    Escape: () => {
      // In a field it closes what the field offers.
      if (document.activeElement instanceof HTMLInputElement) return;
      if (tool) setTool(null);
      else if (chosen.size > 0) setChosen(NONE);
      else if (picked !== null) setPicked(null);
      else set({ rep: undefined, week: undefined, weekday: undefined });
    },
  });
  const card = picked === null ? undefined : outlets.find((one) => one.outlet_id === picked);
  const inHand = useMemo(() => outlets.filter((one) => chosen.has(one.outlet_id)), [outlets, chosen]);
  const rows = useMemo(
    () =>
      outlets.map(({ outlet_id, outlet_code, outlet_name, ...one }) => ({
        ...{ id: outlet_id, code: outlet_code, name: outlet_name },
        ...{ class: one.class, rep_id: one.rep_id, locked: one.locked },
      })),
    [outlets],
  );
  const look = canGive && search.look === 'outlets' ? 'outlets' : 'reps';
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
        {card && (
          <OutletCard outlet={card} one={shown} onClose={() => setPicked(null)}>
            {canGive && (
              <RepPick
                label={t('scenarios.hand.give')}
                reps={reps}
                value={card.rep_id ?? undefined}
                onPick={(to) => to !== undefined && giveAll(new Set([card.outlet_id]), to)}
              />
            )}
          </OutletCard>
        )}
        {canGive && inHand.length > 0 && (
          <ChosenCard
            outlets={inHand}
            reps={reps}
            onGive={(to) => giveAll(chosen, to)}
            onClear={() => setChosen(NONE)}
            onDragEnd={() => setAim(null)}
          />
        )}
        <Stayed stayed={stayed} />
        {given.size > 0 && (
          <HandBar
            scenario={scenario.id}
            count={given.size}
            outlets={outlets}
            onDone={() => {
              setHand(EMPTY_HAND);
              set({ tab: undefined, solution: undefined });
            }}
            onCancel={() => setHand(drop(hand, shown.hash))}
          />
        )}
        {rep !== undefined && (
          <p className="fb-dim">{day ? t('scenarios.order_not_road') : t('scenarios.pick_order')}</p>
        )}
        {canGive && (
          <LookPick
            label={t('scenarios.hand.look')}
            looks={LOOKED}
            value={look}
            onPick={(next) => set({ look: next === 'reps' ? undefined : next })}
          />
        )}
        {look === 'outlets' ? (
          <ChooseList rows={rows} reps={reps} chosen={chosen} onChoose={setChosen} />
        ) : (
          <RepBars
            one={shown}
            marks={marks}
            loads={load}
            rep={rep}
            chosen={canGive ? inHand.length : 0}
            aim={aim}
            onPick={pickRep}
            onAim={setAim}
            onGive={(to) => giveAll(chosen, to)}
          />
        )}
        <Legend />
      </div>
      <PlanPane
        label={name}
        one={shown}
        shown={looked}
        picked={card}
        day={day}
        tool={canGive ? tool : null}
        onOutlet={click}
        onRep={pickRep}
        onLasso={lasso}
      >
        {canGive && (
          <ToolBar
            label={t('scenarios.hand.tools')}
            tools={LASSOS}
            tool={tool}
            steps={steps}
            onTool={setTool}
            onUndo={back}
            onRedo={on}
          />
        )}
        {canGive && tool && <p className="fb-desk-hint">{t('scenarios.hand.lasso_hint')}</p>}
      </PlanPane>
    </div>
  );
}

/** What could not be given, and why; it stays in the hand. */
function Stayed({ stayed }: { stayed: readonly { outlet: Assignment; why: Refusal }[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div aria-live="assertive">
      {(['locked', 'no_skill'] as const).map((why) => {
        const names = stayed.filter((one) => one.why === why).map(({ outlet }) => outlet.outlet_name);
        if (names.length === 0) return null;
        return (
          <p key={why} className="fb-plans-bad" data-testid="stayed">
            {t('scenarios.hand.stays', {
              count: names.length,
              why: t(`scenarios.hand.fault.${why}`),
              names: format.listed(names.length > NAMED ? [...names.slice(0, NAMED), '…'] : names, 'and'),
            })}
          </p>
        );
      })}
    </div>
  );
}
