// How often outlets are called at, for many at once: chosen from a list or drawn round on a map, given a planner's code, and
// what that means for each rep shown before it is saved. Steps before saving are taken back one by one; saving has its undo.
import { Alert, Button, Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../api/types';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { EMPTY } from '../map/geojson';
import { useShortcuts } from '../pages/useShortcuts';
import { holds } from '../territories/ground';
import type { Tool } from '../territories/sketcher';
import { TerritoryPane } from '../territories/TerritoryPane';
import { TOOL_KEYS, ToolBar } from '../territories/ToolBar';
import { INK, placeFeatures } from '../territories/territory_features';
import type { TerritoryMap } from '../territories/territory_map';
import { useUndoKeys } from '../territories/useUndoKeys';
import { ChooseList } from './ChooseList';
import { EffectTable } from './EffectTable';
import { codesByVisits, effects, setVisits } from './frequency';
import { EMPTY_HAND, givenOver, type Hand, redo, stepsOf, undo } from './hand';
import { marksOf } from './plan_features';
import {
  allInputsQuery,
  changeOutlets,
  channelsQuery,
  type OutletChange,
  patternsQuery,
  readAgain,
  repInputsQuery,
} from './scenarios';
import type { OutletInput, RepInput, Scenario } from './types';
import { useFirstBox } from './useFirstBox';

const LASSOS: readonly Tool[] = ['freehand', 'polygon', 'rectangle'];
const NONE: ReadonlySet<number> = new Set();
const NO_INPUTS: OutletInput[] = [];
const NO_REPS: RepInput[] = [];

export function FrequencyDesk({ scenario, open }: { scenario: Scenario; open: boolean }) {
  const { t, i18n } = useTranslation();
  const over = `${scenario.id} ${scenario.version}`;
  const query = useQuery(allInputsQuery(scenario));
  const inputs = query.data ?? NO_INPUTS;
  const reps = useQuery(repInputsQuery(scenario.id)).data ?? NO_REPS;
  const patterns = useQuery(patternsQuery).data ?? [];
  const channels = useQuery(channelsQuery).data;
  const [chosen, setChosen] = useState(NONE);
  const [draft, setDraft] = useState<Hand>(EMPTY_HAND);
  const [tool, setTool] = useState<Tool | null>(null);
  const [map, setMap] = useState<TerritoryMap | null>(null);
  const [lassos, setLassos] = useState(0);
  /** What the last save changed, as it was before. */
  const [old, setOld] = useState<OutletChange[] | null>(null);
  const codes = useMemo(() => codesByVisits(patterns), [patterns]);
  const set = useMemo(() => givenOver(draft, over), [draft, over]);
  const picked = inputs.filter((one) => chosen.has(one.outlet_id));
  const steps = stepsOf(draft, over);

  const save = useMutation({
    mutationFn: (changes: OutletChange[]) => changeOutlets(scenario.id, changes),
    onSettled: readAgain,
  });
  const keep = () => {
    const changes = [...set].map(([outlet_id, visits]) => ({ outlet_id, visits }));
    const before = inputs
      .filter((one) => set.has(one.outlet_id))
      .map(({ outlet_id, visits }) => ({ outlet_id, visits }));
    save.mutate(changes, {
      onSuccess: () => {
        setDraft(EMPTY_HAND);
        setOld(before);
        setChosen(NONE);
      },
    });
  };
  const takeBack = () => old && save.mutate(old, { onSuccess: () => setOld(null) });
  const back = () => setDraft(undo(draft));
  const on = () => setDraft(redo(draft));
  useUndoKeys(
    () => open && (steps.back > 0 ? back() : takeBack()),
    () => open && steps.on > 0 && on(),
  );
  const take = (next: Tool) => () => open && setTool(tool === next ? null : next);
  useShortcuts({
    [TOOL_KEYS.freehand]: take('freehand'),
    [TOOL_KEYS.polygon]: take('polygon'),
    [TOOL_KEYS.rectangle]: take('rectangle'),
    Escape: () => {
      if (tool) setTool(null);
      else setChosen(NONE);
    },
  });

  const rows = useMemo(
    () =>
      inputs.map((one) => ({
        id: one.outlet_id,
        code: one.outlet_code,
        name: one.outlet_name,
        class: one.class,
        channel: channels?.get(one.outlet_id),
        rep_id: one.rep_id,
        locked: one.locked,
        visits: one.visits,
      })),
    [inputs, channels],
  );
  const places = useMemo(
    () =>
      inputs.map((one) => ({
        id: one.outlet_id,
        code: one.outlet_code,
        name: one.outlet_name,
        class: one.class,
        channel: null,
        at: one.lat === null || one.lng === null ? null : ([one.lng, one.lat] as [number, number]),
        rep_id: one.rep_id,
        visits: one.visits,
        service_minutes: one.service_minutes,
        value_minor: one.value_minor,
      })),
    [inputs],
  );
  const colors = useMemo(() => {
    const marks = marksOf(
      reps.map(({ rep_id, rep_code, home_lat, home_lng }) => ({
        rep_id,
        rep_code,
        home: home_lat === null || home_lng === null ? null : [home_lat, home_lng],
      })),
    );
    return new Map([...marks].map(([id, mark]) => [id, mark.color]));
  }, [reps]);
  const data = useMemo(() => {
    const whose = new Map(places.flatMap(({ id, rep_id }) => (rep_id === null ? [] : [[id, [rep_id]]])));
    return {
      grounds: EMPTY,
      names: EMPTY,
      faults: EMPTY,
      places: placeFeatures(places, whose, colors, chosen),
    };
  }, [places, colors, chosen]);
  const sketch = useMemo(
    () => (open && tool ? { rings: [], color: INK as `#${string}` } : null),
    [open, tool === null, lassos],
  );
  useFirstBox(map, places);
  const mapTool = open ? tool : null;
  useEffect(() => map?.setTool(mapTool), [map, mapTool, sketch]);

  if (query.isPending) return <Waiting />;
  if (!query.data)
    return (
      <Alert color="red" role="alert">
        {problemText(query.error, t)}
      </Alert>
    );
  const codeOf = (visits: number) =>
    codes.find((code) => code.visits === visits)?.code ?? t('scenarios.frequency.times', { count: visits });
  const language = i18n.language as Language;
  return (
    <div className="fb-freq">
      <div className="fb-freq-side">
        {open && (
          <div className="fb-freq-set">
            <Select
              size="xs"
              label={t('scenarios.frequency.set', { count: picked.length })}
              placeholder={t('scenarios.frequency.pick')}
              disabled={picked.length === 0}
              data={codes.map((code) => ({
                value: String(code.visits),
                label: `${code.code} · ${code.meaning[language]}`,
              }))}
              value={null}
              onChange={(value) => {
                if (value === null) return;
                setDraft(setVisits(draft, over, picked, Number(value)));
                setOld(null);
                save.reset();
              }}
            />
          </div>
        )}
        <ChooseList
          rows={rows}
          reps={reps}
          chosen={chosen}
          onChoose={setChosen}
          aside={(row) => {
            const next = set.get(row.id);
            return (
              <strong className="fb-freq-code" data-changed={next !== undefined || undefined}>
                {next === undefined
                  ? codeOf(row.visits)
                  : t('territories.before_after', { before: codeOf(row.visits), after: codeOf(next) })}
              </strong>
            );
          }}
        />
      </div>
      <div className="fb-freq-main">
        <div className="fb-freq-map">
          <TerritoryPane
            data={data}
            sketch={sketch}
            onMap={setMap}
            handlers={{
              onTerritory: () => {},
              onOutlet: (id, add) =>
                setChosen((old) => {
                  const next = new Set(add ? old : []);
                  if (!old.has(id) || !add) next.add(id);
                  else next.delete(id);
                  return next;
                }),
              onSketch: () => {},
              onDrawn: (rings) => {
                const inside = holds(rings.map((ring) => [ring]));
                const more = places.filter(({ at }) => at && inside(at)).map(({ id }) => id);
                setChosen((old) => new Set([...old, ...more]));
                setLassos((count) => count + 1);
              },
            }}
          >
            {open && (
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
          </TerritoryPane>
        </div>
        {set.size > 0 ? (
          <EffectTable effects={effects(inputs, set)} reps={reps} />
        ) : (
          <p className="fb-dim">{t('scenarios.frequency.hint')}</p>
        )}
        <div aria-live="polite">
          {save.isError && (
            <Alert color="red" role="alert">
              {problemText(save.error, t)}
            </Alert>
          )}
          {old && !save.isError && (
            <p className="fb-freq-note" role="status">
              {t('scenarios.frequency.saved', { count: old.length })}{' '}
              <Button size="compact-xs" variant="default" loading={save.isPending} onClick={takeBack}>
                {t('territories.undo')}
              </Button>
            </p>
          )}
        </div>
        {set.size > 0 && open && (
          <div className="fb-scn-save" role="status">
            <span>{t('scenarios.outlets_changed', { count: set.size })}</span>
            <Button size="compact-sm" loading={save.isPending} onClick={keep}>
              {scenario.solutions > 0
                ? t('scenarios.save_and_drop', { count: scenario.solutions })
                : t('catalogue.save')}
            </Button>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setDraft(EMPTY_HAND)}>
              {t('catalogue.cancel')}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}
