// Where the marks of a chart's axis stand, by the unit of what is drawn. Pure.
import type { Unit } from './kpis';

export interface Axis {
  min: number;
  max: number;
  ticks: number[];
}

/** Marks are round in what the reader sees, not in what is stored. */
const SHOWN_AS: Partial<Record<Unit, number>> = { duration_ms: 3_600_000, length_mm: 1_000_000 };
const HOUR_MS = 3_600_000;
const MARKS = 4;

/** From nothing to a round number at or above the largest. */
export function ticksOf(largest: number): number[] {
  if (!(largest > 0)) return [0, 1];
  const rough = largest / MARKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5].map((of) => of * power).find((each) => each >= rough) ?? 10 * power;
  const marks = Math.ceil(largest / step - 1e-9);
  return Array.from({ length: marks + 1 }, (_, at) => Number((at * step).toPrecision(12)));
}

/** Counts have no halves. */
const wholeTicks = (largest: number): number[] =>
  largest < MARKS
    ? Array.from({ length: Math.max(1, Math.ceil(largest)) + 1 }, (_, at) => at)
    : ticksOf(largest).filter(Number.isInteger);

export function axisOf(unit: Unit, values: readonly number[]): Axis {
  const largest = Math.max(0, ...values);
  if (unit === 'share') return { min: 0, max: 1, ticks: [0, 0.25, 0.5, 0.75, 1] };
  if (unit === 'time_of_day_ms') {
    const first = values.length ? Math.min(...values) : 8 * HOUR_MS;
    const min = Math.floor(first / HOUR_MS) * HOUR_MS;
    const max = Math.max(min + HOUR_MS, Math.ceil(largest / HOUR_MS) * HOUR_MS);
    const every = Math.max(1, Math.ceil((max - min) / HOUR_MS / MARKS)) * HOUR_MS;
    const ticks: number[] = [];
    for (let at = min; at <= max; at += every) ticks.push(at);
    return { min, max: Math.max(max, ticks.at(-1) ?? max), ticks };
  }
  const by = SHOWN_AS[unit] ?? 1;
  const ticks = (unit === 'count' ? wholeTicks : ticksOf)(largest / by).map((tick) => tick * by);
  return { min: 0, max: Math.max(ticks.at(-1) ?? 1, largest), ticks };
}
