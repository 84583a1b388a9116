// Requests of the page by their path, through the same door as the typed client. Keeps the offset between this machine's
// clock and the server's, so that ages are right on a badly set computer.
import { doorOf } from '../client/door';

export { type FieldFault, Problem } from '../client/door';

const BASE = '/api/v1';

let clockOffsetMs = 0;

/** Milliseconds since the epoch by the server's clock, to about a second. */
export function serverNow(): number {
  return Date.now() + clockOffsetMs;
}

/** From an answer, and when it was asked for. */
export function learnClock(response: Response, sentAt: number) {
  const stamp = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(stamp)) return;
  const offset = stamp + 500 - (sentAt + Date.now()) / 2;
  // The header has whole seconds: small differences are its rounding, not a wrong clock.
  clockOffsetMs = Math.abs(offset) < 2_000 ? 0 : offset;
}

interface Options {
  method?: string;
  body?: unknown;
  /** Instead of `body`: a file, with what belongs to it. */
  form?: FormData | Blob;
  /** The version that the reader has seen; `*` for what is new. */
  ifMatch?: string;
  signal?: AbortSignal;
}

const door = doorOf(learnClock);

export async function request<T>(path: string, options: Options = {}): Promise<T> {
  const response = await door(`${BASE}/${path}`, {
    method: options.method ?? 'GET',
    credentials: 'same-origin',
    headers: {
      accept: 'application/json, application/geo+json, application/problem+json',
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.form instanceof Blob ? { 'content-type': 'application/octet-stream' } : {}),
      ...(options.ifMatch === undefined ? {} : { 'if-match': options.ifMatch }),
    },
    body: options.form ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
    signal: options.signal,
  });
  if (response.status === 204) return undefined as T;
  return (await response.json().catch(() => null)) as T;
}

/** A file for the reader, not for the page. */
export async function download(path: string, type: string): Promise<Blob> {
  const response = await door(`${BASE}/${path}`, { credentials: 'same-origin', headers: { accept: type } });
  return response.blob();
}
