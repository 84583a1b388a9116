// Gateways that send what is no e-mail: what the server tells of them, and the request that sets one up.
import { queryOptions } from '@tanstack/react-query';
import { Problem, request } from '../api/client';
import { etag } from '../client/headers';

export const GATEWAY_CHANNELS = ['sms', 'zalo'] as const;
export type GatewayChannel = (typeof GATEWAY_CHANNELS)[number];

/** Without what may be secret: address, headers and body are told by their names alone. */
export interface Gateway {
  channel: GatewayChannel;
  host: string;
  header_names: string[];
  body_names: string[];
  active: boolean;
  version: number;
}

export interface GatewayPut {
  url: string;
  /** Absent: those that it has stay. */
  headers?: Record<string, string>;
  body: unknown;
  active: boolean;
}

/** Every channel, with its gateway where one is set up. */
export const gateways = queryOptions({
  queryKey: ['message-gateways'],
  queryFn: async ({ signal }) => {
    const { items } = await request<{ items: Gateway[] }>('message-gateways', { signal });
    return GATEWAY_CHANNELS.map((channel) => ({
      channel,
      one: items.find((each) => each.channel === channel),
    }));
  },
});

export const putGateway = (channel: GatewayChannel, version: number, body: GatewayPut) =>
  request<{ report_path: string | null }>(`message-gateways/${channel}`, {
    method: 'PUT',
    body,
    ifMatch: etag({ version }),
  });

/** `Name: value`, one in a line; undefined where a line is none. */
export function headersOf(text: string): Record<string, string> | undefined {
  const headers: Record<string, string> = {};
  for (const line of text.split('\n').filter((each) => each.trim())) {
    const at = line.indexOf(':');
    if (at < 1) return undefined;
    headers[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return headers;
}

/** A JSON object; undefined where the text is none. */
export function bodyOf(text: string): object | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** Where the server found what was wrong. */
export const refusedIn = (error: unknown): readonly string[] =>
  error instanceof Problem ? error.errors.map(({ pointer }) => pointer.slice(1)) : [];
