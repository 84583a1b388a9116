// What every address hangs from, what those for people with a login ask first, and what several read alike.
import { createRootRoute, redirect } from '@tanstack/react-router';
import { ACCOUNT } from '../../account/account';
import { publicInfo, queryClient, session } from '../../api/queries';
import { Crash, NotFound, Root } from '../Root';

export const root = createRootRoute({ component: Root, notFoundComponent: NotFound, errorComponent: Crash });

/** What an address says in a word; nothing of another type. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value ? value : undefined;

/** Pages for people with a login lead there first. */
export async function loggedIn({ location }: { location: { href: string } }) {
  const [known, entered] = await Promise.all([
    queryClient.ensureQueryData(publicInfo),
    queryClient.ensureQueryData(session),
  ]);
  if (known.first_run) throw redirect({ to: '/first-run', search: {} });
  if (!entered) throw redirect({ to: '/login', search: { next: location.href } });
  // Nothing else answers until there is a second factor.
  if (entered.second_factor_due && !location.href.startsWith(ACCOUNT)) throw redirect({ to: ACCOUNT });
}

export const date = (value: unknown): string | undefined =>
  /^\d{4}-\d\d-\d\d$/.test(String(value)) ? String(value) : undefined;

/** What is no number names nothing that exists. */
export const numbered = {
  parse: ({ id }: { id: string }) => ({ id: /^\d{1,9}$/.test(id) ? Number(id) : 0 }),
  stringify: ({ id }: { id: number }) => ({ id: String(id) }),
};
