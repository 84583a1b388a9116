// What the address of the login page says, what a login is asked with, and what the server answers to it. Pure but for
// the requests at the end.
import { Problem, request } from '../api/client';
import type { Session } from '../api/types';

/** Why the company's provider let nobody in, as the server words it in the address. */
export const REFUSALS = ['sso_provider', 'sso_denied', 'sso_stale', 'sso_unknown_user'] as const;

export interface LoginSearch {
  next?: string;
  problem?: (typeof REFUSALS)[number];
  /** A code of the administrator is at hand. */
  reset?: 1;
}

export const loginSearch = (search: Record<string, unknown>): LoginSearch => ({
  next: typeof search.next === 'string' && search.next ? search.next : undefined,
  problem: REFUSALS.find((refusal) => refusal === search.problem),
  reset: search.reset ? 1 : undefined,
});

/** What is kept while the second step is taken. */
export interface Credentials {
  login: string;
  password: string;
}

/** The password was right; a code of the app is wanted beside it. */
export const wantsCode = (error: unknown): boolean =>
  error instanceof Problem && error.code === 'second_factor_required';

export const SINGLE_SIGN_ON = '/api/v1/session/single-sign-on';

export const signIn = (body: Credentials & { code?: string }) =>
  request<Session>('session', { method: 'POST', body });
export const signInAs = (login: string) =>
  request<Session>('session/persona', { method: 'POST', body: { login } });
export const resetPassword = (body: { login: string; code: string; new_password: string }) =>
  request<Session>('password-reset', { method: 'POST', body });
