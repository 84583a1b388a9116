// What the board asks of the server besides the board itself: figures of the day, visits outside, teams and routes.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { cursorOf, everyPage, PAGE_MAX } from '../api/everyPage';
import type { Page } from '../api/trade';
import type { VisitSummary } from '../api/types';
import { countByRep, type DayReport, figuresByRep } from './figures';

export const dayFigures = (date: string) =>
  queryOptions({
    queryKey: ['day-figures', date],
    queryFn: async ({ signal }) =>
      figuresByRep(await request<DayReport>(`kpis?from=${date}&to=${date}&by=rep`, { signal })),
    staleTime: 30_000,
    refetchInterval: 60_000,
  });

/** The reasons of a verdict that say: not at the outlet. */
const OUTSIDE = ['place_outside', 'place_outside_block'] as const;

export const outsideVisits = (date: string) =>
  queryOptions({
    queryKey: ['day-outside', date],
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(
        OUTSIDE.map((reason) =>
          everyPage((cursor) =>
            request<Page<VisitSummary>>(
              `visits?date=${date}&reason=${reason}&limit=${PAGE_MAX}${cursorOf(cursor)}`,
              { signal },
            ),
          ),
        ),
      );
      return countByRep(lists.flat().filter((visit) => visit.state !== 'cancelled'));
    },
    staleTime: 30_000,
    refetchInterval: 60_000,
  });

export interface Unit {
  id: number;
  name: string;
  kind: string;
  parent_id: number | null;
}

/** Teams and what stands above them, of those who may read them. */
export const units = queryOptions({
  queryKey: ['org-units', 'all'],
  queryFn: ({ signal }) =>
    everyPage((cursor) => request<Page<Unit>>(`org-units?limit=${PAGE_MAX}${cursorOf(cursor)}`, { signal })),
  staleTime: 600_000,
});

export interface RouteToday {
  id: number;
  name: string;
  reps: ReadonlySet<number>;
}

/** Routes with something planned today, and for whom. */
export const routesToday = (date: string) =>
  queryOptions({
    queryKey: ['day-routes', date],
    queryFn: async ({ signal }) =>
      routesOf(await request<RouteReport>(`kpis?from=${date}&to=${date}&by=rep,route`, { signal })),
    staleTime: 300_000,
  });

interface RouteReport {
  rows: {
    key: { rep: { id: number } | null; route: { id: number; name: string } | null };
    kpis: { plan_compliance: { denominator: number | null } };
  }[];
}

/** A call on another's route makes nobody a rep of it: the plan does. */
export function routesOf({ rows }: RouteReport): RouteToday[] {
  const found = new Map<number, { id: number; name: string; reps: Set<number> }>();
  for (const { key, kpis } of rows) {
    if (!key.rep || !key.route || !kpis.plan_compliance.denominator) continue;
    const known = found.get(key.route.id) ?? { id: key.route.id, name: key.route.name, reps: new Set() };
    known.reps.add(key.rep.id);
    found.set(known.id, known);
  }
  return [...found.values()];
}
