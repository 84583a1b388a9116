// Mounts the map of a replay and tells it the day, and at every frame of the clock where the reps are. All drawing is in
// `ReplayMap`.
import { ActionIcon, Alert, Tooltip, useComputedColorScheme } from '@mantine/core';
import { IconFocus2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { publicInfo } from '../api/queries';
import type { Language } from '../api/types';
import { useFormat } from '../format/useFormat';
import type { ReplayClock } from './clock';
import type { Hover } from './hover';
import { MarkGlyph } from './MarkGlyph';
import { boxOfLanes } from './replay_layers';
import { ReplayMap, type Shown } from './replay_map';
import { placeAt } from './trace';
import { doingWords, noteOf } from './words';

interface Props {
  clock: ReplayClock;
  hover: Hover;
  shown: Shown;
  lead: number | undefined;
  following: boolean;
  still: boolean;
  /** More is on its way. */
  pending: boolean;
  onFollow: (on: boolean) => void;
}

export function ReplayPane({ clock, hover, shown, lead, following, still, pending, onFollow }: Props) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const dark = useComputedColorScheme('light') === 'dark';
  const language = i18n.language as Language;
  const basemap = useQuery(publicInfo).data?.basemap;
  const holder = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<ReplayMap | null>(null);
  const [failed, setFailed] = useState(false);
  const handlers = useRef({ clock, hover, following, onFollow });
  handlers.current = { clock, hover, following, onFollow };

  // One map for the life of the page; the rest is told to it.
  const known = basemap !== undefined;
  useEffect(() => {
    if (!holder.current || !basemap) return;
    let made: ReplayMap;
    try {
      made = new ReplayMap({
        container: holder.current,
        basemap,
        dark,
        language,
        locale: {
          'Map.Title': t('replay.map'),
          'NavigationControl.ZoomIn': t('map.zoom_in'),
          'NavigationControl.ZoomOut': t('map.zoom_out'),
          'AttributionControl.ToggleAttribution': t('map.attribution'),
        },
        still: still || matchMedia('(prefers-reduced-motion: reduce)').matches,
        onTouch: (touch) => handlers.current.hover.set(touch),
        onPick: ({ at }) => handlers.current.clock.seek(at),
        onDrag: () => handlers.current.following && handlers.current.onFollow(false),
      });
    } catch {
      // No WebGL: axis and table say the same.
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
  useEffect(() => map?.setLanes(shown, lead ?? 0), [map, shown, lead]);
  useEffect(() => map?.follow(following), [map, following]);

  useEffect(() => {
    if (!map) return;
    const draw = () => {
      if (!clock.extent) return map.setNow(0, []);
      const markers = shown.map(({ lane, index }) => {
        const place = placeAt(lane.trace, clock.at);
        return {
          index,
          name: lane.name,
          place,
          lead: lane.rep === lead,
          note: noteOf(lane, place, clock.at, t, format),
        };
      });
      map.setNow(clock.at, markers);
    };
    draw();
    const stop = clock.onFrame(draw);
    const unhaunt = hover.subscribe(() => map.haunt(hover.value?.at ?? null, hover.value?.rep ?? null));
    return () => {
      stop();
      unhaunt();
    };
  }, [map, clock, hover, shown, lead, t, format]);

  // What was shown already is not shown again: the map belongs to the hand that moves it.
  const placed = useRef('');
  const looked = shown.map(({ lane }) => `${lane.rep}|${lane.day.date}`).join();
  useEffect(() => {
    if (!map || pending || shown.length === 0 || placed.current === looked) return;
    placed.current = looked;
    map.fit(boxOfLanes(shown.map(({ lane }) => lane)));
  }, [map, shown, looked, pending]);

  return (
    <>
      <div ref={holder} className="fb-map" data-testid="map" data-ready={map !== null} />
      {failed && (
        <Alert className="fb-map-failed" color="yellow" title={t('map.failed')} role="alert">
          {t('replay.map_failed_do')}
        </Alert>
      )}
      {shown.length > 0 && map && (
        <div className="fb-map-tools">
          <Tooltip label={t('map.refit')} position="right">
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={t('map.refit')}
              onClick={() => map.fit(boxOfLanes(shown.map(({ lane }) => lane)))}
            >
              <IconFocus2 size={20} />
            </ActionIcon>
          </Tooltip>
        </div>
      )}
      <TrackTip hover={hover} shown={shown} />
    </>
  );
}

/** When the rep was where the pointer is. */
function TrackTip({ hover, shown }: Pick<Props, 'hover' | 'shown'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const hovered = useSyncExternalStore(hover.subscribe, hover.read);
  const found = hovered?.x === undefined ? undefined : shown.find(({ lane }) => lane.rep === hovered.rep);
  if (!hovered || !found) return null;
  return (
    <div
      className="fb-replay-tip"
      style={{ transform: `translate(${hovered.x! + 14}px, ${hovered.y! + 14}px)` }}
      data-testid="track-tip"
      aria-hidden="true"
    >
      <MarkGlyph index={found.index} size={15} />
      <span>
        <strong>{format.clockSeconds(hovered.at)}</strong> {found.lane.name}
        <br />
        {doingWords(found.lane, hovered.at, t, format)}
      </span>
    </div>
  );
}
