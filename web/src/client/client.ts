// A client of `/api/v1` whose paths, bodies and answers are checked by the server's own OpenAPI document. Holds no answer
// and asks nothing twice: that is the caller's to decide.
import openapi, { type Client } from 'openapi-fetch';
import { doorOf } from './door';
import type { components, paths } from './schema';

export type Api = Client<paths, `${string}/${string}`>;
/** What a body or an answer is called in the OpenAPI document: `Schema<'Order'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

export interface ClientOptions {
  /** `https://fieldbeat.example`; in a page of the server itself left out. */
  server?: string;
  /** A token of a user; without one the session's cookie says who asks. */
  token?: string;
  /** Hears of every answer, of a refusal too, and when it was asked for. */
  onAnswer?: (response: Response, sentAt: number) => void;
  fetch?: typeof fetch;
}

/** Every call throws a `Problem` where it is refused or the server is out of reach. */
export const createClient = ({ server = '', token, onAnswer, fetch }: ClientOptions = {}): Api =>
  openapi<paths>({
    baseUrl: server,
    credentials: token === undefined ? 'same-origin' : 'omit',
    headers: {
      accept: 'application/json, application/geo+json, application/problem+json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    fetch: doorOf(onAnswer, fetch),
  });

/** The answer alone; nothing where the server had nothing to say. */
export const got = async <Answer>(asked: Promise<{ data?: Answer }>): Promise<Answer> =>
  (await asked).data as Answer;
