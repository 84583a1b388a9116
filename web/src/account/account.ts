// The own account as the server tells it: where one is signed in, the password, the second factor. Pure but for the
// requests at the end.
import { queryOptions } from '@tanstack/react-query';
import { Problem, request } from '../api/client';
import type { components } from '../client/schema';
import { PASSWORD_MIN } from '../pages/setup_form';

export type UserSession = components['schemas']['UserSession'];
export type SecondFactor = components['schemas']['SecondFactor'];

/** Where it is. */
export const ACCOUNT = '/account';

export const WAYS = ['password', 'persona', 'first_run', 'single_sign_on', 'password_reset'] as const;

export type NewPasswordFault = 'short' | 'differs' | 'refused';

/** What is wrong with a password that was chosen; `refused` where only the server knows. */
export function newPasswordFault(
  { fresh, repeat }: { fresh: string; repeat: string },
  error?: unknown,
): NewPasswordFault | null {
  if ([...fresh].length < PASSWORD_MIN) return 'short';
  if (fresh !== repeat) return 'differs';
  return faultAt(error, '/new_password') ? 'refused' : null;
}

/** Whether the server found fault with exactly this field. */
export const faultAt = (error: unknown, pointer: string): boolean =>
  error instanceof Problem && error.errors.some((fault) => fault.pointer === pointer);

/** As it is read from a screen and typed into an app. */
export const inFours = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? '';

/** So few recovery codes are left that new ones are due. */
export const FEW_CODES = 3;

/** As a text file to keep. */
export const codesFile = (title: string, codes: readonly string[]): string =>
  `${title}\n\n${codes.join('\n')}\n`;

export const ownSessions = queryOptions({
  queryKey: ['account', 'sessions'],
  queryFn: async ({ signal }) => (await request<{ items: UserSession[] }>('sessions', { signal })).items,
});

export const secondFactor = queryOptions({
  queryKey: ['account', 'second-factor'],
  queryFn: ({ signal }) => request<SecondFactor>('second-factor', { signal }),
});

const post = <T>(path: string, body: object) => request<T>(path, { method: 'POST', body });

export const endSession = (id: string) => request<void>(`sessions/${id}`, { method: 'DELETE' });
export const endOthers = () => request<{ ended: number }>('sessions', { method: 'DELETE' });
export const changePassword = (password: string, fresh: string) =>
  post<void>('password', { password, new_password: fresh });
export const beginSecondFactor = (password: string) =>
  post<components['schemas']['SecondFactorBegun']>('second-factor', { password });
export const confirmSecondFactor = (code: string) =>
  post<components['schemas']['RecoveryCodes']>('second-factor/confirmation', { code });
export const newRecoveryCodes = (password: string) =>
  post<components['schemas']['RecoveryCodes']>('second-factor/recovery-codes', { password });
export const removeSecondFactor = (password: string, code: string) =>
  post<void>('second-factor/removal', { password, code });
