// The one door to `/api/v1`. Turns every failure into a `Problem` with a stable code, and keeps the offset between
// this machine's clock and the server's, so that ages are right on a badly set computer.

const BASE = '/api/v1';

export interface FieldFault {
  pointer: string;
  code: string;
  /** What the code leaves open, where the server says it. */
  detail?: string;
}

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string | null = null,
    readonly errors: FieldFault[] = [],
    readonly requestId: string | null = null,
    /** Seconds after which another try is of use, where the server says so. */
    readonly retryAfterS: number | null = null,
  ) {
    super(`${status} ${code}`);
    this.name = 'Problem';
  }
}

let clockOffsetMs = 0;

/** Milliseconds since the epoch by the server's clock, to about a second. */
export function serverNow(): number {
  return Date.now() + clockOffsetMs;
}

function learnClock(response: Response, sentAt: number) {
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

export async function request<T>(path: string, options: Options = {}): Promise<T> {
  const sentAt = Date.now();
  let response: Response;
  try {
    response = await fetch(`${BASE}/${path}`, {
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
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, 'unreachable');
  }
  learnClock(response, sentAt);
  if (response.status === 204) return undefined as T;
  const body = await response.json().catch(() => null);
  if (!response.ok) throw problemOf(response, body);
  return body as T;
}

function problemOf({ status, headers }: Response, body: unknown): Problem {
  const p = (body ?? {}) as Record<string, unknown>;
  const code = typeof p.code === 'string' ? p.code : `http_${status}`;
  return new Problem(
    status,
    code,
    typeof p.detail === 'string' ? p.detail : null,
    Array.isArray(p.errors) ? (p.errors as FieldFault[]) : [],
    typeof p.request_id === 'string' ? p.request_id : null,
    Number(headers.get('retry-after')) || null,
  );
}

/** A file for the reader, not for the page. */
export async function download(path: string, type: string): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(`${BASE}/${path}`, { credentials: 'same-origin', headers: { accept: type } });
  } catch {
    throw new Problem(0, 'unreachable');
  }
  if (!response.ok) throw problemOf(response, await response.json().catch(() => null));
  return response.blob();
}
