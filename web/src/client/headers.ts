// What a write says beside its body.
import { newId } from './ids';

/** The version of a row, as `If-Match` names it. */
export const etag = (seen: { version: number }): string => `"v${seen.version}"`;

/** Changes only the version that was seen; 412 `stale` where somebody else was faster. `*` where there is none yet. */
export const ifMatch = (seen: { version: number } | '*') => ({
  'If-Match': seen === '*' ? '*' : etag(seen),
});

/** The same key again is the same write: the server does it once and gives the first answer. */
export const once = (key: string = newId()) => ({ 'Idempotency-Key': key });
