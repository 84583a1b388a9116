// The day in figures, of a rep and of many. The server counts; here its counts are only added up. Pure.
import type { BoardRow } from '../api/types';

/** In the order of the header. */
export const FIGURES = [
  'planned',
  'visited',
  'open',
  'missed',
  'productive',
  'unplanned',
  'outside',
  'dwell',
  'distance',
] as const;
export type Figure = (typeof FIGURES)[number];

/** Of one rep, from the key figures of the day. */
export interface RepFigures {
  open: number;
  missed: number;
  calls: number;
  productive: number;
  onPlan: number;
  inStoreS: number;
}

export interface Figures extends Omit<Record<Figure, number>, 'dwell'> {
  calls: number;
  inStoreS: number;
  /** Seconds in store per call; `null` before the first. */
  dwell: number | null;
}

const dwellOf = (inStoreS: number, calls: number): number | null => (calls > 0 ? inStoreS / calls : null);

export function figuresOf(
  { planned, distance_m }: Pick<BoardRow, 'planned' | 'distance_m'>,
  visited: number,
  day: RepFigures | undefined,
  outside = 0,
): Figures {
  const calls = day?.calls ?? 0;
  const inStoreS = day?.inStoreS ?? 0;
  return {
    planned,
    visited,
    open: day?.open ?? 0,
    missed: day?.missed ?? 0,
    productive: day?.productive ?? 0,
    unplanned: calls - (day?.onPlan ?? 0),
    outside,
    distance: distance_m,
    calls,
    inStoreS,
    dwell: dwellOf(inStoreS, calls),
  };
}

/** Of all together: the average dwell is that of all calls, not of the reps' averages. */
export function total(all: readonly { figures: Figures }[]): Figures {
  const sum = {
    planned: 0,
    visited: 0,
    open: 0,
    missed: 0,
    productive: 0,
    unplanned: 0,
    outside: 0,
    distance: 0,
    calls: 0,
    inStoreS: 0,
  };
  for (const { figures } of all) {
    sum.planned += figures.planned;
    sum.visited += figures.visited;
    sum.open += figures.open;
    sum.missed += figures.missed;
    sum.productive += figures.productive;
    sum.unplanned += figures.unplanned;
    sum.outside += figures.outside;
    sum.distance += figures.distance;
    sum.calls += figures.calls;
    sum.inStoreS += figures.inStoreS;
  }
  return { ...sum, dwell: dwellOf(sum.inStoreS, sum.calls) };
}

interface Cell {
  numerator: number;
  denominator: number | null;
}

export interface DayReport {
  rows: { key: { rep: { id: number } | null }; kpis: Record<string, Cell> }[];
}

/** `GET kpis?by=rep` of one day, by rep. */
export function figuresByRep(report: DayReport): Map<number, RepFigures> {
  const count = (kpis: Record<string, Cell>, code: string) => kpis[code]?.numerator ?? 0;
  return new Map(
    report.rows.flatMap(({ key, kpis }) =>
      key.rep
        ? [
            [
              key.rep.id,
              {
                open: count(kpis, 'open_stops'),
                missed: count(kpis, 'missed_stops'),
                calls: count(kpis, 'tc'),
                productive: count(kpis, 'pc'),
                onPlan: count(kpis, 'call_compliance'),
                inStoreS: count(kpis, 'in_store_time') / 1000,
              },
            ] as const,
          ]
        : [],
    ),
  );
}

/** How many of these each rep has. */
export function countByRep(rows: readonly { rep_id: number }[]): Map<number, number> {
  const of = new Map<number, number>();
  for (const { rep_id } of rows) of.set(rep_id, (of.get(rep_id) ?? 0) + 1);
  return of;
}
