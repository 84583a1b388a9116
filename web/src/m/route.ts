// Where a person is, in the address's hash: Back works, a reload stays, and no server has to know.
import { useSyncExternalStore } from 'react';

const read = () => location.hash.replace(/^#\/?/, '');

function subscribe(listener: () => void) {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

const partsOf = (path: string): string[] => path.split('/').filter(Boolean).map(decodeURIComponent);

/** The parts of the address, decoded; none of them is the day's page. */
export const useRoute = (): string[] => partsOf(useSyncExternalStore(subscribe, read));

/** The supervisor's part: nothing of a rep's phone is begun for it. */
export const isTeam = (): boolean => partsOf(read())[0] === 'team';

export const href = (...parts: (string | number)[]) =>
  `#/${parts.map((part) => encodeURIComponent(part)).join('/')}`;

export function go(...parts: (string | number)[]) {
  location.hash = href(...parts);
}

/** Without a way back: what was left is over. */
export function goInstead(...parts: (string | number)[]) {
  history.replaceState(null, '', href(...parts));
  dispatchEvent(new HashChangeEvent('hashchange'));
}
