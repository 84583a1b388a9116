// Calendars: which days a view shows, what lies on them, and the requests. Days are company dates.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Page } from '../api/trade';
import { etag } from '../client/headers';
import { shiftDate } from '../format/format';

export const VIEWS = ['day', 'week', 'month', 'list'] as const;
export type View = (typeof VIEWS)[number];
export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof PRIORITIES)[number];
export const ANSWERS = ['accepted', 'tentative', 'declined'] as const;
export type Answer = (typeof ANSWERS)[number] | 'none';

export interface Attendee {
  rep_id: number | null;
  user_id: number | null;
  contact_id: number | null;
  name: string;
  answer: Answer;
}

export interface Appointment {
  id: string;
  state: 'planned' | 'held' | 'not_held' | 'cancelled';
  rep_id: number;
  rep_name: string;
  priority: Priority;
  subject: string;
  note: string | null;
  customer_id: number | null;
  customer_name: string | null;
  outlet_id: number | null;
  outlet_name: string | null;
  address: string | null;
  contact_name: string | null;
  starts_at: string;
  ends_at: string;
  date: string;
  reason: string | null;
  attendees: Attendee[];
  version: number;
}

export interface CalendarFeed {
  id: number;
  name: string;
  rep_name: string | null;
  org_unit_name: string | null;
  created_at: string;
  read_on: string | null;
}

export interface CalendarSearch {
  view?: View;
  date?: string;
  rep?: number;
  id?: string;
}

export const calendarSearch = (search: Record<string, unknown>): CalendarSearch => ({
  view: VIEWS.find((view) => view === search.view && view !== 'week'),
  date: /^\d{4}-\d\d-\d\d$/.test(String(search.date)) ? String(search.date) : undefined,
  rep: Number.isInteger(search.rep) ? Number(search.rep) : undefined,
  id: typeof search.id === 'string' ? search.id : undefined,
});

/** Monday is 0. */
const weekdayOf = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;

/** The days of a view, whole weeks from Monday on; a list is of the month. */
export function daysOf(view: View, date: string): string[] {
  if (view === 'day') return [date];
  const [first, count] = view === 'week' ? [shiftDate(date, -weekdayOf(date)), 7] : month(date);
  return Array.from({ length: count }, (_, day) => shiftDate(first, day));
}

function month(date: string): [string, number] {
  const first = `${date.slice(0, 8)}01`;
  const next = nextMonth(first, 1);
  const start = shiftDate(first, -weekdayOf(first));
  let count = 28;
  while (shiftDate(start, count) < next) count += 7;
  return [start, count];
}

/** The first of the month that is so many away. */
function nextMonth(date: string, by: number): string {
  const months = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + by;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`;
}

/** Where "before" and "after" lead. */
export function turned(view: View, date: string, by: 1 | -1): string {
  if (view === 'day') return shiftDate(date, by);
  return view === 'week' ? shiftDate(date, 7 * by) : nextMonth(date, by);
}

/** What lies on each day, in the order it comes. */
export function byDate<T extends { date: string }>(rows: readonly T[]): Map<string, T[]> {
  const days = new Map<string, T[]>();
  for (const row of rows) days.set(row.date, [...(days.get(row.date) ?? []), row]);
  return days;
}

/** More than one page of a calendar can show. */
const SHOWN_MAX = 1000;

export const appointmentsPath = (from: string, to: string, rep: number | undefined) =>
  `appointments?from=${from}&to=${to}&limit=${SHOWN_MAX}${rep === undefined ? '' : `&rep_id=${rep}`}`;

export const appointmentsQuery = (from: string, to: string, rep: number | undefined) =>
  queryOptions({
    queryKey: ['crm', 'appointments', from, to, rep],
    queryFn: ({ signal }) => request<Page<Appointment>>(appointmentsPath(from, to, rep), { signal }),
    placeholderData: (old) => old,
    refetchInterval: 60_000,
  });

export const appointmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['crm', 'appointment', id],
    queryFn: ({ signal }) => request<Appointment>(`appointments/${id}`, { signal }),
  });

/** Whose people may be invited: the customer of the outlet it is at. */
export const customerOf = (outlet: number) =>
  queryOptions({
    // Not of `crm`, which every save asks for again.
    queryKey: ['customer_of', outlet],
    queryFn: async ({ signal }) =>
      (await request<{ customer_id: number | null }>(`outlets/${outlet}`, { signal })).customer_id,
    staleTime: 300_000,
  });

/** Who is invited, by kind; ids as the pickers hold them. */
export const attendeesOf = (picked: {
  reps: readonly string[];
  users: readonly string[];
  contacts: readonly string[];
}) => [
  ...picked.reps.map((id) => ({ rep_id: Number(id) })),
  ...picked.users.map((id) => ({ user_id: Number(id) })),
  ...picked.contacts.map((id) => ({ contact_id: Number(id) })),
];

export const feedsQuery = queryOptions({
  queryKey: ['crm', 'feeds'],
  queryFn: async ({ signal }) =>
    (await request<{ items: CalendarFeed[] }>('calendar-feeds', { signal })).items,
});

export const makeAppointment = (body: object): Promise<Appointment> =>
  request<Appointment>('appointments', { method: 'POST', body });

export const changeAppointment = (was: Appointment, body: object): Promise<Appointment> =>
  request<Appointment>(`appointments/${was.id}`, { method: 'PATCH', body, ifMatch: etag(was) });

export const answerAppointment = (id: string, body: object): Promise<Appointment> =>
  request<Appointment>(`appointments/${id}/answers`, { method: 'POST', body });

export const makeFeed = (body: object): Promise<{ id: number; path: string }> =>
  request<{ id: number; path: string }>('calendar-feeds', { method: 'POST', body });

export const endFeed = (id: number): Promise<void> =>
  request<void>(`calendar-feeds/${id}`, { method: 'DELETE' });
