// The time axis: a band and a speed strip for each rep, the clock's hand, and the instant under the pointer. It is one
// slider; a press or a drag anywhere on it moves the clock. Hand and tip move without React.
import { useComputedColorScheme } from '@mantine/core';
import {
  type PointerEvent,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { atOf, drawAxis, HOURS_PX, heightsOf, speedsOfLanes, topSpeed, xOf } from './axis_draw';
import type { ReplayClock } from './clock';
import type { Hover } from './hover';
import type { Interval } from './intervals';
import type { Lane } from './lane';
import { MarkGlyph } from './MarkGlyph';
import { useBeat } from './useBeat';
import { doingWords } from './words';

interface Props {
  clock: ReplayClock;
  hover: Hover;
  shown: readonly { lane: Lane; index: number }[];
  extent: Interval;
  lead: number | undefined;
}

export function Axis({ clock, hover, shown, extent, lead }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const dark = useComputedColorScheme('light') === 'dark';
  const field = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const hand = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const laneHeight = heightsOf(shown.length).lane;
  const height = HOURS_PX + shown.length * laneHeight;

  useEffect(() => {
    if (!field.current) return;
    const watch = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    watch.observe(field.current);
    return () => watch.disconnect();
  }, []);

  const speeds = useMemo(
    () =>
      width > 0
        ? speedsOfLanes(
            shown.map(({ lane }) => lane),
            extent,
            width,
          )
        : [],
    [shown, extent, width],
  );
  const top = useMemo(() => topSpeed(speeds), [speeds]);
  useEffect(() => {
    const pen = canvas.current?.getContext('2d');
    if (!canvas.current || !pen || width === 0) return;
    const ratio = devicePixelRatio || 1;
    canvas.current.width = Math.round(width * ratio);
    canvas.current.height = Math.round(height * ratio);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawAxis(pen, shown, speeds, top, { width, dark, extent, clock: format.clock });
  }, [shown, speeds, top, width, height, dark, extent, format]);

  useEffect(() => {
    const move = () => {
      if (hand.current && clock.extent)
        hand.current.style.transform = `translateX(${xOf(clock.at, extent, width)}px)`;
    };
    move();
    return clock.onFrame(move);
  }, [clock, extent, width]);

  const at = (event: PointerEvent) =>
    atOf(event.clientX - field.current!.getBoundingClientRect().left, extent, width);
  const pressed = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    clock.seek(at(event));
  };
  const moved = (event: PointerEvent) => {
    const instant = at(event);
    hover.set(event.pointerType === 'mouse' ? { at: instant, rep: null } : null);
    if (event.buttons & 1) clock.seek(instant);
  };

  return (
    <div className="fb-axis">
      <p className="fb-axis-top fb-dim" style={{ height: HOURS_PX }}>
        {t('replay.top_speed', { speed: format.count(top) })}
      </p>
      <ol className="fb-axis-names">
        {shown.map(({ lane, index }) => (
          <li key={lane.rep} data-lead={lane.rep === lead || undefined} style={{ height: laneHeight }}>
            <MarkGlyph index={index} size={18} />
            <span>{lane.name}</span>
          </li>
        ))}
      </ol>
      <div
        className="fb-axis-field"
        ref={field}
        style={{ height }}
        onPointerDown={pressed}
        onPointerMove={moved}
        onPointerLeave={() => hover.set(null)}
      >
        <canvas ref={canvas} style={{ width, height }} />
        <div className="fb-axis-hand" ref={hand} aria-hidden="true" />
        <Slider clock={clock} extent={extent} shown={shown} />
        {width > 0 && <Tip hover={hover} shown={shown} extent={extent} width={width} field={field} />}
      </div>
    </div>
  );
}

/** What a keyboard and a screen reader have of the axis. */
function Slider({ clock, extent, shown }: Pick<Props, 'clock' | 'extent' | 'shown'>) {
  const { t } = useTranslation();
  const format = useFormat();
  useBeat(clock);
  if (!clock.extent) return null;
  const minute = (at: number) => Math.round(at / 60_000);
  const words = shown.map(({ lane }) => `${lane.name}: ${doingWords(lane, clock.at, t, format)}`);
  return (
    <div
      className="fb-axis-slider"
      role="slider"
      tabIndex={0}
      data-testid="axis"
      aria-label={t('replay.clock')}
      aria-valuemin={minute(extent.from)}
      aria-valuemax={minute(extent.to)}
      aria-valuenow={minute(clock.at)}
      aria-valuetext={[format.clock(clock.at), ...words].join('. ')}
    />
  );
}

function Tip({
  hover,
  shown,
  extent,
  width,
  field,
}: Pick<Props, 'hover' | 'shown' | 'extent'> & { width: number; field: RefObject<HTMLDivElement | null> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const hovered = useSyncExternalStore(hover.subscribe, hover.read);
  if (!hovered || hovered.at < extent.from || hovered.at > extent.to) return null;
  const x = xOf(hovered.at, extent, width);
  const edge = field.current?.getBoundingClientRect();
  const isLeft = x > width / 2;
  return (
    <>
      <div className="fb-axis-tip" style={{ transform: `translateX(${x}px)` }} aria-hidden="true" />
      {hovered.rep === null && edge && (
        <div
          className="fb-axis-words"
          // Fixed: the axis scrolls, and would cut it off.
          style={{
            bottom: innerHeight - edge.top + 6,
            ...(isLeft ? { right: innerWidth - edge.left - x } : { left: edge.left + x }),
          }}
          aria-hidden="true"
        >
          <strong>{format.clockSeconds(hovered.at)}</strong>
          {shown.map(({ lane, index }) => (
            <p key={lane.rep}>
              <MarkGlyph index={index} size={15} /> {doingWords(lane, hovered.at, t, format)}
            </p>
          ))}
        </div>
      )}
    </>
  );
}
