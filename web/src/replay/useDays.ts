// The days of the reps on the clock, read once each: every read of a track is logged for the rep, so none is repeated
// unless somebody asks for it.
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Problem } from '../api/client';
import { repDay, track } from '../api/queries';
import { useFormat } from '../format/useFormat';
import { type Lane, laneOf } from './lane';
import { traceOf } from './trace';

const ONCE = {
  staleTime: Number.POSITIVE_INFINITY,
  refetchInterval: false,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
} as const;

export interface DayOfRep {
  rep: number;
  pending: boolean;
  /** The day could not be read. */
  error: unknown;
  /** The track could not be, though the day was. */
  trackError: unknown;
  lane: Lane | null;
  /** Asks again for both. */
  again: () => void;
}

/** In the order of `reps`; `now` is when the page was opened or read anew, for what still goes on. */
export function useDays(reps: readonly number[], date: string, enabled: boolean, now: number): DayOfRep[] {
  const { fromAt, toAt } = useFormat().dayBounds(date);
  const days = useQueries({
    queries: reps.map((rep) => ({ ...repDay(rep, date), ...ONCE, enabled })),
    combine: steady,
  });
  const tracks = useQueries({
    queries: reps.map((rep) => ({ ...track(rep, fromAt, toAt), ...ONCE, enabled, retry: false })),
    combine: steady,
  });
  return useMemo(
    () =>
      reps.map((rep, i) => {
        const day = days[i]!;
        const way = tracks[i]!;
        const pending = day.isPending || way.isPending;
        return {
          rep,
          pending,
          error: day.error,
          trackError: way.error,
          lane: day.data && !pending ? laneOf(day.data, traceOf(way.data), now) : null,
          again: () => {
            void day.refetch();
            void way.refetch();
          },
        };
      }),
    [reps, days, tracks, now],
  );
}

const steady = <T>(results: T[]): T[] => results;

export const isForbidden = (error: unknown): boolean => error instanceof Problem && error.status === 403;
