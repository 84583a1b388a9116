// Mounts the map of a replay and tells it the day, and at every frame of the clock where the reps are. All drawing is in
// `ReplayMap`.
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconFocus2 } from '@tabler/icons-react';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { DeskMapHolder, useDeskMap } from '../map/useDeskMap';
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
  const { t } = useTranslation();
  const format = useFormat();
  const handlers = useRef({ clock, hover, following, onFollow });
  handlers.current = { clock, hover, following, onFollow };

  const mounted = useDeskMap(
    t('replay.map'),
    (options) =>
      new ReplayMap({
        ...options,
        onTouch: (touch) => handlers.current.hover.set(touch),
        onPick: ({ at }) => handlers.current.clock.seek(at),
        onDrag: () => handlers.current.following && handlers.current.onFollow(false),
      }),
    still,
  );
  const { map } = mounted;
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
      <DeskMapHolder mounted={mounted} id="map" instead={t('replay.map_failed_do')} />
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
