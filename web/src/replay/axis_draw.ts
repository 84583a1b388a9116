// Draws the time axis: of each rep a band with what was done when, and below it how fast. Only pixels: the clock's hand
// and the words are elements above it, so that a second that passes redraws nothing here.
import { OUTLET_COLOR, STATUS_COLOR } from '../app/palette';
import type { Interval } from './intervals';
import type { Lane } from './lane';
import { colorOf, markOf } from './marks';
import { speedsOf } from './trace';

export const HOURS_PX = 22;

interface Heights {
  lane: number;
  bandTop: number;
  band: number;
  stripTop: number;
  strip: number;
}

/** With many reps each has less room, so that the map keeps its own. */
export const heightsOf = (lanes: number): Heights =>
  lanes <= 3
    ? { lane: 58, bandTop: 8, band: 18, stripTop: 31, strip: 22 }
    : { lane: 42, bandTop: 5, band: 15, stripTop: 23, strip: 16 };

/** Room for a glyph in a block. */
const GLYPH_PX = 11;
const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Steps of the marks of the hours, in minutes. */
const STEPS = [5, 10, 15, 30, 60, 120, 180, 240];

export interface AxisLook {
  width: number;
  dark: boolean;
  extent: Interval;
  clock: (at: number) => string;
}

export const xOf = (at: number, { from, to }: Interval, width: number): number =>
  ((at - from) / (to - from)) * width;

export const atOf = (x: number, { from, to }: Interval, width: number): number =>
  from + (Math.min(width, Math.max(0, x)) / width) * (to - from);

/** Round times for marks at least so many pixels apart; zones differ from UTC by whole quarters. */
export function ticksOf({ from, to }: Interval, width: number, apart: number): number[] {
  const least = ((to - from) / Math.max(1, width)) * apart;
  const step = (STEPS.find((minutes) => minutes * MINUTE >= least) ?? 360) * MINUTE;
  const marks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) marks.push(at);
  return marks;
}

/** The top of every strip: round, and the same for all, so that they compare. A leap of the positions is cut off. */
export function topSpeed(speeds: readonly Float32Array[]): number {
  const moving = speeds.flatMap((each) => [...each].filter((kmh) => kmh > 3)).sort((a, b) => a - b);
  const most = moving[Math.floor(moving.length * 0.98)] ?? 0;
  return Math.min(120, Math.max(20, Math.ceil(most / 20) * 20));
}

export const speedsOfLanes = (lanes: readonly Lane[], extent: Interval, width: number): Float32Array[] =>
  lanes.map((lane) => speedsOf(lane.trace, extent.from, extent.to, Math.max(1, Math.floor(width / 2))));

export function drawAxis(
  pen: CanvasRenderingContext2D,
  lanes: readonly { lane: Lane; index: number }[],
  speeds: readonly Float32Array[],
  top: number,
  look: AxisLook,
) {
  const { width, dark, extent } = look;
  const heights = heightsOf(lanes.length);
  const height = HOURS_PX + lanes.length * heights.lane;
  pen.clearRect(0, 0, width, height);
  pen.font = '11px "Noto Sans", system-ui, sans-serif';
  pen.textBaseline = 'middle';
  pen.textAlign = 'center';
  for (const at of ticksOf(extent, width, 56)) {
    const x = Math.round(xOf(at, extent, width)) + 0.5;
    line(pen, x, HOURS_PX - 4, x, height, at % HOUR === 0 ? grid(dark, 0.9) : grid(dark, 0.5));
    const words = look.clock(at);
    const half = pen.measureText(words).width / 2;
    if (x - half < 0 || x + half > width) continue;
    pen.fillStyle = dark ? '#a3adbe' : '#596275';
    pen.fillText(words, x, HOURS_PX / 2);
  }
  for (const [i, { lane, index }] of lanes.entries()) {
    pen.save();
    pen.translate(0, HOURS_PX + i * heights.lane);
    line(pen, 0, 0.5, width, 0.5, grid(dark, 1));
    drawBand(pen, lane, colorOf(markOf(index), dark), look, heights);
    drawStrip(pen, speeds[i]!, top, colorOf(markOf(index), dark), look, heights);
    pen.restore();
  }
}

const grid = (dark: boolean, strength: number): string =>
  dark ? `rgb(255 255 255 / ${0.1 * strength})` : `rgb(20 27 43 / ${0.12 * strength})`;

function line(pen: CanvasRenderingContext2D, ax: number, ay: number, bx: number, by: number, color: string) {
  pen.strokeStyle = color;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(ax, ay);
  pen.lineTo(bx, by);
  pen.stroke();
}

function drawBand(
  pen: CanvasRenderingContext2D,
  lane: Lane,
  color: string,
  { width, extent, dark }: AxisLook,
  { bandTop, band }: Heights,
) {
  const block = ({ from, to }: Interval, least: number) => {
    const x = xOf(from, extent, width);
    return { x, w: Math.max(least, xOf(to, extent, width) - x) };
  };
  const middle = bandTop + band / 2;
  for (const span of lane.spans) {
    if (span.part !== 'travel') continue;
    const { x, w } = block(span, 1);
    pen.fillStyle = color;
    pen.fillRect(x, middle - 2, w, 4);
  }
  for (const hole of lane.holes) {
    const { x, w } = block(hole, 3);
    drawHole(pen, { x, y: bandTop, w, h: band }, dark);
  }
  for (const stop of lane.stops) {
    const { x, w } = block(stop, 2);
    pen.fillStyle = STATUS_COLOR.idle;
    pen.fillRect(x, middle - 5, w, 10);
    if (w >= GLYPH_PX) bars(pen, x + w / 2, middle);
  }
  for (const pause of lane.breaks) {
    const { x, w } = block(pause, 2);
    pen.fillStyle = STATUS_COLOR.break;
    pen.fillRect(x, middle - 5, w, 10);
    if (w >= GLYPH_PX) stroke(pen, '#fff', 2, [x + w / 2 - 3.5, middle, x + w / 2 + 3.5, middle]);
  }
  for (const visit of lane.visits) {
    const { x, w } = block(visit, 3);
    pen.fillStyle = OUTLET_COLOR[visit.state];
    pen.beginPath();
    pen.roundRect(x, bandTop, w, band, Math.min(3, w / 2));
    pen.fill();
    if (w >= GLYPH_PX) glyph(pen, visit.state, x + w / 2, middle);
  }
}

/** Striped, framed in dashes: nothing was seen here. */
function drawHole(
  pen: CanvasRenderingContext2D,
  { x, y, w, h }: { x: number; y: number; w: number; h: number },
  dark: boolean,
) {
  const color = dark ? '#a3adbe' : '#596275';
  pen.save();
  pen.beginPath();
  pen.rect(x, y, w, h);
  pen.fillStyle = dark ? '#161a22' : '#ffffff';
  pen.fill();
  pen.clip();
  for (let at = x - h; at < x + w; at += 5) stroke(pen, color, 1, [at, y + h, at + h, y]);
  pen.restore();
  pen.save();
  pen.setLineDash([3, 2]);
  pen.strokeStyle = color;
  pen.lineWidth = 1;
  pen.strokeRect(x + 0.5, y + 0.5, Math.max(1, w - 1), h - 1);
  pen.restore();
}

function stroke(pen: CanvasRenderingContext2D, color: string, width: number, points: number[]) {
  pen.strokeStyle = color;
  pen.lineWidth = width;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.beginPath();
  for (let i = 0; i < points.length; i += 2) pen.lineTo(points[i]!, points[i + 1]!);
  pen.stroke();
}

function bars(pen: CanvasRenderingContext2D, x: number, y: number) {
  stroke(pen, '#fff', 2, [x - 2, y - 2.5, x - 2, y + 2.5]);
  stroke(pen, '#fff', 2, [x + 2, y - 2.5, x + 2, y + 2.5]);
}

/** The same glyphs as the map's and the lists'. */
function glyph(pen: CanvasRenderingContext2D, state: string, x: number, y: number) {
  if (state === 'visited') stroke(pen, '#fff', 2, [x - 3.4, y, x - 1, y + 2.8, x + 3.4, y - 2.8]);
  else if (state === 'review') {
    stroke(pen, '#fff', 2, [x, y - 4, x, y + 0.6]);
    stroke(pen, '#fff', 2, [x, y + 4, x, y + 4.1]);
  } else if (state === 'invalid') {
    stroke(pen, '#fff', 2, [x - 3, y - 3, x + 3, y + 3]);
    stroke(pen, '#fff', 2, [x - 3, y + 3, x + 3, y - 3]);
  } else if (state === 'in_progress') {
    pen.fillStyle = '#fff';
    pen.beginPath();
    pen.arc(x, y, 3, 0, 2 * Math.PI);
    pen.fill();
  }
}

function drawStrip(
  pen: CanvasRenderingContext2D,
  speeds: Float32Array,
  top: number,
  color: string,
  { width, dark }: AxisLook,
  { stripTop, strip }: Heights,
) {
  const bottom = stripTop + strip;
  line(pen, 0, bottom + 0.5, width, bottom + 0.5, grid(dark, 0.6));
  const part = width / speeds.length;
  const y = (kmh: number) => bottom - (Math.min(top, kmh) / top) * strip;
  let begun = -1;
  const close = (end: number) => {
    if (begun < 0) return;
    pen.lineTo(end * part, bottom);
    pen.closePath();
    pen.globalAlpha = 0.28;
    pen.fillStyle = color;
    pen.fill();
    pen.globalAlpha = 1;
    pen.strokeStyle = color;
    pen.lineWidth = 1.2;
    pen.beginPath();
    for (let i = begun; i < end; i++) {
      pen.lineTo(i * part, y(speeds[i]!));
      pen.lineTo((i + 1) * part, y(speeds[i]!));
    }
    pen.stroke();
    begun = -1;
  };
  for (const [i, kmh] of speeds.entries()) {
    // Where nobody was seen there is no speed, not even none.
    if (Number.isNaN(kmh)) {
      close(i);
      continue;
    }
    if (begun < 0) {
      begun = i;
      pen.beginPath();
      pen.moveTo(i * part, bottom);
    }
    pen.lineTo(i * part, y(kmh));
    pen.lineTo((i + 1) * part, y(kmh));
  }
  close(speeds.length);
}
