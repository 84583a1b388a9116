// Mounts the map of a solution and tells it what is looked at. All drawing is in `PlanMap`.
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { EMPTY } from '../map/geojson';
import { DeskMapHolder, useDeskMap } from '../map/useDeskMap';
import type { Tool } from '../territories/sketcher';
import type { Ring } from '../territories/types';
import { figuresOf } from './plan';
import {
  boxOfShown,
  dayFeatures,
  NOBODY,
  outletFeatures,
  pickedFeatures,
  repFeatures,
  type Shown,
} from './plan_features';
import { PlanMap, type View } from './plan_map';
import type { Assignment, Day, Solution } from './types';

export function PlanPane({
  label,
  one,
  shown,
  day,
  picked,
  view,
  tool = null,
  onOutlet,
  onRep,
  onView,
  onLasso,
  children,
}: {
  /** What the map shows, for who does not see it. */
  label: string;
  one: Solution;
  shown: Shown;
  day?: Day;
  /** The outlet that is looked at. */
  picked?: Assignment;
  /** As another map is looked at. */
  view?: View;
  /** What outlets are drawn round with. */
  tool?: Tool | null;
  onOutlet: (outlet: number | null, add: boolean) => void;
  onRep: (rep: number) => void;
  onView?: (view: View) => void;
  onLasso?: (ring: Ring) => void;
  /** What lies over it. */
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const handlers = useRef({ onOutlet, onRep, onView, onLasso });
  handlers.current = { onOutlet, onRep, onView, onLasso };

  const mounted = useDeskMap(
    label,
    (options) =>
      new PlanMap({
        ...options,
        onOutlet: (outlet, add) => handlers.current.onOutlet(outlet, add),
        onLasso: (ring) => handlers.current.onLasso?.(ring),
        onRep: (rep) => handlers.current.onRep(rep),
        onView: (view) => handlers.current.onView?.(view),
      }),
  );
  const { map } = mounted;
  useEffect(() => map?.setTool(tool), [map, tool]);

  const data = useMemo(() => {
    const mark = day && shown.marks.get(day.rep_id);
    const home = day ? (figuresOf(one, day.rep_id)?.home ?? null) : null;
    const reps = repFeatures(shown);
    return {
      outlets: outletFeatures(shown),
      ...reps,
      // A name would lie over the stops.
      names: day ? EMPTY : reps.names,
      ...dayFeatures(day, home, mark?.color ?? NOBODY),
    };
  }, [shown, day, one]);
  const place =
    picked && picked.lat !== null && picked.lng !== null ? ([picked.lng, picked.lat] as const) : null;
  const [lng, lat] = place ?? [];
  useEffect(() => map?.show({ ...data, picked: pickedFeatures(lng, lat) }), [map, data, lng, lat]);
  useEffect(() => {
    if (lng !== undefined && lat !== undefined) map?.reach([lng, lat]);
  }, [map, lng, lat]);

  // What was shown already is not shown again: the map belongs to the hand that moves it.
  const placed = useRef('');
  const looked = `${one.hash}|${shown.rep ?? ''}|${shown.outlets.length > 0}`;
  useEffect(() => {
    if (!map || shown.outlets.length === 0 || placed.current === looked) return;
    placed.current = looked;
    map.fit(boxOfShown(shown));
  }, [map, shown, looked]);

  useEffect(() => {
    if (view) map?.look(view);
  }, [map, view]);

  return (
    <div className="fb-scn-map">
      <DeskMapHolder mounted={mounted} id="plan-map" instead={t('scenarios.map_failed_do')} />
      {!mounted.failed && children}
    </div>
  );
}
