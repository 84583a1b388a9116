// Texts that follow the clock: read anew some times a second at most, never at every frame.
import { useSyncExternalStore } from 'react';
import type { ReplayClock } from './clock';

export function useBeat(clock: ReplayClock): number {
  return useSyncExternalStore(clock.subscribe, () => clock.version);
}
