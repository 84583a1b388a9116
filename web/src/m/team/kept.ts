// What was last loaded of the team, kept on the phone so that it is there without a network, and what a supervisor has
// half written. Gone with the sign-out, as is all else of who was here.
import { type DehydratedState, dehydrate, hydrate, type QueryClient } from '@tanstack/react-query';
import { openDB } from 'idb';

const STORE = 'kept';
const KEY = 'answers';
/** Older than that it misleads more than it helps. */
export const KEPT_MS = 24 * 3_600_000;
/** Answers come in bursts. */
const SETTLE_MS = 1_000;

const database = () =>
  openDB('fieldbeat-team', 1, {
    upgrade(db) {
      db.createObjectStore(STORE);
    },
  });

/** Without storage the part works all the same, for as long as it is open. */
const orNothing = <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined);

export async function recall(client: QueryClient) {
  const kept = await orNothing(database().then((db) => db.get(STORE, KEY)));
  if (kept && Date.now() - kept.at < KEPT_MS) {
    hydrate(client, kept.answers);
    // However new it is: that nothing newer can be had is told by asking.
    await client.invalidateQueries({ refetchType: 'none' });
  }
  let isDue = false;
  client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success') return;
    // Not put off by what comes meanwhile: who is busy all the time would never have any of it kept.
    if (isDue) return;
    isDue = true;
    setTimeout(() => {
      isDue = false;
      void keep(client);
    }, SETTLE_MS);
  });
}

/** Also what could not be asked anew just now: the last answer is the one to keep. */
function answersOf(client: QueryClient): DehydratedState {
  const { queries, mutations } = dehydrate(client, {
    shouldDehydrateQuery: ({ state }) => state.data !== undefined,
    shouldDehydrateMutation: () => false,
  });
  const told = queries.map((query) => ({
    ...query,
    state: { ...query.state, status: 'success' as const, error: null, fetchStatus: 'idle' as const },
  }));
  return { queries: told, mutations };
}

const keep = (client: QueryClient) =>
  orNothing(database().then((db) => db.put(STORE, { at: Date.now(), answers: answersOf(client) }, KEY)));

const DRAFT = 'fieldbeat.team.draft.';

export const draftOf = (name: string): string => localStorage.getItem(DRAFT + name) ?? '';

export function keepDraft(name: string, text: string) {
  if (text) localStorage.setItem(DRAFT + name, text);
  else localStorage.removeItem(DRAFT + name);
}

/** All but who is signed in, which whoever calls this says next. */
export async function forgetAll(client: QueryClient, but: string) {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== but });
  for (const name of Object.keys(localStorage)) if (name.startsWith(DRAFT)) localStorage.removeItem(name);
  await orNothing(database().then((db) => db.delete(STORE, KEY)));
}
