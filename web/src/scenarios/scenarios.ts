// Scenarios as the server tells them: what is asked and sent, who may, and what an address says.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type FieldFault, Problem, request } from '../api/client';
import { cursorOf, everyPage, PAGE_MAX } from '../api/everyPage';
import { queryClient } from '../api/queries';
import type { Page } from '../api/trade';
import { etag } from '../client/headers';
import { whole } from '../targets/targets';
import type { PatternCode } from './frequency';
import type {
  Assignment,
  Comparison,
  Day,
  DrivenWeek,
  OutletInput,
  Publication,
  RepInput,
  Scenario,
  Settings,
  Solution,
} from './types';

export const TABS = ['solutions', 'map', 'moved', 'left_out', 'days', 'compare', 'inputs', 'driven'] as const;
export type Tab = (typeof TABS)[number];

/** What of a tab is looked at, where it has several sides. */
export const LOOKS = ['reps', 'outlets', 'frequency', 'map', 'settings'] as const;
export type Look = (typeof LOOKS)[number];

export interface ScenarioSearch {
  tab?: Tab;
  /** Which solution is looked at; see `shownOf`. */
  solution?: number;
  rep?: number;
  week?: number;
  weekday?: number;
  q?: string;
  /** `scenario:solution`, the two that are compared. */
  a?: string;
  b?: string;
  from?: string;
  to?: string;
  look?: Look;
  publish?: 1;
}

const among = (value: unknown, from: number, to: number): number | undefined => {
  const number = whole(value);
  return number !== undefined && number >= from && number <= to ? number : undefined;
};
const pair = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{1,9}:\d{1,4}$/.test(value) ? value : undefined;
const dateOf = (value: unknown): string | undefined =>
  /^\d{4}-\d\d-\d\d$/.test(String(value)) ? String(value) : undefined;

export const scenarioSearch = (search: Record<string, unknown>): ScenarioSearch => ({
  tab: TABS.find((tab) => tab === search.tab && tab !== 'solutions'),
  solution: among(search.solution, 0, 9_999),
  rep: whole(search.rep),
  week: among(search.week, 1, 4),
  weekday: among(search.weekday, 1, 7),
  q: search.q === undefined || search.q === '' ? undefined : String(search.q),
  a: pair(search.a),
  b: pair(search.b),
  from: dateOf(search.from),
  to: dateOf(search.to),
  look: LOOKS.find((look) => look === search.look),
  publish: search.publish ? 1 : undefined,
});

export const isBusy = (scenario: Pick<Scenario, 'state'>): boolean =>
  scenario.state === 'queued' || scenario.state === 'solving';

/** While something is solved it is asked for every second; a page that is not seen asks nothing. */
const BUSY_MS = 1_000;
const STILL_MS = 30_000;

export const scenariosQuery = infiniteQueryOptions({
  queryKey: ['scenarios', 'list'],
  queryFn: ({ pageParam, signal }) =>
    request<Page<Scenario>>(`scenarios?limit=100${cursorOf(pageParam)}`, { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page: Page<Scenario>) => page.next_cursor,
  refetchInterval: (query) =>
    query.state.data?.pages.some((page) => page.items.some(isBusy)) ? BUSY_MS : STILL_MS,
});

export const scenarioQuery = (id: number) =>
  queryOptions({
    queryKey: ['scenarios', 'one', id],
    queryFn: ({ signal }) => request<Scenario>(`scenarios/${id}`, { signal }),
    refetchInterval: (query) => (query.state.data && isBusy(query.state.data) ? BUSY_MS : STILL_MS),
  });

/** Asked again when the scenario has another solution, or is another. */
export const solutionsQuery = ({ id, solutions, version }: Pick<Scenario, 'id' | 'solutions' | 'version'>) =>
  queryOptions({
    queryKey: ['scenarios', 'solutions', id, solutions, version],
    queryFn: async ({ signal }) =>
      (await request<{ items: Solution[] }>(`scenarios/${id}/solutions`, { signal })).items,
    placeholderData: keepPreviousData,
  });

export interface OutletsAsked {
  rep?: number;
  moved?: true;
  unserved?: true;
  q?: string;
}

function outletsPath(id: number, solution: number, asked: OutletsAsked, limit: number): string {
  const query = new URLSearchParams({ limit: String(limit) });
  if (asked.rep !== undefined) query.set('rep_id', String(asked.rep));
  if (asked.moved) query.set('moved', 'true');
  if (asked.unserved) query.set('unserved', 'true');
  if (asked.q) query.set('q', asked.q);
  return `scenarios/${id}/solutions/${solution}/outlets?${query}`;
}

export const assignmentsQuery = (one: Solution, asked: OutletsAsked) =>
  infiniteQueryOptions({
    queryKey: ['scenarios', 'assignments', one.scenario_id, one.solution, one.hash, asked],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Assignment>>(
        `${outletsPath(one.scenario_id, one.solution, asked, 100)}${cursorOf(pageParam)}`,
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<Assignment>) => page.next_cursor,
  });

/** A scenario has at most 30,000 outlets. */
const PAGES_OF_ALL = 30;

/** All of a solution, for the map. */
export const allAssignmentsQuery = (one: Solution) =>
  queryOptions({
    queryKey: ['scenarios', 'all-assignments', one.scenario_id, one.solution, one.hash],
    queryFn: ({ signal }) =>
      everyPage<Assignment>(
        (cursor) =>
          request(`${outletsPath(one.scenario_id, one.solution, {}, PAGE_MAX)}${cursorOf(cursor)}`, {
            signal,
          }),
        PAGES_OF_ALL,
      ),
    staleTime: 600_000,
  });

/** Days of one rep, or of one day of the cycle; nothing is asked where neither is named. */
export const daysQuery = (one: Solution, of: { rep?: number; week?: number; weekday?: number }) =>
  queryOptions({
    queryKey: ['scenarios', 'days', one.scenario_id, one.solution, one.hash, of],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams();
      if (of.rep !== undefined) query.set('rep_id', String(of.rep));
      if (of.week !== undefined) query.set('week', String(of.week));
      if (of.weekday !== undefined) query.set('weekday', String(of.weekday));
      const path = `scenarios/${one.scenario_id}/solutions/${one.solution}/days?${query}`;
      return (await request<{ items: Day[] }>(path, { signal })).items;
    },
    enabled: of.rep !== undefined || (of.week !== undefined && of.weekday !== undefined),
    staleTime: 600_000,
  });

export const compareQuery = (a: string | undefined, b: string | undefined) =>
  queryOptions({
    queryKey: ['scenarios', 'compare', a, b],
    queryFn: ({ signal }) => request<Comparison>(`scenarios/compare?a=${a}&b=${b}`, { signal }),
    enabled: a !== undefined && b !== undefined,
  });

export const repInputsQuery = (id: number) =>
  queryOptions({
    queryKey: ['scenarios', 'reps', id],
    queryFn: async ({ signal }) =>
      (await request<{ items: RepInput[] }>(`scenarios/${id}/reps`, { signal })).items,
  });

export interface InputsAsked {
  q?: string;
  rep?: number;
  locked?: boolean;
}

export const outletInputsQuery = (id: number, asked: InputsAsked) =>
  infiniteQueryOptions({
    queryKey: ['scenarios', 'outlets', id, asked],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: '100' });
      if (asked.q) query.set('q', asked.q);
      if (asked.rep !== undefined) query.set('rep_id', String(asked.rep));
      if (asked.locked !== undefined) query.set('locked', String(asked.locked));
      return request<Page<OutletInput>>(`scenarios/${id}/outlets?${query}${cursorOf(pageParam)}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<OutletInput>) => page.next_cursor,
  });

/** All of them, for the minutes of their calls. */
export const allInputsQuery = ({ id, version }: Pick<Scenario, 'id' | 'version'>) =>
  queryOptions({
    queryKey: ['scenarios', 'all-outlets', id, version],
    queryFn: ({ signal }) =>
      everyPage<OutletInput>(
        (cursor) => request(`scenarios/${id}/outlets?limit=${PAGE_MAX}${cursorOf(cursor)}`, { signal }),
        PAGES_OF_ALL,
      ),
    staleTime: 600_000,
  });

/** What changes its rep, for the sum of who gives what to whom. */
export const movedQuery = (one: Solution) =>
  queryOptions({
    queryKey: ['scenarios', 'moved', one.scenario_id, one.solution, one.hash],
    queryFn: ({ signal }) =>
      everyPage<Assignment>(
        (cursor) =>
          request(
            `${outletsPath(one.scenario_id, one.solution, { moved: true }, PAGE_MAX)}${cursorOf(cursor)}`,
            { signal },
          ),
        PAGES_OF_ALL,
      ),
    staleTime: 600_000,
  });

/** The planner's codes of how often an outlet is called at. */
export const patternsQuery = queryOptions({
  queryKey: ['visit-patterns'],
  queryFn: async ({ signal }) =>
    (await request<{ items: PatternCode[] }>('visit-patterns', { signal })).items,
  staleTime: 600_000,
});

/** By outlet its channel, which a scenario does not tell. */
export const channelsQuery = queryOptions({
  queryKey: ['outlets', 'channels'],
  queryFn: async ({ signal }) => {
    const rows = await everyPage<{ id: number; channel: string | null }>(
      (cursor) => request(`outlets?limit=${PAGE_MAX}${cursorOf(cursor)}`, { signal }),
      PAGES_OF_ALL,
    );
    return new Map(rows.map((row) => [row.id, row.channel]));
  },
  staleTime: 600_000,
});

export const drivenQuery = (id: number, from: string, to: string) =>
  queryOptions({
    queryKey: ['scenarios', 'driven', id, from, to],
    queryFn: async ({ signal }) =>
      (await request<{ items: DrivenWeek[] }>(`scenarios/${id}/driven?from=${from}&to=${to}`, { signal }))
        .items,
  });

export interface ScenarioPut {
  name: string;
  org_unit_id?: number;
  settings: Settings;
  days_a_week?: number;
  calls_max?: number;
}

export const makeScenario = (body: ScenarioPut): Promise<Scenario> =>
  request('scenarios', { method: 'POST', body });

const seen = (scenario: Scenario) => ({ ifMatch: etag(scenario) });

export const changeScenario = (
  scenario: Scenario,
  body: { name?: string; settings?: Settings },
): Promise<Scenario> => request(`scenarios/${scenario.id}`, { method: 'PATCH', body, ...seen(scenario) });

export const removeScenario = (scenario: Scenario): Promise<void> =>
  request(`scenarios/${scenario.id}`, { method: 'DELETE', ...seen(scenario) });

export const solve = (id: number): Promise<Scenario> => request(`scenarios/${id}/solve`, { method: 'POST' });
export const cancel = (id: number): Promise<Scenario> =>
  request(`scenarios/${id}/cancel`, { method: 'POST' });

export interface RepPut {
  rep_id: number;
  home_lat: number | null;
  home_lng: number | null;
  hours: [string, string];
  calls_max: number | null;
  days_a_week: number;
  classes: string[] | null;
}

/** One rep; its faults are those of the form that sent it. */
export async function changeRep(id: number, put: RepPut): Promise<Scenario> {
  try {
    return await request(`scenarios/${id}/reps/batch`, { method: 'POST', body: { items: [put] } });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const errors = error.errors.map((one) => ({ ...one, pointer: one.pointer.replace(/^\/items\/0/, '') }));
    throw new Problem(error.status, error.code, error.detail, errors, error.requestId);
  }
}

export interface OutletChange {
  outlet_id: number;
  locked?: boolean;
  visits?: number;
  service_minutes?: number;
}

interface RowAnswer {
  index: number;
  error?: FieldFault[] | null;
}

/** The server takes at most so many rows at once. */
const BATCH_MAX = 1_000;

/** A bad row costs that row; it is told with the pointer of its place among `items`. */
export async function changeOutlets(id: number, items: readonly OutletChange[]): Promise<void> {
  const errors: FieldFault[] = [];
  for (let from = 0; from < items.length; from += BATCH_MAX) {
    const answer = await request<{ results: RowAnswer[] }>(`scenarios/${id}/outlets/batch`, {
      method: 'POST',
      body: { items: items.slice(from, from + BATCH_MAX) },
    });
    for (const { index, error } of answer.results)
      for (const fault of error ?? [])
        errors.push({ ...fault, pointer: `/items/${from + index}${fault.pointer}` });
  }
  if (errors.length > 0) throw new Problem(422, 'invalid', null, errors);
}

export interface HandPut {
  name: string;
  items: { outlet_id: number; rep_id: number | null }[];
}

export const assignByHand = (id: number, body: HandPut): Promise<Scenario> =>
  request(`scenarios/${id}/assignments`, { method: 'POST', body });

/** A trial of a file, or the scenario that plans it. */
export interface FileAnswer {
  dry_run?: boolean;
  rows: number;
  refused: number;
  faults: FieldFault[];
}

export const assignByFile = (id: number, file: File, name: string, keep: boolean): Promise<FileAnswer> =>
  request(`scenarios/${id}/assignments/import?${new URLSearchParams({ name, dry_run: String(!keep) })}`, {
    method: 'POST',
    form: file,
  });

/** One that was made by hand. */
export const removeSolution = (one: Solution): Promise<void> =>
  request(`scenarios/${one.scenario_id}/solutions/${one.solution}`, { method: 'DELETE' });

/** A solution as a file. */
export const fileOf = (one: Solution, format: 'xlsx' | 'csv' | 'geojson', language: string): string =>
  `/api/v1/scenarios/${one.scenario_id}/solutions/${one.solution}/export?${new URLSearchParams({ format, language })}`;

export const publish = (
  id: number,
  body: { solution: number; effective_from: string; dry_run: boolean },
): Promise<Publication> => request(`scenarios/${id}/publish`, { method: 'POST', body });

export const rollBack = (id: number, body: { anyway: boolean; dry_run: boolean }): Promise<Publication> =>
  request(`scenarios/${id}/rollback`, { method: 'POST', body });

/** After whatever changes a scenario. */
export const readAgain = () => queryClient.invalidateQueries({ queryKey: ['scenarios'] });
