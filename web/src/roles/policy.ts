// Which roles the company asks for a second factor, and how many of whom have none yet. Pure but for the requests.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { cursorOf, everyPage, PAGE_MAX } from '../api/everyPage';
import type { Page } from '../api/trade';
import type { Role } from '../api/types';
import { etag } from '../client/headers';
import type { components } from '../client/schema';
import type { UserRecord } from '../users/users';

export type Policy = components['schemas']['SignInPolicy'];

export const policyQuery = queryOptions({
  queryKey: ['sign-in-policy'],
  queryFn: ({ signal }) => request<Policy>('sign-in-policy', { signal }),
});

export const writePolicy = (was: Policy, roles: readonly Role[]) =>
  request<Policy>('sign-in-policy', {
    method: 'PUT',
    body: { second_factor_roles: roles },
    ifMatch: etag(was),
  });

/** Everybody who may log in, to tell whom a change asks for something. */
export const everybody = queryOptions({
  queryKey: ['users', 'second-factors'],
  queryFn: ({ signal }) =>
    everyPage((cursor) =>
      request<Page<UserRecord>>(`users?limit=${PAGE_MAX}${cursorOf(cursor)}`, { signal }),
    ),
});

/** Of a role: how many may log in, and how many of them have no second factor. */
export function standingOf(users: readonly UserRecord[], role: Role): { all: number; without: number } {
  const own = users.filter((user) => user.role === role && user.disabled_at === null);
  return { all: own.length, without: own.filter((user) => !user.second_factor).length };
}
