// What every address hangs from, and what those for people with a login ask first.
import { createRootRoute, redirect } from '@tanstack/react-router';
import { publicInfo, queryClient, session } from '../api/queries';
import { Crash, NotFound, Root } from './Root';

export const root = createRootRoute({ component: Root, notFoundComponent: NotFound, errorComponent: Crash });

/** What an address says in a word; nothing of another type. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value ? value : undefined;

/** Pages for people with a login lead there first. */
export async function loggedIn({ location }: { location: { href: string } }) {
  if ((await queryClient.ensureQueryData(publicInfo)).first_run)
    throw redirect({ to: '/first-run', search: {} });
  if (!(await queryClient.ensureQueryData(session)))
    throw redirect({ to: '/login', search: { next: location.href } });
}
