// The desk of territories: a side with list, outlets and check, a map beside it, and one thing at a time that is drawn. The
// address says which territory and which side are looked at.
import { Alert, Button, Tabs } from '@mantine/core';
import { useThrottledCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { boxOf } from '../map/geometry';
import { useShortcuts } from '../pages/useShortcuts';
import { NO_SUMS, sharedWith } from './balance';
import { CheckPanel } from './CheckPanel';
import { cutBy, type Edit, editOf, restarted } from './edit';
import { around, given } from './give';
import { boxOfGround, common, holds, without } from './ground';
import { ImportForm } from './ImportForm';
import { PlaceList } from './PlaceList';
import { StepNote } from './StepNote';
import type { Tool } from './sketcher';
import { TerritoryCard } from './TerritoryCard';
import { TerritoryForm } from './TerritoryForm';
import { TerritoryList } from './TerritoryList';
import { type Handlers, TerritoryPane } from './TerritoryPane';
import { TOOL_KEYS, ToolBar } from './ToolBar';
import { checkQuery, EXPORT_PATH, groundOf, LOOKS, type Look, repsQuery } from './territories';
import {
  faultFeatures,
  groundFeatures,
  INK,
  marksOfGrounds,
  nameFeatures,
  placeFeatures,
} from './territory_features';
import type { Sketch, TerritoryMap } from './territory_map';
import type { Ground, Place, Polygon, Ring } from './types';
import { NEW_ID, useDesk } from './useDesk';
import { useSteps } from './useSteps';
import { useUndoKeys } from './useUndoKeys';

const route = getRouteApi('/scenarios/territories');

/** While a corner moves, the bars follow so often. */
const LIVE_MS = 80;
const NO_STEPS = { back: 0, on: 0 };
const NO_SHAPES: Polygon[] = [];
const DRAWING: readonly Tool[] = ['freehand', 'polygon', 'rectangle', 'select'];
const CHOOSING: readonly Tool[] = ['freehand', 'polygon', 'rectangle'];

export function TerritoryDesk({ may, unit }: { may: boolean; unit: number | undefined }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/scenarios/territories' });
  const [edit, setEdit] = useState<Edit | null>(null);
  const [tool, setTool] = useState<Tool | null>(null);
  const [importing, setImporting] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [where, setWhere] = useState<string | null>(null);
  const [shown, setShown] = useState<Polygon[]>(NO_SHAPES);
  const [lassos, setLassos] = useState(0);
  const desk = useDesk(edit);
  const steps = useSteps();
  const { data: reps = [] } = useQuery(repsQuery);
  const check = useQuery({ ...checkQuery, enabled: desk.kept.length > 0 || search.look === 'check' });
  const map = useRef<TerritoryMap | null>(null);
  const [made, setMade] = useState<TerritoryMap | null>(null);
  map.current = made;

  const look = search.look ?? 'list';
  const set = (change: { id?: number; look?: Look }) =>
    void navigate({
      search: (old) => ({ ...old, ...change, ...(change.look === 'list' ? { look: undefined } : {}) }),
      replace: true,
    });
  const picked = desk.kept.find((ground) => ground.id === search.id);
  const marks = useMemo(() => marksOfGrounds(desk.kept), [desk.kept]);
  const colors = useMemo(() => {
    const by = new Map<number, string>([...marks].map(([id, mark]) => [id, mark.color]));
    return by.set(NEW_ID, INK);
  }, [marks]);

  const drawn = useMemo(
    () => ({ grounds: desk.kept, marks, id: edit ? undefined : search.id, edited: edit?.was?.id }),
    [desk.kept, marks, search.id, edit?.was?.id, edit === null],
  );
  const grounds = useMemo(() => groundFeatures(drawn), [drawn]);
  const names = useMemo(() => nameFeatures(drawn), [drawn]);
  const places = useMemo(
    () => placeFeatures(desk.places, desk.held, colors, chosen),
    [desk.places, desk.held, colors, chosen],
  );
  const checked = look === 'check' && !edit ? check.data?.territories : undefined;
  const faults = useMemo(
    () => faultFeatures(edit ? [] : shown, checked ?? []),
    [shown, checked, edit === null],
  );
  const data = useMemo(() => ({ grounds, names, places, faults }), [grounds, names, places, faults]);

  const isChoosing = !edit && look === 'outlets';
  const sketch = useMemo((): Sketch | null => {
    if (edit)
      return { rings: edit.rings, color: (colors.get(edit.was?.id ?? NEW_ID) ?? INK) as `#${string}` };
    return isChoosing && tool ? { rings: [], color: INK } : null;
  }, [edit === null, edit?.begun, edit?.was?.id, isChoosing, tool === null, lassos]);
  useEffect(() => made?.setTool(tool), [made, tool, sketch]);

  // What was shown already is not shown again: the map belongs to the hand that moves it.
  const placed = useRef(false);
  useEffect(() => {
    if (!made || placed.current || desk.pending) return;
    placed.current = true;
    made.fit(
      boxOfGround((picked ? [picked] : desk.kept).flatMap((ground) => ground.polygons)) ??
        boxOf(desk.places.flatMap(({ at }) => (at ? [at] : []))),
    );
  }, [made, desk.pending]);

  const begin = (next: Edit, first: Tool) => {
    steps.forget();
    setImporting(false);
    setEdit(next);
    setTool(first);
  };
  const beginNew = () => may && begin(editOf(null), 'polygon');
  const beginChange = (ground: Ground) => {
    made?.fit(boxOfGround(ground.polygons));
    begin(editOf(ground), 'select');
  };
  const end = () => {
    setEdit(null);
    setTool(null);
  };
  const goTo = (polygons: readonly Polygon[]) => made?.fit(boxOfGround(polygons));
  const goToPoint = ([lng, lat]: [number, number]) => {
    const near = 0.0006;
    made?.fit([lng - near, lat - near, lng + near, lat + near]);
  };
  const lookAt = (next: Look) => {
    setTool(null);
    setShown(NO_SHAPES);
    set({ look: next });
  };
  const live = useThrottledCallback((rings: Ring[]) => setEdit((old) => old && { ...old, rings }), LIVE_MS);
  const choose = (id: number, add: boolean) =>
    setChosen((old) => {
      const next = new Set(add ? old : []);
      if (!old.has(id) || !add) next.add(id);
      else next.delete(id);
      return next;
    });

  const handlers: Handlers = {
    onTerritory: (id) => set({ id: id === search.id ? undefined : (id ?? undefined) }),
    onOutlet: (id, add) => {
      if (add || look === 'outlets') {
        choose(id, add);
        if (look !== 'outlets') lookAt('outlets');
        return;
      }
      set({ id: desk.held.get(id)?.[0] });
    },
    onSketch: (rings) => edit && live(rings),
    onDrawn: (rings, now, isNew) => {
      if (edit) {
        setEdit((old) => old && { ...old, rings, steps: now });
        // A ring that was closed is put right by its corners.
        if (isNew) setTool('select');
        return;
      }
      const inside = holds(rings.map((ring) => [ring]));
      setChosen((old) => {
        const more = desk.places.filter(({ at }) => at && inside(at)).map((place) => place.id);
        return new Set([...old, ...more]);
      });
      setLassos((count) => count + 1);
    },
  };

  const undo = () => (edit ? made?.undo() : steps.undo());
  useUndoKeys(
    () => void undo(),
    () => edit && made?.redo(),
  );
  const takeTool = (next: Tool) => () => (edit || isChoosing) && (edit || next !== 'select') && setTool(next);
  useShortcuts({
    n: () => !edit && beginNew(),
    e: () => !edit && may && picked && beginChange(picked),
    c: () => !edit && lookAt('check'),
    o: () => !edit && lookAt('outlets'),
    [TOOL_KEYS.freehand]: takeTool('freehand'),
    [TOOL_KEYS.polygon]: takeTool('polygon'),
    [TOOL_KEYS.rectangle]: takeTool('rectangle'),
    [TOOL_KEYS.select]: takeTool('select'),
    Escape: () => {
      if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
      else if (tool) setTool(null);
      else if (edit) end();
      else if (chosen.size > 0) setChosen(new Set());
      else set({ id: undefined });
    },
  });

  const shared = useMemo(
    () => (edit ? sharedWith(edit.was?.id ?? NEW_ID, desk.held, desk.others) : []),
    [edit === null, edit?.was?.id, desk.held, desk.others],
  );

  const give = (list: readonly Place[], to: number | null) => {
    const after = given(list, to, desk.kept, desk.held, desk.places);
    const code = desk.kept.find((ground) => ground.id === to)?.code;
    const count = { count: list.length };
    const said = code ? t('territories.said.given', { ...count, code }) : t('territories.said.taken', count);
    steps.reshape(desk.kept, after, said);
    setChosen(new Set());
  };
  const cut = (from: number, other: number) => {
    const [one, two] = [from, other].map((id) => desk.kept.find((ground) => ground.id === id));
    if (!one || !two) return;
    const left = { ...one, cells: null, polygons: without(one.polygons, two.polygons) };
    steps.reshape(desk.kept, [left], t('territories.said.cut', { from: one.code, other: two.code }));
    setShown(NO_SHAPES);
  };

  const found = check.data ? check.data.overlapping + check.data.refused.length : 0;
  return (
    <div className="fb-scn-split fb-ter-split">
      <div className="fb-scn-side">
        <p className="fb-ter-where">
          <Link to="/scenarios" className="fb-link">
            {t('scenarios.all')}
          </Link>
        </p>
        <h1 className="fb-scn-title">{t('territories.title')}</h1>
        <StepNote steps={steps} />
        {desk.pending && <Waiting />}
        {desk.error && (
          <Alert color="red" role="alert" title={t('territories.failed')}>
            {problemText(desk.error, t)}
          </Alert>
        )}
        {edit && (
          <TerritoryForm
            key={`${edit.was?.id ?? NEW_ID} ${edit.was?.version ?? 0}`}
            edit={edit}
            grounds={desk.kept}
            sums={desk.sums.get(edit.was?.id ?? NEW_ID) ?? NO_SUMS}
            shared={shared}
            unit={unit}
            onSaved={(saved, over) => {
              const was = edit.was && over ? groundOf(over, edit.was) : null;
              end();
              set({ id: saved.id });
              steps.saved(saved, was, t('territories.said.saved', { code: saved.code }));
            }}
            onNewest={(newest) => setEdit(restarted(edit, groundOf(newest, edit.was!)))}
            onCut={() => setEdit(cutBy(edit, desk.others))}
            onPlace={goToPoint}
            onCancel={end}
          />
        )}
        {importing && !edit && (
          <ImportForm
            onPlace={goToPoint}
            onCancel={() => setImporting(false)}
            onDone={() => setImporting(false)}
          />
        )}
        {!edit && !importing && !desk.pending && (
          <div className="fb-actions fb-ter-actions">
            {may && (
              <Button size="compact-sm" title={t('territories.new_key')} onClick={beginNew}>
                {t('territories.new')}
              </Button>
            )}
            {may && (
              <Button size="compact-sm" variant="default" onClick={() => setImporting(true)}>
                {t('territories.import_do')}
              </Button>
            )}
            {desk.kept.length > 0 && (
              <Button size="compact-sm" variant="default" component="a" href={EXPORT_PATH} download>
                {t('territories.export')}
              </Button>
            )}
          </div>
        )}
        {!edit && picked && look === 'list' && (
          <TerritoryCard
            ground={picked}
            sums={desk.sums.get(picked.id) ?? NO_SUMS}
            may={may}
            busy={steps.busy}
            onChange={() => beginChange(picked)}
            onOutlets={() => {
              setWhere(String(picked.id));
              lookAt('outlets');
            }}
            onGo={() => goTo(picked.polygons)}
            onRemove={() => {
              set({ id: undefined });
              steps.remove(picked, t('territories.said.removed', { code: picked.code }));
            }}
          />
        )}
        {!desk.pending && !desk.error && (
          <Tabs
            value={edit ? 'list' : look}
            keepMounted={false}
            onChange={(value) => !edit && lookAt(LOOKS.find((each) => each === value) ?? 'list')}
          >
            {!edit && (
              <Tabs.List aria-label={t('territories.title')}>
                <Tabs.Tab value="list">{t('territories.look.list')}</Tabs.Tab>
                <Tabs.Tab value="outlets">{t('territories.look.outlets')}</Tabs.Tab>
                <Tabs.Tab value="check">
                  {t('territories.look.check')}
                  {found > 0 && <span className="fb-ter-count">{found}</span>}
                </Tabs.Tab>
              </Tabs.List>
            )}
            <Tabs.Panel value="list" pt="xs">
              {desk.grounds.length === 0 ? (
                <p className="fb-dim">{may ? t('territories.none_do') : t('territories.none')}</p>
              ) : (
                <TerritoryList
                  grounds={desk.grounds}
                  marks={marks}
                  sums={desk.sums}
                  before={desk.sumsKept}
                  id={edit ? (edit.was?.id ?? NEW_ID) : search.id}
                  valued={desk.valued}
                  onPick={(id) => !edit && set({ id })}
                />
              )}
            </Tabs.Panel>
            <Tabs.Panel value="outlets" pt="xs">
              <PlaceList
                places={desk.places}
                held={desk.held}
                grounds={desk.kept}
                reps={reps}
                where={where}
                chosen={chosen}
                busy={steps.busy}
                may={may}
                onWhere={setWhere}
                onChoose={setChosen}
                onGive={give}
                onAround={(list) => {
                  setChosen(new Set());
                  begin(editOf(null, around(list, desk.kept)), 'select');
                }}
                onGo={({ at }) => at && goToPoint(at)}
              />
            </Tabs.Panel>
            <Tabs.Panel value="check" pt="xs">
              <CheckPanel
                check={check}
                busy={steps.busy}
                may={may}
                onOverlap={(one) => {
                  const [a, b] = [one.id, one.other_id].map((id) =>
                    desk.kept.find((ground) => ground.id === id),
                  );
                  const both = a && b ? common(a.polygons, b.polygons) : [];
                  setShown(both);
                  goTo(both);
                }}
                onCut={cut}
                onRing={(ring) => goTo([[ring]])}
                onPick={(id) => goTo(desk.kept.find((ground) => ground.id === id)?.polygons ?? [])}
                onPlace={goToPoint}
                onNobodys={() => {
                  setWhere('nowhere');
                  lookAt('outlets');
                }}
              />
            </Tabs.Panel>
          </Tabs>
        )}
      </div>
      <TerritoryPane data={data} sketch={sketch} handlers={handlers} onMap={setMade}>
        {(edit || isChoosing) && (
          <ToolBar
            label={edit ? t('territories.tools') : t('territories.choose_tools')}
            tools={edit ? DRAWING : CHOOSING}
            tool={tool}
            steps={edit?.steps ?? NO_STEPS}
            onTool={setTool}
            onUndo={() => made?.undo()}
            onRedo={() => made?.redo()}
          />
        )}
        {edit && tool && <p className="fb-desk-hint">{t(`territories.how.${tool}`)}</p>}
      </TerritoryPane>
    </div>
  );
}
