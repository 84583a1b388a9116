// Mounts the map and tells it what the address says: rep, day, visit. All drawing is in `LiveMap`.
import { ActionIcon, Alert, Popover, Tooltip, useComputedColorScheme } from '@mantine/core';
import { IconFocus2, IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { memo, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  board,
  outlet as outletQuery,
  publicInfo,
  repDay,
  track as trackQuery,
  visit as visitQuery,
} from '../api/queries';
import type { Language } from '../api/types';
import { useSos } from '../exceptions/useSos';
import { useFormat } from '../format/useFormat';
import { useLive } from '../live/session';
import { Legend } from './Legend';
import { LiveMap } from './live_map';

interface Props {
  rep: number | undefined;
  visit: string | undefined;
  date: string;
  isToday: boolean;
  /** Whom the filter leaves; `null`: everybody. */
  only: ReadonlySet<number> | null;
  /** `lng,lat,zoom` */
  initial: string | undefined;
  still: boolean;
  onRep: (rep: number) => void;
  onVisit: (visit: string | undefined) => void;
  onLetGo: () => void;
  onView: (at: string) => void;
  /** More of them. */
  tools?: ReactNode;
}

/** Positions are not its business: it renders where the address does, not with every beat. */
export const MapPane = memo(function MapPane({
  rep,
  visit,
  date,
  isToday,
  only,
  initial,
  still,
  onRep,
  onVisit,
  onLetGo,
  onView,
  tools,
}: Props) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const live = useLive();
  const dark = useComputedColorScheme('light') === 'dark';
  const language = i18n.language as Language;
  const info = useQuery(publicInfo).data;
  const holder = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<LiveMap | null>(null);
  const [failed, setFailed] = useState(false);

  const { fromAt, toAt } = format.dayBounds(date);
  const day = useQuery({ ...repDay(rep ?? 0, date), enabled: rep !== undefined });
  const track = useQuery({ ...trackQuery(rep ?? 0, fromAt, toAt), enabled: rep !== undefined });
  const detail = useQuery({ ...visitQuery(visit ?? ''), enabled: visit !== undefined });
  const outletId = detail.data?.outlet?.id;
  const outlet = useQuery({
    ...outletQuery(outletId ?? 0),
    enabled: visit !== undefined && outletId !== undefined,
  });

  const handlers = useRef({ onRep, onVisit, onLetGo, onView, outlet: (_: number) => {} });
  handlers.current = {
    onRep,
    onVisit,
    onLetGo,
    onView,
    // An outlet opens its visit where the selected rep has one.
    outlet: (id) => {
      const found = day.data?.visits.find((v) => v.outlet?.id === id);
      if (found) onVisit(found.id);
    },
  };

  // One map for the life of the page; the rest is told to it.
  useEffect(() => {
    if (!holder.current || !info) return;
    const [lng, lat, zoom] = (initial ?? '').split(',').map(Number);
    const hasView = initial !== undefined && [lng, lat, zoom].every(Number.isFinite);
    const center = info.basemap.center ?? [105.85, 21.03];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let made: LiveMap;
    try {
      made = new LiveMap({
        container: holder.current,
        basemap: info.basemap,
        dark,
        language,
        world: live.world,
        words: {
          locale: {
            'Map.Title': t('map.canvas'),
            'NavigationControl.ZoomIn': t('map.zoom_in'),
            'NavigationControl.ZoomOut': t('map.zoom_out'),
            'Marker.Title': t('map.marker'),
            'AttributionControl.ToggleAttribution': t('map.attribution'),
          },
          cell: (count) => t('map.cell', { count }),
        },
        view: hasView ? { center: [lng!, lat!], zoom: zoom! } : { center, zoom: info.basemap.zoom ?? 13 },
        still: still || matchMedia('(prefers-reduced-motion: reduce)').matches,
        onRep: (id) => handlers.current.onRep(id),
        onOutlet: (id) => handlers.current.outlet(id),
        onNothing: () => {},
        onLetGo: () => handlers.current.onLetGo(),
        onView: (view) => {
          live.client.look({ bbox: view.bbox, zoom: view.zoom });
          clearTimeout(timer);
          timer = setTimeout(
            () =>
              handlers.current.onView(
                `${view.center[0].toFixed(4)},${view.center[1].toFixed(4)},${view.zoom.toFixed(1)}`,
              ),
            600,
          );
        },
      });
    } catch {
      // No WebGL: the list still does everything.
      setFailed(true);
      live.client.look({ bbox: [-180, -85, 180, 85], zoom: 14 });
      return;
    }
    live.map = made;
    setMap(made);
    return () => {
      clearTimeout(timer);
      live.map = null;
      setMap(null);
      made.destroy();
    };
  }, [info !== undefined, live]);

  useEffect(() => map?.setLook(dark, language), [map, dark, language]);

  const calls = useSos();
  useEffect(() => map?.setSos(new Set(calls?.map((call) => call.rep_id))), [map, calls]);

  useEffect(() => map?.show(only), [map, only]);

  const open = rep !== undefined;
  useEffect(() => {
    const narrow = matchMedia('(max-width: 760px)').matches;
    const height = holder.current?.clientHeight ?? 600;
    map?.setInset(
      narrow
        ? { top: 40, right: 40, left: 40, bottom: open ? Math.round(height * 0.58) + 20 : 60 }
        : { top: 70, right: open ? 470 : 70, left: 70, bottom: 70 },
    );
  }, [map, open]);

  // Without a view in the address the map opens where the reps are.
  const placed = useRef(initial !== undefined);
  const reps = useQuery(board).data;
  useEffect(() => {
    if (!map || !reps || placed.current) return;
    placed.current = true;
    if (rep === undefined)
      map.showAll(reps.flatMap((r) => (r.position ? [[r.position.lng, r.position.lat]] : [])));
  }, [map, reps, rep]);

  useEffect(() => map?.select(rep ?? null), [map, rep]);

  // What was shown already is not shown again: the map belongs to the hand that moves it.
  const shown = useRef('');
  useEffect(() => {
    if (!map || rep === undefined) {
      shown.current = '';
      return;
    }
    map.setDay(day.data ?? null, track.data, isToday);
    const key = `${rep}|${date}`;
    if (
      day.data &&
      !track.isPending &&
      !visit &&
      shown.current !== key &&
      !shown.current.startsWith(`${key}|`)
    ) {
      shown.current = key;
      map.showDay();
    }
  }, [map, rep, date, day.data, track.data, track.isPending, isToday, visit]);

  useEffect(() => {
    if (!map) return;
    const v = detail.data;
    if (!visit || !v) {
      map.setEvidence(null);
      return;
    }
    const place = (p: NonNullable<typeof v.evidence.check_in>) =>
      `${format.clock(p.at)} · ${format.distance(p.distance_m)}`;
    map.setEvidence({
      visit: v,
      outlet: outlet.data,
      labels: {
        pin: v.outlet?.name ?? t('evidence.pin'),
        checkIn: v.evidence.check_in ? t('evidence.mark_in', { what: place(v.evidence.check_in) }) : '',
        checkOut: v.evidence.check_out ? t('evidence.mark_out', { what: place(v.evidence.check_out) }) : '',
      },
    });
    const key = `${rep}|${date}|${visit}`;
    if (shown.current !== key) {
      shown.current = key;
      map.showEvidence();
    }
  }, [map, visit, detail.data, outlet.data, rep, date, format, t]);

  return (
    <>
      <div ref={holder} className="fb-map" data-testid="map" data-ready={map !== null} />
      {failed && (
        <Alert className="fb-map-failed" color="yellow" title={t('map.failed')} role="alert">
          {t('map.failed_do')}
        </Alert>
      )}
      <div className="fb-map-tools">
        <Popover position="bottom-start" shadow="md" withArrow>
          <Popover.Target>
            <ActionIcon variant="default" size="lg" aria-label={t('legend.title')} title={t('legend.title')}>
              <IconInfoCircle size={20} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown>
            <Legend />
          </Popover.Dropdown>
        </Popover>
        {rep !== undefined && (
          <Tooltip label={t('map.refit')} position="right">
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={t('map.refit')}
              onClick={() => (visit ? map?.showEvidence() : map?.showDay())}
            >
              <IconFocus2 size={20} />
            </ActionIcon>
          </Tooltip>
        )}
        {tools}
      </div>
    </>
  );
});
