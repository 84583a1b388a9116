// Proposed pins as the server tells them, and what the page does with them. Pure but for the requests at the end.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { has, type Rights } from '../app/rights';
import { sketch } from '../outlets/sketch';

export interface PinProposal {
  id: number;
  outlet_code: string;
  outlet_name: string;
  source: 'rep' | 'visits' | 'rollback';
  rep_name: string | null;
  reason: string | null;
  old_lat: number | null;
  old_lng: number | null;
  new_lat: number | null;
  new_lng: number | null;
  radius_m: number | null;
  distance_m: number | null;
  visits: string[];
  reps: number;
  spread_m: number;
  proposed_at: string;
  is_near: boolean;
}

export interface Sighting {
  visit: string;
  rep_id: number;
  rep_name: string;
  date: string;
  lat: number;
  lng: number;
}

export interface PinProposalWhole extends PinProposal {
  sightings: Sighting[];
}

export interface Decided extends PinProposal {
  redecided_visits: string[];
}

export const mayMove = (rights: Rights, proposal: PinProposal): boolean =>
  has(rights, 'approve_pins') && (proposal.is_near || has(rights, 'approve_far_pins'));

export interface Drawn {
  old: { x: number; y: number } | null;
  fresh: { x: number; y: number } | null;
  seen: { x: number; y: number; id: string; rep: number }[];
  /** Metres to units of the drawing. */
  scale: number;
}

/** Old pin, new pin and sightings in a square of `size`, north up; everything fits with its fence. */
export function draw(proposal: PinProposalWhole, size: number, margin: number, fence_m: number): Drawn {
  const point = (lat: number | null, lng: number | null) =>
    lat === null || lng === null ? null : { lat, lng };
  const old = point(proposal.old_lat, proposal.old_lng);
  const fresh = point(proposal.new_lat, proposal.new_lng);
  const all = [old, fresh, ...proposal.sightings].filter((p) => p !== null);
  const { at, scale } = sketch(all, size, margin, fence_m);
  return {
    old: old && at(old),
    fresh: fresh && at(fresh),
    seen: proposal.sightings.map((s) => ({ ...at(s), id: s.visit, rep: s.rep_id })),
    scale,
  };
}

const QUEUE_MAX = 1000;

export const openProposals = queryOptions({
  queryKey: ['pin-proposals'],
  queryFn: async ({ signal }) => {
    const path = `pin-proposals?state=open&limit=${QUEUE_MAX}`;
    const page = await request<{ items: PinProposal[] }>(path, { signal });
    return page.items.toReversed();
  },
  refetchInterval: 60_000,
});

export const proposal = (id: number) =>
  queryOptions({
    queryKey: ['pin-proposals', id],
    queryFn: ({ signal }) => request<PinProposalWhole>(`pin-proposals/${id}`, { signal }),
  });

export type Action = 'approval' | 'refusal' | 'rollback';

export const decide = (id: number, action: Action, reason: string): Promise<Decided> =>
  request<Decided>(`pin-proposals/${id}/${action}`, { method: 'POST', body: { reason } });
