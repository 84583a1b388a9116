// Territories as the server tells them: what is asked and sent, and what an address says. Also the outlets of the desk with
// what their calls come to.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { cursorOf, everyPage, PAGE_MAX } from '../api/everyPage';
import { queryClient } from '../api/queries';
import type { Page } from '../api/trade';
import { etag } from '../client/headers';
import type { OutletInput, Scenario } from '../scenarios/types';
import { whole } from '../targets/targets';
import { type Pattern, visitsDue } from './pattern';
import type { Check, Ground, ImportAnswer, Place, Polygon, Shape, Territory, TerritoryPut } from './types';

export const LOOKS = ['list', 'outlets', 'check'] as const;
export type Look = (typeof LOOKS)[number];

export interface TerritoriesSearch {
  /** The one that is looked at. */
  id?: number;
  look?: Look;
}

export const territoriesSearch = (search: Record<string, unknown>): TerritoriesSearch => ({
  id: whole(search.id),
  look: LOOKS.find((look) => look === search.look && look !== 'list'),
});

/** Pages of a thousand: the server looks at no more outlets at once. */
const PAGES_OF_OUTLETS = 200;
const PAGES_OF_ALL = 5;

interface Feature {
  id: number;
  properties: { h3_cells?: string[] };
  geometry: { type: 'Polygon'; coordinates: Polygon } | { type: 'MultiPolygon'; coordinates: Polygon[] };
}

/** All in scope with their ground: the list knows versions, the export shapes. */
export const groundsQuery = queryOptions({
  queryKey: ['territories', 'grounds'],
  queryFn: async ({ signal }): Promise<Ground[]> => {
    const [rows, file] = await Promise.all([
      everyPage<Territory>(
        (cursor) => request(`territories?limit=${PAGE_MAX}${cursorOf(cursor)}`, { signal }),
        PAGES_OF_ALL,
      ),
      request<{ features: Feature[] }>('territories/export.geojson', { signal }),
    ]);
    const drawn = new Map(file.features.map((one) => [one.id, one]));
    return rows
      .map((row) => {
        const found = drawn.get(row.id);
        const polygons =
          found?.geometry.type === 'Polygon' ? [found.geometry.coordinates] : found?.geometry.coordinates;
        return { ...row, polygons: polygons ?? [], cells: found?.properties.h3_cells ?? null };
      })
      .sort((a, b) => a.code.localeCompare(b.code));
  },
  staleTime: 30_000,
});

interface Outlet {
  id: number;
  code: string;
  name: string;
  class: string;
  channel: string | null;
  lat: number | null;
  lng: number | null;
  closed_at: string | null;
  merged_into: number | null;
}
interface Route {
  rep_id: number | null;
  outlets: { outlet_id: number; pattern: Pattern; service_minutes: number | null }[];
}

/** Of a call where its route does not say, as a new scenario takes it. */
const SERVICE_MINUTES = 10;

/** Open outlets with today's rep, and what four weeks of calls from a date on come to. */
export const placesQuery = (from: string) =>
  queryOptions({
    queryKey: ['territories', 'places', from],
    queryFn: async ({ signal }): Promise<Place[]> => {
      const all = <Row>(path: string, pages: number) =>
        everyPage<Row>(
          (cursor) => request<Page<Row>>(`${path}limit=${PAGE_MAX}${cursorOf(cursor)}`, { signal }),
          pages,
        );
      const [outlets, routes] = await Promise.all([
        all<Outlet>('outlets?closed=false&', PAGES_OF_OUTLETS),
        all<Route>('routes?', PAGES_OF_ALL),
      ]);
      const calls = new Map<number, { rep_id: number | null; visits: number; service_minutes: number }>();
      for (const { rep_id, outlets } of routes)
        for (const { outlet_id, pattern, service_minutes } of outlets)
          if (!calls.has(outlet_id))
            calls.set(outlet_id, {
              rep_id,
              visits: visitsDue(pattern, from),
              service_minutes: service_minutes ?? SERVICE_MINUTES,
            });
      const none = { rep_id: null, visits: 0, service_minutes: SERVICE_MINUTES };
      return outlets
        .filter((outlet) => outlet.merged_into === null)
        .map(({ id, code, name, class: grade, channel, lat, lng }) => ({
          ...{ id, code, name, class: grade, channel },
          at: lat === null || lng === null ? null : [lng, lat],
          ...(calls.get(id) ?? none),
          value_minor: null,
        }));
    },
    staleTime: 300_000,
  });

/** What outlets ordered in four weeks, as the newest scenario has it; null where there is none. */
export const valuesQuery = queryOptions({
  queryKey: ['territories', 'values'],
  queryFn: async ({ signal }): Promise<{ scenario: string; by: Map<number, number> } | null> => {
    const { items } = await request<Page<Scenario>>('scenarios?limit=100', { signal });
    const newest = [...items].sort((a, b) => b.created_at.localeCompare(a.created_at))[0];
    if (!newest) return null;
    const rows = await everyPage<OutletInput>(
      (cursor) => request(`scenarios/${newest.id}/outlets?limit=${PAGE_MAX}${cursorOf(cursor)}`, { signal }),
      PAGES_OF_OUTLETS,
    );
    return { scenario: newest.name, by: new Map(rows.map((row) => [row.outlet_id, row.value_minor])) };
  },
  staleTime: 300_000,
});

export const checkQuery = queryOptions({
  queryKey: ['territories', 'check'],
  queryFn: ({ signal }) => request<Check>('territories/check', { method: 'POST', body: {}, signal }),
  staleTime: 30_000,
});

/** One that was read again, with its ground; `was` where it tells no shape, or one of cells that only the export outlines. */
export const groundOf = (now: Territory, was: Ground): Ground => ({
  ...was,
  ...now,
  polygons: now.shape?.kind === 'polygons' ? now.shape.polygons : was.polygons,
  cells: now.shape ? (now.shape.kind === 'cells' ? now.shape.cells : null) : was.cells,
});

/** What is kept of its ground: cells as cells. */
export const shapeOf = ({ cells, polygons }: Pick<Ground, 'cells' | 'polygons'>): Shape =>
  cells ? { kind: 'cells', cells } : { kind: 'polygons', polygons };

/** A new one, or what of one was changed over the version that was seen. */
export const saveTerritory = (was: Pick<Territory, 'id' | 'version'> | null, body: TerritoryPut) =>
  was
    ? request<Territory>(`territories/${was.id}`, {
        method: 'PATCH',
        body,
        ifMatch: etag(was),
      })
    : request<Territory>('territories', { method: 'POST', body });

export const removeTerritory = (one: Pick<Territory, 'id' | 'version'>): Promise<void> =>
  request(`territories/${one.id}`, { method: 'DELETE', ifMatch: etag(one) });

/** As it is on the server now. */
export const newestTerritory = (id: number): Promise<Territory> => request(`territories/${id}`);

export const importTerritories = (
  file: unknown,
  unit: string | null,
  dry_run: boolean,
): Promise<ImportAnswer> => {
  const query = new URLSearchParams({ dry_run: String(dry_run) });
  if (unit) query.set('org_unit_code', unit);
  return request(`territories/import?${query}`, { method: 'POST', body: file });
};

export const EXPORT_PATH = '/api/v1/territories/export.geojson';

/** After whatever changes one. */
export const readTerritoriesAgain = async () => {
  await Promise.all(
    ['grounds', 'check'].map((what) => queryClient.invalidateQueries({ queryKey: ['territories', what] })),
  );
};

/** Who may have one, with where each belongs. */
export const repsQuery = queryOptions({
  queryKey: ['territories', 'reps'],
  queryFn: ({ signal }) =>
    everyPage<{ id: number; code: string; name: string; org_unit_id: number }>(
      (cursor) => request(`reps?active=true&limit=${PAGE_MAX}${cursorOf(cursor)}`, { signal }),
      PAGES_OF_ALL,
    ),
  staleTime: 300_000,
});
