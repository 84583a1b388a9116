// The way to the server and back: sends, and turns whatever is no answer into a `Problem` with a stable code. Knows no path.

export interface FieldFault {
  /** Which part of the body: `/lines/0/quantity`. */
  pointer: string;
  code: string;
  /** What the code leaves open, where the server says it. */
  detail?: string;
}

export class Problem extends Error {
  constructor(
    /** 0 where the server could not be reached. */
    readonly status: number,
    /** Stable, to decide by: `stale`, `forbidden`, `unreachable` … */
    readonly code: string,
    /** For people, in English; says the same as the code, or more. */
    readonly detail: string | null = null,
    readonly errors: FieldFault[] = [],
    /** What the server's log has it under. */
    readonly requestId: string | null = null,
    /** Seconds after which another try is of use, where the server says so. */
    readonly retryAfterS: number | null = null,
  ) {
    super(`${status} ${code}`);
    this.name = 'Problem';
  }
}

export type Door = (input: string | Request, init?: RequestInit) => Promise<Response>;

/** `onAnswer` hears of every answer, of a refusal too, and when it was asked for. */
export const doorOf =
  (onAnswer?: (response: Response, sentAt: number) => void, fetcher?: typeof fetch): Door =>
  async (input, init) => {
    const sentAt = Date.now();
    let response: Response;
    try {
      response = await (fetcher ?? fetch)(input, init);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new Problem(0, 'unreachable');
    }
    onAnswer?.(response, sentAt);
    if (!response.ok) throw problemOf(response, await response.json().catch(() => null));
    return response;
  };

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
