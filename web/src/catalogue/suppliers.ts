// Who supplies an outlet, by date. Pure but for the request.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';

export interface Supplier {
  partner_id: number;
  partner_code: string;
  partner_name: string;
  /** Null: since ever. */
  from: string | null;
  /** Included; null: until further notice. */
  to: string | null;
}

export type When = 'past' | 'now' | 'to_come';

/** Company dates compare as text. */
export const whenOf = ({ from, to }: Supplier, today: string): When =>
  from !== null && from > today ? 'to_come' : to !== null && to < today ? 'past' : 'now';

export const suppliersOf = (outlet: number) =>
  queryOptions({
    queryKey: ['catalogue', 'suppliers', outlet],
    queryFn: async ({ signal }) =>
      (await request<{ items: Supplier[] }>(`outlets/${outlet}/suppliers`, { signal })).items,
  });
