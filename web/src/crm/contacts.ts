// People at customers, as the server tells them.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Page } from '../api/trade';
import { etag } from '../client/headers';

export const CONTACT_ROLES = ['decision_maker', 'evaluator', 'influencer'] as const;
export type ContactRole = (typeof CONTACT_ROLES)[number];
/** Ways to address a person. */
export const CHANNELS = ['call', 'email', 'sms', 'zalo'] as const;
export type Channel = (typeof CHANNELS)[number];

export interface Contact {
  id: number;
  code: string;
  customer_id: number;
  customer_name: string;
  name: string;
  role: ContactRole;
  title: string | null;
  phone: string | null;
  email: string | null;
  birthday: string | null;
  note: string | null;
  opted_out: Channel[];
  active: boolean;
  version: number;
}

const ALL = 1000;

export const contactsOf = (customer: number) =>
  queryOptions({
    queryKey: ['crm', 'contacts', customer],
    queryFn: async ({ signal }) =>
      (await request<Page<Contact>>(`contacts?customer_id=${customer}&limit=${ALL}`, { signal })).items,
  });

/** Days ahead that birthdays are shown. */
export const BIRTHDAY_DAYS = 14;

export const birthdays = queryOptions({
  queryKey: ['crm', 'birthdays'],
  queryFn: async ({ signal }) =>
    (
      await request<Page<Contact>>(`contacts?active=true&birthday_within=${BIRTHDAY_DAYS}&limit=${ALL}`, {
        signal,
      })
    ).items,
});

export const writeContact = (was: Contact | undefined, body: object): Promise<Contact> =>
  was
    ? request<Contact>(`contacts/${was.id}`, { method: 'PATCH', body, ifMatch: etag(was) })
    : request<Contact>('contacts', { method: 'POST', body });

/** The next date, from today on, that has the day and month of a birthday; a leap day is kept on 28 February. */
export function nextBirthday(born: string, today: string): string {
  const on = (year: number): string => {
    const date = `${year}${born.slice(4)}`;
    const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    return born.endsWith('02-29') && !leap ? `${year}-02-28` : date;
  };
  const year = Number(today.slice(0, 4));
  return on(year) < today ? on(year + 1) : on(year);
}
