// Claims of partners as the server tells them, and who may take which step. Pure but for the requests.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { cursorOf } from '../api/everyPage';
import type { CreditNote, Page } from '../api/trade';
import type { Right } from '../api/types';
import { has, type Rights } from '../app/rights';
import { etag } from '../client/headers';
import { newId } from '../client/ids';
import type { Display } from './displays';

export const CLAIM_STATES = [
  'draft',
  'submitted',
  'checked',
  'approved',
  'partly',
  'rejected',
  'settled',
] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];
export type ClaimDeed = 'submit' | 'check' | 'approve' | 'reject' | 'settle';

export interface ClaimLine {
  what: string;
  amount_minor: number;
  order_id: string | null;
  visit_id: string | null;
  photo_id: string | null;
  display_id: string | null;
}

export interface Claim {
  id: string;
  partner_id: number;
  partner_code: string;
  partner_name: string;
  date: string;
  title: string;
  currency: string;
  state: ClaimState;
  claimed_minor: number;
  approved_minor: number | null;
  made_by: string;
  made_at: string;
  checked_by_id: number | null;
  checked_by: string | null;
  decided_by: string | null;
  /** The partner as a customer: whom a settlement credits. */
  partner_customer_id: number | null;
  /** Of what was paid outside. */
  reference: string | null;
  credit: CreditNote | null;
  reason: string | null;
  lines: ClaimLine[];
  version: number;
}

export interface ClaimWhole extends Claim {
  steps: {
    deed: ClaimDeed | 'make' | 'change';
    state: ClaimState;
    by: string;
    reason: string | null;
    at: string;
  }[];
}

const NEEDS: Record<ClaimDeed, Right> = {
  submit: 'make_claims',
  check: 'check_claims',
  approve: 'approve_claims',
  reject: 'approve_claims',
  settle: 'manage_receivables',
};

const FOLLOWS: Partial<Record<ClaimState, readonly ClaimDeed[]>> = {
  draft: ['submit'],
  submitted: ['check'],
  checked: ['approve', 'reject'],
  approved: ['settle'],
  partly: ['settle'],
};

/** The steps that follow from where a claim stands and that this reader may take. */
export const deedsOf = (claim: Claim, rights: Rights, user: number | undefined): readonly ClaimDeed[] =>
  (FOLLOWS[claim.state] ?? []).filter(
    (deed) => has(rights, NEEDS[deed]) && !(claim.state === 'checked' && claim.checked_by_id === user),
  );

const PAGE = 100;

export const claimsPath = (state: ClaimState | undefined) =>
  `claims?limit=${PAGE}${state === undefined ? '' : `&state=${state}`}`;

export const claimsQuery = (state: ClaimState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['claims', 'list', state],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Claim>>(`${claimsPath(state)}${cursorOf(pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Claim>) => last.next_cursor,
    refetchInterval: 60_000,
  });

export const claimQuery = (id: string) =>
  queryOptions({
    queryKey: ['claims', 'one', id],
    queryFn: ({ signal }) => request<ClaimWhole>(`claims/${id}`, { signal }),
  });

/** One line a display, for what the outlet is paid. */
export const claimDisplays = (partner_code: string, title: string, displays: readonly Display[]) =>
  request<Claim>('claims', {
    method: 'POST',
    body: {
      id: newId(),
      partner_code,
      title,
      lines: displays.map((display) => ({
        what: `${display.programme_name}: ${display.outlet_name}`.slice(0, 200),
        amount_minor: display.reward_minor,
        display_id: display.id,
        visit_id: display.visit_id,
      })),
    },
  });

export interface Action {
  deed: ClaimDeed;
  approved_minor?: number;
  reason?: string;
  reference?: string;
}

export const actOn = (claim: Claim, action: Action) =>
  request<Claim>(`claims/${claim.id}/actions`, {
    method: 'POST',
    body: action,
    ifMatch: etag(claim),
  });
