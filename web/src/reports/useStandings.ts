// How the targets of a month stand for whoever is asked about.
import { useQuery } from '@tanstack/react-query';
import { type Measure, progressQuery } from '../targets/targets';
import { type Standings, standOf, type Who } from './standing';
import type { Look } from './useLook';

export interface OfMonth {
  /** Working days that have passed, today not among them, and all of them. */
  days: { passed: number; all: number } | undefined;
  of: (measure: Measure, who: Who) => Standings | null;
  isPending: boolean;
}

export function useStandings(look: Look): OfMonth {
  const query = useQuery(progressQuery({ month: look.month }));
  const { data } = query;
  return {
    days: data?.days,
    isPending: query.isPending,
    of: (measure, who) =>
      data ? standOf(data.rows, measure, who, look.tree, data.days.passed >= data.days.all) : null,
  };
}
