// What waits for a decision, of whatever kind, as one list: people who wait for an answer first and of them whoever has
// waited longest, visits in doubt last. Pure.
import type { Order } from '../../api/trade';
import type { VisitSummary } from '../../api/types';
import type { Rights } from '../../app/rights';
import { mayRelease } from '../../orders/orders';
import type { OutletRequest } from '../../outlets/requests';
import type { Absence } from '../../plans/plans';
import type { PinProposal } from '../../proposals/proposals';

/** People who wait for an answer before work that does. */
export const KINDS = ['absence', 'appeal', 'order', 'outlet', 'pin', 'visit'] as const;
export type WaitKind = (typeof KINDS)[number];

export interface Waiting {
  kind: WaitKind;
  id: string;
  /** The rep, or who else asked. */
  who: string | null;
  /** What it is about: an outlet's name. */
  what: string | null;
  /** Since when, RFC 3339. */
  since: string;
  /** Of an absence. */
  dates: { from: string; to: string } | null;
  amount: { minor: number; currency: string } | null;
}

const plain = { dates: null, amount: null };

export const ofAbsences = (rows: readonly Absence[]): Waiting[] =>
  rows
    .filter(({ state }) => state === 'requested')
    .map((row) => ({
      ...plain,
      kind: 'absence',
      id: row.id,
      who: row.rep_name,
      what: null,
      since: row.requested_at,
      dates: { from: row.from, to: row.to },
    }));

export const ofVisits = (rows: readonly VisitSummary[]): Waiting[] =>
  rows.map((row) => ({
    ...plain,
    kind: row.appeal?.open ? 'appeal' : 'visit',
    id: row.id,
    who: row.rep_name,
    what: row.outlet?.name ?? null,
    since:
      (row.appeal?.open ? row.appeal.at : (row.check_out_at ?? row.departed_at)) ?? `${row.date}T00:00:00Z`,
  }));

/** Only where the role may let a hold go; the others wait for somebody else. */
export const ofOrders = (rows: readonly Order[], rights: Rights): Waiting[] =>
  rows
    .filter(({ state, holds }) => state === 'held' && holds.some((hold) => mayRelease(hold, rights)))
    .map((row) => ({
      ...plain,
      kind: 'order',
      id: row.id,
      who: row.rep_name,
      what: row.outlet_name,
      since: row.ordered_at,
      amount: { minor: row.total_minor, currency: row.currency },
    }));

export const ofRequests = (rows: readonly OutletRequest[]): Waiting[] =>
  rows.map((row) => ({
    ...plain,
    kind: 'outlet',
    id: row.id,
    who: row.rep_name ?? row.requested_by,
    what: row.name,
    since: row.requested_at,
  }));

export const ofProposals = (rows: readonly PinProposal[]): Waiting[] =>
  rows.map((row) => ({
    ...plain,
    kind: 'pin',
    id: String(row.id),
    who: row.rep_name,
    what: row.outlet_name,
    since: row.proposed_at,
  }));

/** Of the same kind: people have waited since then, while a visit is remembered best when it is fresh. */
const sooner = (a: Waiting, b: Waiting): number =>
  a.kind === 'visit' ? b.since.localeCompare(a.since) : a.since.localeCompare(b.since);

export const inOrder = (waiting: readonly Waiting[]): Waiting[] =>
  [...waiting].sort(
    (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || sooner(a, b) || a.id.localeCompare(b.id),
  );

/** How many of each kind, in the order of the list. */
export const kindsOf = (waiting: readonly Waiting[]): [WaitKind, number][] =>
  KINDS.map((kind): [WaitKind, number] => [kind, waiting.filter((item) => item.kind === kind).length]).filter(
    ([, number]) => number > 0,
  );
