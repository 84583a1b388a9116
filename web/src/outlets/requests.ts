// New outlets that the field asks for, as the server tells them, and how they are decided.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';

export interface OutletRequest {
  id: string;
  org_unit_code: string;
  rep_name: string | null;
  requested_by: string | null;
  name: string;
  phone: string | null;
  address: string | null;
  class: string;
  channel: string | null;
  note: string | null;
  lat: number;
  lng: number;
  accuracy_m: number | null;
  requested_at: string;
  state: 'open' | 'approved' | 'refused';
  outlet_id: number | null;
  outlet_code: string | null;
}

export interface Likeness {
  score: number;
  name: number;
  same_phone: boolean | null;
  distance_m: number | null;
}

export interface LikeOutlet {
  id: number;
  code: string;
  name: string;
  phone: string | null;
  address: string | null;
  lat: number | null;
  lng: number | null;
  closed_at: string | null;
  likeness: Likeness;
}

export interface RequestWhole extends OutletRequest {
  alike: {
    outlets: LikeOutlet[];
    requests: { id: string; name: string; rep_name: string | null; likeness: Likeness }[];
    elsewhere: number;
  };
  routes: { id: number; code: string; name: string }[];
}

const QUEUE_MAX = 1000;

export const openRequests = queryOptions({
  queryKey: ['outlet-requests'],
  queryFn: async ({ signal }) => {
    const path = `outlet-requests?state=open&limit=${QUEUE_MAX}`;
    return (await request<{ items: OutletRequest[] }>(path, { signal })).items;
  },
  refetchInterval: 60_000,
});

export const wholeRequest = (id: string) =>
  queryOptions({
    queryKey: ['outlet-requests', id],
    queryFn: ({ signal }) => request<RequestWhole>(`outlet-requests/${id}`, { signal }),
  });

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof WEEKDAYS)[number];
export const PATTERNS = ['F4', 'F2', 'F1'] as const;
export type Pattern = (typeof PATTERNS)[number];

/** Where the new outlet belongs. */
export interface Place {
  /** Null: on no route. */
  route: number | null;
  pattern: Pattern;
  weekday: Weekday;
  customer: boolean;
}

export interface Approval {
  reason: string;
  customer?: Record<string, never>;
  route?: { route_id: number; pattern: Pattern; weekdays: Weekday[] };
}

export const approval = (place: Place, reason: string): Approval => ({
  reason,
  ...(place.customer && { customer: {} }),
  ...(place.route !== null && {
    route: { route_id: place.route, pattern: place.pattern, weekdays: [place.weekday] },
  }),
});

const post = (id: string, action: string, body: unknown) =>
  request<OutletRequest>(`outlet-requests/${id}/${action}`, { method: 'POST', body });

export const approve = (id: string, place: Place, reason: string) =>
  post(id, 'approval', approval(place, reason));
export const refuse = (id: string, reason: string, sameAs: number | null) =>
  post(id, 'refusal', { reason, outlet_id: sameAs });
export const rollBack = (id: string, reason: string) => post(id, 'rollback', { reason });
