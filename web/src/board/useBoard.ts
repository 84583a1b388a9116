// The board as the address asks for it: every rep, those of the place, those shown in their order. Recomputed once a
// second from REST and the live world.
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { serverNow } from '../api/client';
import { board } from '../api/queries';
import type { BoardRow } from '../api/types';
import { has, useRights } from '../app/rights';
import { exceptionsQuery } from '../exceptions/exceptions';
import { useBeat, useLive } from '../live/session';
import { kindsByRep } from './attention';
import {
  type BoardSearch,
  below,
  byName,
  type Counts,
  count,
  inPlace,
  isFiltered,
  passes,
  sorted,
} from './filters';
import { dayFigures, outsideVisits, routesToday, units as unitsQuery } from './queries';
import { type Row, rowOf } from './rows';

export interface Board {
  query: {
    isPending: boolean;
    isError: boolean;
    isSuccess: boolean;
    error: Error | null;
    refetch: () => Promise<unknown>;
  };
  /** Goes on with every beat, of which the age of everything is a part. */
  beat: number;
  rows: readonly Row[];
  /** Of team, route and words. */
  placed: readonly Row[];
  /** What passes all of the filter, in its order. */
  shown: readonly Row[];
  counts: Counts;
  /** Units of the team, for who filters elsewhere; `null` for all. */
  units: ReadonlySet<number> | null;
  /** The reps the map keeps; `null` for all. */
  only: ReadonlySet<number> | null;
  /** False until the key figures are there. */
  hasFigures: boolean;
}

export function useBoard(search: BoardSearch, today: string): Board {
  const { world } = useLive();
  const beat = useBeat();
  const rights = useRights();
  const { data, isPending, isError, isSuccess, error, refetch } = useQuery(board);
  const figures = useQuery(dayFigures(today)).data;
  const outside = useQuery(outsideVisits(today)).data;
  const watching = has(rights, 'watch');
  const open = useQuery({ ...exceptionsQuery('pending'), enabled: watching }).data;
  const allUnits = useQuery({ ...unitsQuery, enabled: search.team !== undefined }).data;
  const routes = useQuery({ ...routesToday(today), enabled: search.route !== undefined }).data;
  const kinds = useMemo(() => kindsByRep((open ?? []).filter((each) => each.date === today)), [open, today]);
  const units = useMemo(
    () => (search.team === undefined ? null : below(search.team, allUnits ?? [])),
    [search.team, allUnits],
  );
  const reps = useMemo(
    () =>
      search.route === undefined || !routes
        ? null
        : (routes.find((route) => route.id === search.route)?.reps ?? new Set<number>()),
    [search.route, routes],
  );
  // By name, as equals stand: so the order of every beat has next to nothing left to sort. The next answer begins with the
  // order of the last, which leaves next to nothing to compare either.
  const ranks = useRef<ReadonlyMap<number, number>>(new Map());
  const source = useMemo(() => {
    const rank = (row: BoardRow) => ranks.current.get(row.id) ?? Number.MAX_SAFE_INTEGER;
    const named = [...(data ?? [])].sort((a, b) => rank(a) - rank(b)).sort(byName);
    ranks.current = new Map(named.map((row, i) => [row.id, i]));
    return named;
  }, [data]);
  // The beat is what makes it recompute.
  const rows = useMemo(() => {
    const now = serverNow();
    return source.map((row) =>
      rowOf(row, world, now, {
        figures: figures?.get(row.id),
        outside: outside?.get(row.id),
        kinds: kinds.get(row.id),
      }),
    );
  }, [source, world, beat, figures, outside, kinds]);
  const { show, heard, why, by, sort, q } = search;
  const found = useMemo(() => {
    const placed = inPlace(rows, { units, reps }, q);
    const filter = { show, heard, why, by, sort };
    return {
      placed,
      counts: count(placed),
      shown: sorted(
        placed.filter((row) => passes(row, filter)),
        filter,
      ),
    };
  }, [rows, units, reps, q, show, heard, why, by, sort]);
  // Told to the map only where it changes, not with every beat.
  const key =
    isFiltered(search) && data
      ? found.shown
          .map((row) => row.id)
          .sort()
          .join()
      : null;
  const only = useMemo(
    () => (key === null ? null : new Set(key === '' ? [] : key.split(',').map(Number))),
    [key],
  );
  const query = useMemo(
    () => ({ isPending, isError, isSuccess, error, refetch }),
    [isPending, isError, isSuccess, error, refetch],
  );
  const hasFigures = figures !== undefined;
  return useMemo(
    () => ({ query, beat, rows, ...found, units, only, hasFigures }),
    [query, beat, rows, found, units, only, hasFigures],
  );
}
