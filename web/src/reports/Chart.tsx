// A row of values as bars or as a line, with what they are held against. The picture is for the eye alone: every value is
// a button over it, with its words, that the arrow keys walk along; a table says the same.
import './charts.css';
import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Axis } from './axis';
import { ChartTable } from './ChartTable';

export interface Point {
  key: string;
  /** Whole, for the bubble and the table: `Wed 25 Nov`. */
  label: string;
  /** Under the axis; not all of them have room. */
  short: string;
  value: number | null;
  /** Of before, or what was to be reached. */
  against?: number | null;
  /** The one that the page is about. */
  marked?: boolean;
  /** Has not come, or nothing was planned. */
  quiet?: boolean;
}

const HEIGHT = 208;
const PAD = { top: 12, right: 8, bottom: 22, left: 56 };
/** A label below needs so much room. */
const LABEL_PX = 46;

interface Props {
  title: string;
  points: readonly Point[];
  axis: Axis;
  kind: 'bars' | 'line';
  /** What `against` is: `October`, `target`. */
  against?: string;
  words: (value: number) => string;
  short: (value: number) => string;
  onPick?: (key: string) => void;
}

export function Chart({ title, points, axis, kind, against, words, short, onPick }: Props) {
  const { t } = useTranslation();
  const { ref, width } = useElementSize<HTMLDivElement>();
  const [at, setAt] = useState<number | null>(null);
  const [stop, setStop] = useState(points.length - 1);
  const buttons = useRef<(HTMLButtonElement | null)[]>([]);
  const room = Math.max(80, (width || 600) - PAD.left - PAD.right);
  const tall = HEIGHT - PAD.top - PAD.bottom;
  const step = room / Math.max(1, points.length);
  const x = (index: number) => PAD.left + (index + 0.5) * step;
  const y = (value: number) => PAD.top + tall * (1 - (value - axis.min) / (axis.max - axis.min || 1));
  const every = Math.max(1, Math.ceil(LABEL_PX / step));
  const entry = Math.min(stop, points.length - 1);
  const say = (point: Point) => {
    const value = point.value === null ? t('reports.no_value') : words(point.value);
    const other = against && point.against != null ? `, ${against}: ${words(point.against)}` : '';
    return `${point.label}: ${value}${other}`;
  };
  const walk = (event: KeyboardEvent) => {
    const to =
      event.key === 'ArrowRight'
        ? entry + 1
        : event.key === 'ArrowLeft'
          ? entry - 1
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? points.length - 1
              : null;
    if (to === null || !points[to]) return;
    event.preventDefault();
    setStop(to);
    buttons.current[to]?.focus();
  };
  const shown = at === null ? undefined : points[at];
  return (
    <div className="fb-chart" ref={ref}>
      <svg viewBox={`0 0 ${width || 600} ${HEIGHT}`} height={HEIGHT} width="100%" aria-hidden>
        {axis.ticks.map((tick) => (
          <g key={tick}>
            <line className="fb-chart-grid" x1={PAD.left} x2={PAD.left + room} y1={y(tick)} y2={y(tick)} />
            <text className="fb-chart-tick" x={PAD.left - 6} y={y(tick) + 4} textAnchor="end">
              {short(tick)}
            </text>
          </g>
        ))}
        {points.map((point, index) => (
          <g key={point.key} data-at={index === at || undefined} data-marked={point.marked || undefined}>
            {kind === 'bars' && point.value !== null && (
              <rect
                className="fb-chart-bar"
                x={x(index) - Math.min(18, step * 0.36)}
                width={Math.min(36, step * 0.72)}
                y={Math.min(y(point.value), y(axis.min) - 1)}
                height={Math.max(1, y(axis.min) - y(point.value))}
                rx={2}
              />
            )}
            {index % every === (points.length - 1) % every && (
              <text className="fb-chart-tick" x={x(index)} y={HEIGHT - 6} textAnchor="middle">
                {point.short}
              </text>
            )}
          </g>
        ))}
        <path className="fb-chart-against" d={line(points, (point) => point.against, x, y)} />
        {kind === 'line' && (
          <>
            <path className="fb-chart-line" d={line(points, (point) => point.value, x, y)} />
            {points.map(
              (point, index) =>
                point.value !== null && (
                  <circle
                    key={point.key}
                    className="fb-chart-dot"
                    data-at={index === at || undefined}
                    data-marked={point.marked || undefined}
                    cx={x(index)}
                    cy={y(point.value)}
                    r={index === at || point.marked ? 5 : 3}
                  />
                ),
            )}
          </>
        )}
      </svg>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these are the values of a picture */}
      <div
        className="fb-chart-hits"
        role="group"
        aria-label={title}
        style={{ insetInlineStart: PAD.left, width: room, top: PAD.top, height: tall + PAD.bottom }}
        onMouseLeave={() => setAt(null)}
      >
        {points.map((point, index) => (
          <button
            key={point.key}
            ref={(button) => {
              buttons.current[index] = button;
            }}
            type="button"
            aria-label={say(point)}
            tabIndex={index === entry ? 0 : -1}
            data-key={point.key}
            onKeyDown={walk}
            onFocus={() => {
              setAt(index);
              setStop(index);
            }}
            onBlur={() => setAt(null)}
            onMouseEnter={() => setAt(index)}
            onClick={() => onPick?.(point.key)}
          />
        ))}
      </div>
      {shown && at !== null && (
        <div
          className="fb-chart-bubble"
          aria-hidden
          data-side={x(at) > (width || 600) / 2 ? 'start' : 'end'}
          style={{ insetInlineStart: x(at) }}
        >
          <strong>{shown.value === null ? t('reports.no_value') : words(shown.value)}</strong>
          <span>{shown.label}</span>
          {against && shown.against != null && (
            <span>
              {against}: {words(shown.against)}
            </span>
          )}
        </div>
      )}
      <ChartTable title={title} points={points} against={against} words={words} />
    </div>
  );
}

/** A line through what has a value; it breaks where there is none. */
function line(
  points: readonly Point[],
  of: (point: Point) => number | null | undefined,
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let pen = 'M';
  points.forEach((point, index) => {
    const value = of(point);
    if (value == null) {
      // A day off is no hole in a trend.
      if (!point.quiet) pen = 'M';
      return;
    }
    path += `${pen}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = 'L';
  });
  return path;
}
