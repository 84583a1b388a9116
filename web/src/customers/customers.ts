// A customer and everything that happened with it, across its outlets: the kinds, the days, and where each item is
// shown. Pure but for the requests at the end.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Collection, CreditAccount, Page } from '../api/trade';
import type { Outlet } from '../api/types';
import { has, type Rights } from '../app/rights';
import { etag } from '../client/headers';
import type { ActivityKind } from '../crm/activities';
import { caseLead, opportunityLead, taskLead } from '../crm/leads';
import type { RelationsSearch } from '../crm/search';
import type { Task } from '../crm/tasks';
import type { Expense } from '../money/expenses';
import type { Invoice } from '../money/money';

export const KINDS = [
  'visit',
  'order',
  'quotation',
  'invoice',
  'collection',
  'return',
  'delivery',
  'credit_note',
  'stock_count',
  'photo',
  'display',
  'audit',
  'survey',
  'competitor',
  'activity',
  'appointment',
  'task',
  'opportunity',
  'case',
  'contract',
  'expense',
] as const;
export type Kind = (typeof KINDS)[number];

export interface CustomerSearch {
  kind?: Kind;
}

export interface Customer {
  id: number;
  code: string;
  name: string;
  phone: string | null;
  org_unit_code: string;
  active: boolean;
  /** In the company's words. */
  industry: string | null;
  /** Null: since its first order. */
  since: string | null;
  version: number;
}

export interface TimelineItem {
  kind: Kind;
  id: string;
  at: string;
  outlet_id: number | null;
  outlet_name: string | null;
  rep_name: string | null;
  visit_id: string | null;
  /** Of a visit its effective verdict; of the others their state. */
  state: string;
  amount_minor: number | null;
  number: string | null;
  /** Of an activity its kind, of an expense its category. */
  sort: ActivityKind | Expense['category'] | null;
  subject: string | null;
  /** Of an e-mail that was read from a mailbox. */
  direction: 'in' | 'out' | null;
  date_doubtful: boolean | null;
  /** Of a delivery: its order. */
  order_id: string | null;
}

export interface TimelineDay {
  /** Company date. */
  date: string;
  items: TimelineItem[];
}

/** Items of one kind, or all, under their company dates, in the order they come. */
export function byDay(
  items: readonly TimelineItem[],
  kind: Kind | undefined,
  dateAt: (at: number) => string,
): TimelineDay[] {
  const days: TimelineDay[] = [];
  for (const item of items) {
    if (kind !== undefined && item.kind !== kind) continue;
    const date = dateAt(Date.parse(item.at));
    const last = days.at(-1);
    if (last?.date === date) last.items.push(item);
    else days.push({ date, items: [item] });
  }
  return days;
}

/** What is shown where it was said or done. */
const AT_THE_VISIT: readonly Kind[] = [
  'visit',
  'quotation',
  'stock_count',
  'display',
  'competitor',
  'activity',
  'appointment',
  'task',
  'opportunity',
  'case',
  'contract',
  'expense',
];

export type Place =
  | { to: 'visit'; visit: string }
  | { to: 'photo'; photo: string }
  | { to: 'order'; order: string }
  | { to: 'account'; account: number }
  | { to: 'form'; kind: 'audit' | 'survey'; form: string }
  | { to: 'appointment'; appointment: string }
  | { to: 'relation'; search: RelationsSearch }
  /** Found by its day. */
  | { to: 'activity'; activity: string };

/**
 * Where an item is shown to who reads: a visit and what was quoted or taken back there on the map, an order at the
 * desk, money in its account. Null where the reader has no page for it.
 */
export function placeOf(
  item: TimelineItem,
  accountOf: (document: string) => number | undefined,
  rights: Rights,
): Place | null {
  const visit: Place | null = item.visit_id === null ? null : { to: 'visit', visit: item.visit_id };
  if (item.kind === 'photo') return has(rights, 'read_field') ? { to: 'photo', photo: item.id } : visit;
  if (item.kind === 'audit' || item.kind === 'survey')
    return has(rights, 'read_field') ? { to: 'form', kind: item.kind, form: item.id } : visit;
  if (AT_THE_VISIT.includes(item.kind)) return visit ?? relationOf(item, rights);
  if (item.kind === 'order') return has(rights, 'read_trade') ? { to: 'order', order: item.id } : visit;
  if (item.kind === 'delivery')
    return item.order_id !== null && has(rights, 'read_trade')
      ? { to: 'order', order: item.order_id }
      : visit;
  if (item.kind === 'return' && visit) return visit;
  const account = has(rights, 'read_receivables') ? accountOf(item.id) : undefined;
  return account === undefined ? visit : { to: 'account', account };
}

/** What belongs to no visit is at its desk. */
function relationOf(item: TimelineItem, rights: Rights): Place | null {
  if (!has(rights, 'read_field')) return null;
  switch (item.kind) {
    case 'activity':
      return { to: 'activity', activity: item.id };
    case 'appointment':
      return { to: 'appointment', appointment: item.id };
    case 'task':
      return { to: 'relation', search: taskLead({ id: item.id, state: item.state as Task['state'] }) };
    case 'contract':
      return { to: 'relation', search: { tab: 'contracts', one: item.number ?? undefined } };
    case 'opportunity':
      return { to: 'relation', search: opportunityLead({ id: item.id, outcome: item.state }) };
    case 'case':
      return { to: 'relation', search: caseLead(item) };
    default:
      return null;
  }
}

/** Whose account a document is in: the only one there is, or what the documents themselves say. */
export function accountsOf(
  accounts: readonly CreditAccount[],
  documents: readonly { id: string; account_id: number }[],
): (document: string) => number | undefined {
  const [only, ...more] = accounts;
  if (only && more.length === 0) return () => only.id;
  const known = new Map(documents.map((each) => [each.id, each.account_id]));
  return (document) => known.get(document);
}

export interface CustomerDraft {
  code: string;
  name: string;
  phone: string;
  unit: string;
  active: boolean;
  industry: string;
  since: string;
}

export const customerDraft = (was: Customer | undefined): CustomerDraft => ({
  code: was?.code ?? '',
  name: was?.name ?? '',
  phone: was?.phone ?? '',
  unit: was?.org_unit_code ?? '',
  active: was?.active ?? true,
  industry: was?.industry ?? '',
  since: was?.since ?? '',
});

/** Of a new one all that is typed; of a known one what is different, so that fields kept elsewhere stay untouched. */
export function customerBody(draft: CustomerDraft, was: Customer | undefined): object {
  const fields = {
    name: draft.name.trim(),
    phone: draft.phone.trim() || null,
    org_unit_code: draft.unit || undefined,
    industry: draft.industry.trim() || null,
    since: draft.since || null,
    active: draft.active,
  };
  if (!was) return { code: draft.code.trim(), ...fields };
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => value !== was[name as keyof Customer]),
  );
}

/** Whole years of a relation, and the months beyond them. */
export function ageOf(since: string, today: string): { years: number; months: number } {
  const of = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
  const months = of(today) - of(since) - (today.slice(8) < since.slice(8) ? 1 : 0);
  return { years: Math.floor(Math.max(0, months) / 12), months: Math.max(0, months) % 12 };
}

const PAGE = 50;
/** Outlets, accounts and documents of one customer: what a list answers at once. */
const ALL = 1000;

export const customerQuery = (id: number) =>
  queryOptions({
    queryKey: ['customers', id],
    queryFn: ({ signal }) => request<Customer>(`customers/${id}`, { signal }),
  });

export const writeCustomer = (was: Customer | undefined, body: object): Promise<Customer> =>
  was
    ? request<Customer>(`customers/${was.id}`, { method: 'PATCH', body, ifMatch: etag(was) })
    : request<Customer>('customers', { method: 'POST', body });

export const timelineQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['customers', id, 'timeline'],
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : '';
      return request<Page<TimelineItem>>(`customers/${id}/timeline?limit=${PAGE}${cursor}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<TimelineItem>) => last.next_cursor,
    refetchInterval: 60_000,
  });

const listOf = <Row>(name: string, id: number) =>
  queryOptions({
    queryKey: ['customers', id, name],
    queryFn: async ({ signal }) =>
      (await request<Page<Row>>(`${name}?customer_id=${id}&limit=${ALL}`, { signal })).items,
  });

export const outletsOf = (id: number) => listOf<CustomerOutlet>('outlets', id);
export const creditOf = (id: number) => listOf<CreditAccount>('credit-accounts', id);
export const invoicesOf = (id: number) => listOf<Invoice>('invoices', id);
export const collectionsOf = (id: number) => listOf<Collection>('collections', id);

export interface CustomerOutlet extends Outlet {
  closed_at: string | null;
}
