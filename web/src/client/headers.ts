// What a write says beside its body.
import { newId } from './ids';

/** Changes only the version that was seen; 412 `stale` where somebody else was faster. `*` where there is none yet. */
export const ifMatch = (seen: { version: number } | '*') => ({
  'If-Match': seen === '*' ? '*' : `"v${seen.version}"`,
});

/** The same key again is the same write: the server does it once and gives the first answer. */
export const once = (key: string = newId()) => ({ 'Idempotency-Key': key });
