// Outlets that seem to be no more, as the server tells them, and what is said of each.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';

export interface Closure {
  /** Of the outlet. */
  id: number;
  outlet_code: string;
  outlet_name: string;
  address: string | null;
  why: 'dormant' | 'reported';
  last_visit_at: string | null;
  last_order_at: string | null;
  known_since: string | null;
  reports: number;
  last_report_at: string | null;
  routes: string[];
}

const SHOWN_MAX = 500;

export const closures = queryOptions({
  queryKey: ['outlet-closures'],
  queryFn: async ({ signal }) => {
    const path = `outlets/closures/suggested?limit=${SHOWN_MAX}`;
    const found = await request<{
      items: (Omit<Closure, 'id'> & { outlet_id: number })[];
      dormant_days: number;
    }>(path, { signal });
    const items: Closure[] = found.items.map((item) => ({ ...item, id: item.outlet_id }));
    return { items, days: found.dormant_days };
  },
  staleTime: 60_000,
});

export type ClosureAction = 'closure' | 'keeping' | 'reopening';

export const sayClosure = (outlet: number, action: ClosureAction, reason: string) =>
  request<{ id: number }>(`outlets/${outlet}/${action}`, { method: 'POST', body: { reason } });
