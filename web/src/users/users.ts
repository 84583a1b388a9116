// People with a login: how their list is asked for, what a form of one holds, passwords made here, where they are
// signed in, and the tokens of programs that act as them. Pure but for the requests at the end.
import { queryOptions } from '@tanstack/react-query';
import type { UserSession } from '../account/account';
import { request } from '../api/client';
import type { Language, Role } from '../api/types';
import type { components } from '../client/schema';
import { changed, type RecordSearch, recordOf, recordSearch, writeRecord } from '../records/records';

export interface UserRecord {
  id: number;
  login: string;
  name: string;
  role: Role;
  org_unit_id: number;
  org_unit_code: string;
  language: Language;
  disabled_at: string | null;
  second_factor: boolean;
  version: number;
}

export const ROLES: readonly Role[] = [
  'administrator',
  'director',
  'regional_manager',
  'supervisor',
  'planner',
  'accounting',
  'auditor',
  'trade_marketing',
  'customer_care',
  'delivery',
  'warehouse',
  'distributor',
  'rep',
  'integration',
];
export const LANGUAGES: readonly Language[] = ['vi', 'en', 'zh'];

export const ACTS = ['new', 'edit'] as const;

export const userSearch = (search: Record<string, unknown>): RecordSearch => ({
  ...recordSearch(search),
  act: ACTS.find((act) => act === search.act),
});

export interface UserDraft {
  login: string;
  name: string;
  role: Role;
  unit: number | undefined;
  language: Language;
  /** Empty: one is made. */
  password: string;
}

export const userDraft = (was: UserRecord | undefined, language: Language): UserDraft => ({
  login: was?.login ?? '',
  name: was?.name ?? '',
  role: was?.role ?? 'supervisor',
  unit: was?.org_unit_id,
  language: was?.language ?? language,
  password: '',
});

/** A login never changes, and a password is changed by itself. */
export function userBody(draft: UserDraft, was: UserRecord | undefined): object {
  const fields = {
    name: draft.name.trim(),
    role: draft.role,
    org_unit_id: draft.unit,
    language: draft.language,
  };
  return was ? changed(fields, was) : { login: draft.login.trim(), password: draft.password, ...fields };
}

/** Without signs that are taken for each other when read aloud or copied by hand. */
const SIGNS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 14;

/** `random` fills what it is given with bytes; those that would favour some signs are left out. */
export function makePassword(
  random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (bytes) => crypto.getRandomValues(bytes),
): string {
  const fair = 256 - (256 % SIGNS.length);
  let made = '';
  while (made.length < LENGTH)
    for (const byte of random(new Uint8Array(LENGTH)))
      if (byte < fair && made.length < LENGTH) made += SIGNS[byte % SIGNS.length];
  return made;
}

export const userRecord = (id: number) => recordOf<UserRecord>('users', id);
export const writeUser = (was: UserRecord | undefined, body: object) =>
  writeRecord<UserRecord>('users', was, body);

export interface ApiToken {
  id: string;
  name: string;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  /** Only to look. */
  read_only: boolean;
  /** Null: all that its user has. */
  rights: string[] | null;
}

export const tokensOf = (user: number) =>
  queryOptions({
    queryKey: ['records', 'users', 'tokens', user],
    queryFn: async ({ signal }) =>
      (await request<{ items: ApiToken[] }>(`users/${user}/tokens`, { signal })).items,
  });

export interface TokenDraft {
  name: string;
  /** A date; the token holds to its end. Empty: no end. */
  until: string;
  readOnly: boolean;
  rights: string[] | null;
}

export const makeToken = (user: number, { name, until, readOnly, rights }: TokenDraft) =>
  request<{ token: string }>(`users/${user}/tokens`, {
    method: 'POST',
    body: {
      name: name.trim(),
      expires_at: until ? `${until}T23:59:59Z` : undefined,
      read_only: readOnly,
      rights,
    },
  });

export const endToken = (user: number, token: string) =>
  request<void>(`users/${user}/tokens/${token}`, { method: 'DELETE' });

export type Reset = components['schemas']['PasswordResetCode'];

export const issueReset = (user: number) =>
  request<Reset>(`users/${user}/password-reset`, { method: 'POST', body: {} });

export const sessionsOf = (user: number) =>
  queryOptions({
    queryKey: ['records', 'users', 'sessions', user],
    queryFn: async ({ signal }) =>
      (await request<{ items: UserSession[] }>(`users/${user}/sessions`, { signal })).items,
  });

export const endSessions = (user: number) =>
  request<{ ended: number }>(`users/${user}/sessions`, { method: 'DELETE' });

export const takeOffSecondFactor = (user: number) =>
  request<void>(`users/${user}/second-factor`, { method: 'DELETE' });
