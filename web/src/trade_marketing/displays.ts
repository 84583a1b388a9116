// Display programmes and the outlets that take part, as the server tells them, and who may take which step. Pure but
// for the requests.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { cursorOf, everyPage, PAGE_MAX } from '../api/everyPage';
import type { CreditNote, Page } from '../api/trade';
import type { Right } from '../api/types';
import { has, type Rights } from '../app/rights';
import { etag } from '../client/headers';
import type { Photo } from '../photos/photos';

export const DISPLAY_STATES = [
  'enrolled',
  'executed',
  'approved_first',
  'approved',
  'paid',
  'failed',
] as const;
export type DisplayState = (typeof DISPLAY_STATES)[number];
export type Deed = 'approve_first' | 'approve_second' | 'pay' | 'fail';

export interface Programme {
  id: number;
  code: string;
  name: string;
  requirement: string;
  from: string;
  to: string;
  classes: string[];
  channels: string[];
  currency: string;
  reward_minor: number;
  active: boolean;
  enrolled: number;
  executed: number;
  approved: number;
  paid: number;
  failed: number;
  version: number;
}

export interface Display {
  id: string;
  programme_id: number;
  programme_name: string;
  outlet_id: number;
  outlet_code: string;
  outlet_name: string;
  currency: string;
  reward_minor: number;
  state: DisplayState;
  rep_id: number | null;
  rep_name: string | null;
  first_by_id: number | null;
  first_by: string | null;
  second_by: string | null;
  reason: string | null;
  /** Of what was paid outside. */
  reference: string | null;
  credit: CreditNote | null;
  execution_id: string | null;
  visit_id: string | null;
  executed_on: string | null;
  photos: number;
}

export interface DisplayWhole extends Display {
  steps: {
    deed: Deed | 'enrol' | 'execute';
    state: DisplayState;
    by: string | null;
    reason: string | null;
    at: string;
  }[];
  photos_shown: Photo[];
}

/** The right that each step needs. */
export const STEP_NEEDS = {
  approve_first: 'approve_displays',
  approve_second: 'approve_displays_second',
  pay: 'pay_displays',
} as const satisfies Partial<Record<Deed, Right>>;

const FOLLOWS: Partial<Record<DisplayState, keyof typeof STEP_NEEDS>> = {
  executed: 'approve_first',
  approved_first: 'approve_second',
  approved: 'pay',
};

/** The step that follows from where a display stands, if this reader may take it. */
export function nextDeed(display: Display, rights: Rights, user: number | undefined): Deed | null {
  const deed = FOLLOWS[display.state];
  if (!deed || !has(rights, STEP_NEEDS[deed])) return null;
  return deed === 'approve_second' && display.first_by_id === user ? null : deed;
}

/** Whoever takes one of the steps may say that a display failed. */
export const failsDisplays = (rights: Rights): boolean =>
  Object.values(STEP_NEEDS).some((right) => has(rights, right));

export const mayFail = (display: Display, rights: Rights): boolean =>
  failsDisplays(rights) && display.state !== 'paid' && display.state !== 'failed';

const PAGE = 100;

export const programmesQuery = queryOptions({
  queryKey: ['displays', 'programmes'],
  queryFn: ({ signal }) =>
    everyPage((cursor) =>
      request<Page<Programme>>(`displays?limit=${PAGE_MAX}${cursorOf(cursor)}`, { signal }),
    ),
});

/** Those that were shown in a visit. */
export const displaysOfVisit = (visit: string) =>
  queryOptions({
    queryKey: ['displays', 'visit', visit],
    queryFn: async ({ signal }) =>
      (await request<Page<Display>>(`display-enrolments?visit_id=${visit}`, { signal })).items,
  });

export const displaysPath = (programme: number, state: DisplayState | undefined) =>
  `display-enrolments?programme_id=${programme}&limit=${PAGE}${state === undefined ? '' : `&state=${state}`}`;

export const displaysQuery = (programme: number, state: DisplayState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['displays', 'of', programme, state],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Display>>(`${displaysPath(programme, state)}${cursorOf(pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Display>) => last.next_cursor,
    refetchInterval: 60_000,
  });

export const displayQuery = (id: string) =>
  queryOptions({
    queryKey: ['displays', 'one', id],
    queryFn: ({ signal }) => request<DisplayWhole>(`display-enrolments/${id}`, { signal }),
  });

export interface ProgrammePut {
  code: string;
  name: string;
  requirement: string;
  from: string;
  to: string;
  classes: string[];
  channels: string[];
  reward_minor: number;
  active: boolean;
}

export const saveProgramme = (was: Programme | undefined, put: ProgrammePut) =>
  was
    ? request<Programme>(`displays/${was.id}`, { method: 'PUT', body: put, ifMatch: etag(was) })
    : request<Programme>('displays', { method: 'POST', body: put });

export interface Enrolled {
  outlet_code: string;
  status: 'enrolled' | 'unchanged' | 'error';
  error?: { code: string }[];
}

export const enrol = async (programme: number, outlet_codes: string[]): Promise<Enrolled[]> =>
  (
    await request<{ results: Enrolled[] }>(`displays/${programme}/enrolments`, {
      method: 'POST',
      body: { outlet_codes },
    })
  ).results;

/** Codes out of a text: one a line, or between commas or blanks. */
export const codesOf = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];

export interface Acted {
  id: string;
  status: 'done' | 'error';
  error?: { pointer: string; code: string }[];
}

/** `words`: the reason; to pay, how it was paid outside: without them the outlet's customer is credited. */
export const act = async (ids: readonly string[], deed: Deed, words?: string): Promise<Acted[]> =>
  (
    await request<{ results: Acted[] }>('display-enrolments/actions', {
      method: 'POST',
      body: { items: ids.map((id) => ({ id, deed, [deed === 'pay' ? 'reference' : 'reason']: words })) },
    })
  ).results;
