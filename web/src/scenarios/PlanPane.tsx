// Mounts the map of a solution and tells it what is looked at. All drawing is in `PlanMap`.
import { Alert, useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { publicInfo } from '../api/queries';
import type { Language } from '../api/types';
import { EMPTY } from '../map/geojson';
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
  const { t, i18n } = useTranslation();
  const dark = useComputedColorScheme('light') === 'dark';
  const language = i18n.language as Language;
  const basemap = useQuery(publicInfo).data?.basemap;
  const holder = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<PlanMap | null>(null);
  const [failed, setFailed] = useState(false);
  const handlers = useRef({ onOutlet, onRep, onView, onLasso });
  handlers.current = { onOutlet, onRep, onView, onLasso };

  // One map for as long as the tab is open; the rest is told to it.
  const known = basemap !== undefined;
  useEffect(() => {
    if (!holder.current || !basemap) return;
    let made: PlanMap;
    try {
      made = new PlanMap({
        container: holder.current,
        basemap,
        dark,
        language,
        locale: {
          'Map.Title': label,
          'NavigationControl.ZoomIn': t('map.zoom_in'),
          'NavigationControl.ZoomOut': t('map.zoom_out'),
          'AttributionControl.ToggleAttribution': t('map.attribution'),
        },
        still: matchMedia('(prefers-reduced-motion: reduce)').matches,
        onOutlet: (outlet, add) => handlers.current.onOutlet(outlet, add),
        onLasso: (ring) => handlers.current.onLasso?.(ring),
        onRep: (rep) => handlers.current.onRep(rep),
        onView: (view) => handlers.current.onView?.(view),
      });
    } catch {
      // No WebGL: the lists say the same.
      setFailed(true);
      return;
    }
    setMap(made);
    return () => {
      setMap(null);
      made.destroy();
    };
  }, [known]);

  useEffect(() => map?.setLook(dark, language), [map, dark, language]);
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
      <div ref={holder} className="fb-map" data-testid="plan-map" data-ready={map !== null} />
      {failed && (
        <Alert className="fb-map-failed" color="yellow" title={t('map.failed')} role="alert">
          {t('scenarios.map_failed_do')}
        </Alert>
      )}
      {!failed && children}
    </div>
  );
}
