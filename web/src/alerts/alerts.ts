// Subscriptions to events as the server tells them, and what the page does with them. Pure but for the requests at
// the end.
import { queryOptions } from '@tanstack/react-query';
import { type FieldFault, request } from '../api/client';
import { etag } from '../client/headers';

export const CHANNELS = ['webhook', 'email', 'push'] as const;
export type Channel = (typeof CHANNELS)[number];
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** ISO weekdays, Monday 1; `to` at or before `from` is of the next day. */
export interface QuietSpan {
  weekdays: number[];
  from: string;
  to: string;
}

export interface Subscription {
  id: string;
  name: string;
  channel: Channel;
  target: string;
  /** push: SHA-256 of the browser's endpoint in hex. */
  device: string | null;
  kinds: string[];
  min_severity: Severity;
  org_unit_id: number | null;
  org_unit_name: string | null;
  quiet: QuietSpan[];
  critical_breaks_quiet: boolean;
  gather_min: number;
  enabled: boolean;
  suspended: 'gone' | 'outbox_full' | null;
  version: number;
}

export interface Issued extends Subscription {
  secret: string | null;
}

export interface Delivery {
  id: string;
  state: 'held' | 'pending' | 'sent' | 'dead';
  is_test: boolean;
  kinds: string[];
  events: number;
  attempts: number;
  next_at: string | null;
  last_error: string | null;
  created_at: string;
  ended_at: string | null;
}

export interface Options {
  channels: { channel: Channel; available: boolean; code: string | null }[];
  kinds: string[];
  time_zone: string;
}

/** What is asked for in the form. */
export interface Draft {
  name: string;
  channel: Channel;
  target: string;
  kinds: string[];
  min_severity: Severity;
  org_unit_id: number | null;
  night: boolean;
  from: string;
  to: string;
  /** Quiet all day. */
  days: number[];
  critical_breaks_quiet: boolean;
}

export const WEEK: readonly number[] = [1, 2, 3, 4, 5, 6, 7];

export const emptyDraft = (channel: Channel): Draft => ({
  name: '',
  channel,
  target: '',
  kinds: ['exception_opened'],
  min_severity: 'warning',
  org_unit_id: null,
  night: true,
  from: '20:00',
  to: '07:00',
  days: [7],
  critical_breaks_quiet: true,
});

/** The spans that the form's night and days mean. */
export function quietOf(draft: Pick<Draft, 'night' | 'from' | 'to' | 'days'>): QuietSpan[] {
  const spans: QuietSpan[] = [];
  if (draft.night) spans.push({ weekdays: [...WEEK], from: draft.from, to: draft.to });
  if (draft.days.length > 0) spans.push({ weekdays: draft.days.toSorted(), from: '00:00', to: '24:00' });
  return spans;
}

/** Runs of weekdays: `[1,2,3,6]` → `[[1,3],[6,6]]`. */
export function runs(weekdays: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const day of [...new Set(weekdays)].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && last[1] === day - 1) last[1] = day;
    else found.push([day, day]);
  }
  return found;
}

/** The code of what is wrong with a field or anything in it. */
export const faultAt = (errors: readonly FieldFault[], field: string): string | undefined =>
  errors.find((fault) => fault.pointer === `/${field}` || fault.pointer.startsWith(`/${field}/`))?.code;

/** What still changes: asked for again soon. */
export const underWay = (deliveries: readonly Delivery[]): boolean =>
  deliveries.some((delivery) => delivery.state === 'pending');

/** `http_503` → `http` and `503`; other codes by themselves. */
export function errorParts(code: string): { word: string; status: string } {
  const [, word, status] = /^(http|smtp)_(\d+)$/.exec(code) ?? [];
  return word && status ? { word, status } : { word: code, status: '' };
}

const POLL_MS = 2_000;
const SHOWN = 20;

export const options = queryOptions({
  queryKey: ['alert-options'],
  queryFn: ({ signal }) => request<Options>('alert-options', { signal }),
  staleTime: 300_000,
});

export const subscriptions = queryOptions({
  queryKey: ['alert-subscriptions'],
  queryFn: ({ signal }) => request<{ items: Subscription[] }>('alert-subscriptions', { signal }),
});

export const units = queryOptions({
  queryKey: ['org-units'],
  queryFn: ({ signal }) =>
    request<{ items: { id: number; code: string; name: string }[] }>('org-units?limit=1000', { signal }),
  staleTime: 300_000,
});

export const deliveries = (id: string) =>
  queryOptions({
    queryKey: ['alert-deliveries', id],
    queryFn: ({ signal }) =>
      request<{ items: Delivery[] }>(`alert-subscriptions/${id}/deliveries?limit=${SHOWN}`, { signal }),
    refetchInterval: (query) => (underWay(query.state.data?.items ?? []) ? POLL_MS : 15_000),
  });

/** Sends again what was given up, of everything that is kept. */
export const sendAgain = (id: string): Promise<{ deliveries: number }> =>
  request<{ deliveries: number }>(`alert-subscriptions/${id}/replays`, {
    method: 'POST',
    body: { from: new Date(0).toISOString(), state: 'dead' },
  });

/** A browser's push subscription, as it tells it. */
export interface Endpoint {
  target: string | undefined;
  p256dh: string | undefined;
  auth: string | undefined;
}

export const create = (draft: Draft, endpoint?: Endpoint): Promise<Issued> =>
  request<Issued>('alert-subscriptions', {
    method: 'POST',
    body: {
      name: draft.name,
      channel: draft.channel,
      ...(endpoint ?? { target: draft.target }),
      kinds: draft.kinds,
      min_severity: draft.min_severity,
      org_unit_id: draft.org_unit_id,
      quiet: quietOf(draft),
      critical_breaks_quiet: draft.critical_breaks_quiet,
    },
  });

export const enable = (subscription: Subscription, enabled: boolean): Promise<Subscription> =>
  request<Subscription>(`alert-subscriptions/${subscription.id}`, {
    method: 'PATCH',
    body: { enabled },
    ifMatch: etag(subscription),
  });

export const remove = (subscription: Subscription): Promise<void> =>
  request<void>(`alert-subscriptions/${subscription.id}`, {
    method: 'DELETE',
    ifMatch: etag(subscription),
  });

export const test = (id: string): Promise<Delivery> =>
  request<Delivery>(`alert-subscriptions/${id}/test`, { method: 'POST', body: {} });
