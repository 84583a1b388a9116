// Outlets that may be one, as the server tells them, and what is said of each pair.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Likeness } from './requests';

export interface PairedOutlet {
  id: number;
  code: string;
  name: string;
  phone: string | null;
  address: string | null;
  org_unit_code: string;
  lat: number | null;
  lng: number | null;
  visits: number;
  routes: string[];
}

export interface OutletPair {
  /** Of the two outlets. */
  id: string;
  first: PairedOutlet;
  second: PairedOutlet;
  likeness: Likeness;
  survivor_id: number;
}

export interface PairDecided {
  id: number;
  decision: 'same' | 'different';
}

const SHOWN_MAX = 200;

export const duplicates = queryOptions({
  queryKey: ['outlet-duplicates'],
  queryFn: async ({ signal }) => {
    const path = `outlets/duplicates?limit=${SHOWN_MAX}`;
    const found = await request<{ items: Omit<OutletPair, 'id'>[]; total: number }>(path, { signal });
    return {
      total: found.total,
      pairs: found.items.map((pair) => ({ ...pair, id: `${pair.first.id}-${pair.second.id}` })),
    };
  },
  staleTime: 60_000,
});

export const decidePair = (
  pair: OutletPair,
  decision: PairDecided['decision'],
  survivor: number,
  reason: string,
) =>
  request<PairDecided>('outlets/duplicates/decisions', {
    method: 'POST',
    body: {
      outlet_ids: [pair.first.id, pair.second.id],
      decision,
      survivor_id: decision === 'same' ? survivor : null,
      reason,
    },
  });

export const undoPair = (decision: number, reason: string) =>
  request<PairDecided>(`outlets/duplicates/decisions/${decision}/rollback`, {
    method: 'POST',
    body: { reason },
  });
