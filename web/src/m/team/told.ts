// What was just done, told under the title of the page where it was done or the one that follows, with the way back
// where there is one.
import { useSyncExternalStore } from 'react';

export interface Told {
  text: string;
  undo?: () => Promise<unknown>;
}

let told: Told | null = null;
let pages = 0;
const listeners = new Set<() => void>();

export function tell(next: Told | null) {
  told = next;
  pages = 0;
  for (const listener of listeners) listener();
}

/** Another page is opened: what was told on the one before is old. */
export function turned() {
  pages += 1;
  if (told && pages > 1) tell(null);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useTold = () => useSyncExternalStore(subscribe, () => told);
