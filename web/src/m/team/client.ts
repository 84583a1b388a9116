// What the team's part asks the server, and who asks: its own cache, which outlives the page, and the session. A session
// that ran out is noticed by whichever request meets it first.
import { MutationCache, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query';
import { Problem } from '../../api/client';
import type { Session } from '../../api/types';
import { got, type Schema } from '../../client/client';
import { leave } from '../../push/device';
import { leads, markSupervisor, unmarkSupervisor } from '../app/supervisor';
import { api } from './api';
import { forgetAll, KEPT_MS } from './kept';

/** Who is signed in; `expired` who was. */
export type Standing = Session | 'expired' | null;

const isOut = (error: unknown) => error instanceof Problem && error.status === 401;

function lost(error: unknown) {
  if (isOut(error) && client.getQueryData(standing.queryKey))
    client.setQueryData(standing.queryKey, 'expired');
}

export const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: lost }),
  mutationCache: new MutationCache({ onError: lost }),
  defaultOptions: {
    // A browser's word on whether there is a network is a guess: it is asked, and the answer told.
    queries: {
      networkMode: 'always',
      staleTime: 10_000,
      gcTime: KEPT_MS,
      retry: (count, error) => count < 1 && error instanceof Problem && error.status >= 500,
    },
    mutations: { networkMode: 'always' },
  },
});

export const standing = queryOptions({
  queryKey: ['standing'],
  queryFn: async ({ signal }): Promise<Standing> => {
    try {
      return (await got(api.GET('/api/v1/session', { signal }))) as Session;
    } catch (error) {
      if (!isOut(error)) throw error;
      return client.getQueryData<Standing>(['standing']) ? 'expired' : null;
    }
  },
  staleTime: 60_000,
});

async function enter(asked: Promise<{ data?: Schema<'SessionView'> }>): Promise<Session> {
  const session = (await got(asked)) as Session;
  // Nothing of who was here before.
  const before = client.getQueryData<Standing>(standing.queryKey);
  if (!before || before === 'expired' || before.user.id !== session.user.id)
    await forgetAll(client, 'standing');
  if (leads(session)) markSupervisor();
  client.setQueryData(standing.queryKey, session);
  return session;
}

/** `code` where a second factor is asked for. */
export const signIn = (login: string, password: string, code?: string) =>
  enter(api.POST('/api/v1/session', { body: { login, password, code } }));
export const signInAs = (login: string) => enter(api.POST('/api/v1/session/persona', { body: { login } }));

/** The phone forgets; the server is told where it can be reached. */
export async function signOut() {
  await leave();
  try {
    await api.DELETE('/api/v1/session');
  } catch (error) {
    // Who is out already is out; without a network the session would live on behind a page that says otherwise.
    if (!isOut(error)) throw error;
  }
  unmarkSupervisor();
  await forgetAll(client, 'standing');
  client.setQueryData(standing.queryKey, null);
}
