// Outlets as records: how their list is asked for, what a form of one holds, and every write. Pure but for the
// requests at the end.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { queryClient } from '../api/queries';
import type { Page } from '../api/trade';
import type { LatLng, Outlet, VisitSummary } from '../api/types';
import { changed, type RecordSearch, recordOf, recordSearch, writeRecord } from '../records/records';
import type { RouteRecord } from '../routes/routes';

export interface OutletRecord extends Omit<Outlet, 'class'> {
  class: string;
  phone: string | null;
  customer_id: number | null;
  customer_code: string | null;
  org_unit_id: number;
  org_unit_code: string;
  /** Midnight UTC of its first closed day. */
  closed_at: string | null;
  merged_into: number | null;
  version: number;
}

export const STATES = ['open', 'closed'] as const;
export type OutletState = (typeof STATES)[number];
/** What is done with the outlet that is open. */
export const ACTS = ['new', 'edit', 'pin', 'close'] as const;

export interface OutletSearch extends RecordSearch {
  unit?: number;
  class?: string;
  state?: OutletState;
}

export const outletSearch = (search: Record<string, unknown>): OutletSearch => ({
  ...recordSearch(search),
  act: ACTS.find((act) => act === search.act),
  unit: Number.isInteger(search.unit) ? Number(search.unit) : undefined,
  class: search.class === undefined || search.class === '' ? undefined : String(search.class),
  state: STATES.find((state) => state === search.state),
});

/** What the list is asked with. */
export const asked = ({ q, unit, class: of, state }: OutletSearch) => ({
  q,
  org_unit_id: unit,
  class: of,
  closed: state === undefined ? undefined : state === 'closed',
});

export interface OutletDraft {
  code: string;
  name: string;
  class: string;
  channel: string;
  address: string;
  phone: string;
  unit: number | undefined;
  customer: number | null;
  radius: string;
  place: LatLng | null;
}

export const outletDraft = (was: OutletRecord | undefined): OutletDraft => ({
  code: was?.code ?? '',
  name: was?.name ?? '',
  class: was?.class ?? '',
  channel: was?.channel ?? '',
  address: was?.address ?? '',
  phone: was?.phone ?? '',
  unit: was?.org_unit_id,
  customer: was?.customer_id ?? null,
  radius: was?.radius_m == null ? '' : String(was.radius_m),
  place: was?.lat != null && was.lng != null ? { lat: was.lat, lng: was.lng } : null,
});

const filled = (text: string): string | null => text.trim() || null;

/** A known outlet's pin is moved on the map, with a way back: its form leaves it alone. */
export function outletBody(draft: OutletDraft, was: OutletRecord | undefined): object {
  const fields = {
    name: draft.name.trim(),
    class: draft.class.trim() || (was ? was.class : undefined),
    channel: filled(draft.channel),
    address: filled(draft.address),
    phone: filled(draft.phone),
    org_unit_id: draft.unit,
    customer_id: draft.customer,
    radius_m: draft.radius === '' ? null : Number(draft.radius),
  };
  return was ? changed(fields, was) : { code: draft.code.trim(), ...fields, ...draft.place };
}

/** Whole metres on the ground, for telling how far a pin has moved; what is judged is measured by the server. */
export function metresBetween(a: LatLng, b: LatLng): number {
  const rad = Math.PI / 180;
  const east = (b.lng - a.lng) * Math.cos(((a.lat + b.lat) / 2) * rad);
  return Math.round(Math.hypot(east, b.lat - a.lat) * 111_195);
}

export const outletRecord = (id: number) => recordOf<OutletRecord>('outlets', id);

/** What shows outlets elsewhere reads them again. */
export async function outletChanged(outlet: OutletRecord) {
  queryClient.setQueryData(outletRecord(outlet.id).queryKey, outlet);
  await Promise.all(
    [
      ['records', 'outlets'],
      ['records', 'routes'],
      ['outlet', outlet.id],
      ['catalogue', 'found', 'outlets'],
      ['customers'],
    ].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
  );
}

export const writeOutlet = (was: OutletRecord | undefined, body: object) =>
  writeRecord<OutletRecord>('outlets', was, body);

export const movePin = (was: Pick<OutletRecord, 'id' | 'version'>, { lat, lng }: LatLng) =>
  writeRecord<OutletRecord>('outlets', was, { lat: round(lat), lng: round(lng) });

/** As the server keeps it. */
const round = (degrees: number) => Math.round(degrees * 1e7) / 1e7;

export const closeOutlet = (id: number, reason: string, from: string) =>
  request<OutletRecord>(`outlets/${id}/closure`, {
    method: 'POST',
    body: { reason, effective_from: from || undefined },
  });
export const reopenOutlet = (id: number, reason: string) =>
  request<OutletRecord>(`outlets/${id}/reopening`, { method: 'POST', body: { reason } });

export interface NearOutlet extends OutletRecord {
  distance_m: number;
}
const NEAR_M = 150;
const NEAR_MAX = 50;

/** Whom a pin would stand beside. */
export const nearQuery = (place: LatLng | null) =>
  queryOptions({
    queryKey: ['records', 'outlets', 'near', place?.lat.toFixed(5), place?.lng.toFixed(5)],
    queryFn: async ({ signal }) =>
      (
        await request<{ items: NearOutlet[] }>(
          `outlets/near?lat=${place!.lat}&lng=${place!.lng}&radius_m=${NEAR_M}&limit=${NEAR_MAX}`,
          { signal },
        )
      ).items,
    enabled: place !== null,
    staleTime: 60_000,
    placeholderData: (old) => old,
  });

const VISITS_SHOWN = 8;
const PROPOSALS_SHOWN = 20;
/** More routes than this no unit has. */
const ROUTES_MAX = 1000;

export const visitsOf = (outlet: number) =>
  queryOptions({
    queryKey: ['records', 'outlets', 'visits', outlet],
    queryFn: async ({ signal }) =>
      (await request<Page<VisitSummary>>(`visits?outlet_id=${outlet}&limit=${VISITS_SHOWN}`, { signal }))
        .items,
  });

export interface PinRequest {
  id: number;
  state: 'open' | 'approved' | 'refused' | 'superseded';
  rep_name: string | null;
  source: 'rep' | 'visits' | 'rollback';
  distance_m: number | null;
  proposed_at: string;
}

export const pinRequestsOf = (outlet: number) =>
  queryOptions({
    queryKey: ['records', 'outlets', 'pins', outlet],
    queryFn: async ({ signal }) => {
      const path = `pin-proposals?outlet_id=${outlet}&limit=${PROPOSALS_SHOWN}`;
      return (await request<Page<PinRequest>>(path, { signal })).items.toReversed();
    },
  });

/** Which routes call at it: those of its unit. */
export const routesOfUnit = (unit: number) =>
  queryOptions({
    queryKey: ['records', 'routes', 'unit', unit],
    queryFn: async ({ signal }) =>
      (await request<Page<RouteRecord>>(`routes?org_unit_id=${unit}&limit=${ROUTES_MAX}`, { signal })).items,
    staleTime: 60_000,
  });
