// Days of vans: what the server tells, and the requests. Pure but for these.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Page } from '../api/trade';
import type { Counts } from './stock';

export interface VanDayLine {
  product_id: number;
  product_code: string;
  product_name: string;
  unit: string;
  opening_milli: number;
  loaded_milli: number;
  unloaded_milli: number;
  sold_milli: number;
  delivered_milli: number;
  returned_milli: number;
  corrected_milli: number;
  expected_milli: number;
  counted_milli: number | null;
  difference_milli: number | null;
  difference_minor: number | null;
}

export interface VanDay {
  van_id: number;
  van_name: string;
  rep_id: number;
  rep_name: string;
  date: string;
  state: 'open' | 'counted' | 'closed';
  lines: VanDayLine[];
  difference_minor: number;
  currency: string;
  cash_minor: number;
  cash_handed_in_minor: number;
  other_minor: number;
  other_handed_in_minor: number;
  counted_at: string | null;
  counted_by: string | null;
  id: string | null;
  reason: string | null;
  closed_at: string | null;
  closed_by: string | null;
}

/** What a rep found in the van, told in a visit. */
export interface VanCount {
  id: string;
  van_id: number;
  van_name: string;
  date: string;
  counted_at: string;
  note: string | null;
  lines: { product_id: number; product_code: string; product_name: string; unit: string; milli: number }[];
}

/** A day as the address names it. */
export const dayKey = (day: Pick<VanDay, 'van_id' | 'date'>): string => `${day.van_id}/${day.date}`;

/** Products of which more or less was counted than should be there. */
export const differing = (day: VanDay): VanDayLine[] => day.lines.filter((line) => line.difference_milli);

/** What goods did over a day, in the order of the equation; what was nothing all day is left out. */
export const FLOWS = ['loaded', 'returned', 'corrected', 'unloaded', 'sold', 'delivered'] as const;
export type Flow = (typeof FLOWS)[number];
export const flowOf = (line: VanDayLine, flow: Flow): number => line[`${flow}_milli`];
export const flowsOf = (day: VanDay): Flow[] =>
  FLOWS.filter((flow) => day.lines.some((line) => flowOf(line, flow) !== 0));

/** What a form of the count begins with: what was counted, else what should be there. */
export const foundOf = (line: VanDayLine): number => line.counted_milli ?? Math.max(line.expected_milli, 0);

/** Whether the day can be closed as it was counted. */
export const countedWhole = (day: VanDay): boolean =>
  day.state === 'counted' &&
  day.lines.every((line) => line.counted_milli !== null || line.expected_milli === 0);

const NEWEST = 100;

export const vanDaysQuery = queryOptions({
  queryKey: ['stock', 'van_days'],
  queryFn: async ({ signal }) => (await request<Page<VanDay>>(`van-days?limit=${NEWEST}`, { signal })).items,
});

export const countVan = (day: VanDay, id: string, found: Counts): Promise<VanDay> =>
  request<VanDay>(`van-days/${dayKey(day)}/counts`, {
    method: 'POST',
    body: {
      id,
      lines: day.lines.map((line) => ({
        product_id: line.product_id,
        milli: found[line.product_id] ?? foundOf(line),
      })),
    },
  });

export const closeVan = (day: VanDay, id: string, reason: string): Promise<VanDay> =>
  request<VanDay>(`van-days/${dayKey(day)}/close`, {
    method: 'POST',
    body: { id, reason: reason || undefined },
  });
