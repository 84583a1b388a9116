// What customers owe and what reps carry: who may do what, sums of the lists, and the requests. Pure but for these.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Collection, CollectionState, CreditAccount, Page } from '../api/trade';
import { has, type Rights } from '../app/rights';
import { etag } from '../client/headers';
import type { ExpenseState } from './expenses';

export type CollectionDeed = 'verify' | 'post' | 'reject' | 'void';
export const DEED_NEEDS_REASON: readonly CollectionDeed[] = ['reject', 'void'];

/** What somebody may do to a collection now; one that a rep handed in is counted with the others of its hand-in. */
export function deedsFor(one: Collection, rights: Rights): readonly CollectionDeed[] {
  const manages = has(rights, 'manage_receivables');
  switch (one.state) {
    case 'recorded':
      return [
        ...(manages && one.rep_id === null ? (['verify'] as const) : []),
        ...(has(rights, 'take_collections') ? (['void'] as const) : []),
      ];
    case 'handed_in':
      return manages ? ['reject'] : [];
    case 'verified':
      return manages ? ['post', 'reject'] : [];
    default:
      return [];
  }
}

/** Of terms. */
export const DAYS_MAX = 365;

export const TABS = ['accounts', 'hand_ins', 'collections', 'expenses'] as const;
export type Tab = (typeof TABS)[number];

export interface MoneySearch {
  tab?: Tab;
  /** Of the accounts: all of them, not only those in trouble. */
  all?: 1;
  account?: number;
  settlement?: string;
  state?: CollectionState;
  /** Of expenses. */
  spent?: ExpenseState;
}

export interface Settlement {
  id: string;
  rep_id: number;
  rep_name: string;
  date: string;
  state: 'handed_in' | 'verified' | 'posted';
  expected_minor: number;
  expected_cash_minor: number;
  counted_cash_minor: number | null;
  variance_minor: number | null;
  variance_reason: string | null;
  collections: number;
  handed_in_at: string;
  verified_by: string | null;
  verified_at: string | null;
  posted_by: string | null;
  posted_at: string | null;
  version: number;
}

export interface Statement {
  from: string;
  to: string;
  opening_minor: number;
  entries: {
    date: string;
    kind: 'invoice' | 'opening' | 'collection' | 'return' | 'credit_note';
    document_id: string;
    number: string | null;
    /** What a credit note is for. */
    source_kind: 'claim' | 'display' | 'scheme' | null;
    source_id: string | null;
    minor: number;
    balance_minor: number;
  }[];
  truncated: boolean;
  closing_minor: number;
  ageing: Record<(typeof AGES)[number], number>;
  on_account_minor: number;
}
export const AGES = [
  'not_due_minor',
  'days_1_30_minor',
  'days_31_60_minor',
  'days_61_90_minor',
  'over_90_minor',
] as const;

export interface Invoice {
  id: string;
  number: string;
  kind: 'invoice' | 'opening';
  account_id: number;
  order_id: string | null;
  date: string;
  due: string;
  currency: string;
  total_minor: number;
  open_minor: number;
  overdue: boolean;
}

/** What a rep carries: all that was collected and not handed in. */
export interface Carried {
  rep: number;
  name: string;
  currency: string;
  cash: number;
  other: number;
  count: number;
  /** Company date of the oldest. */
  since: string;
}

/** The longest carried first; of one day the most. */
export function carried(collections: readonly Collection[]): Carried[] {
  const reps = new Map<number, Carried>();
  for (const one of collections) {
    if (one.rep_id === null || one.state !== 'recorded') continue;
    const held = reps.get(one.rep_id) ?? {
      rep: one.rep_id,
      name: one.rep_name ?? '',
      currency: one.currency,
      cash: 0,
      other: 0,
      count: 0,
      since: one.date,
    };
    reps.set(one.rep_id, {
      ...held,
      cash: held.cash + (one.method === 'cash' ? one.amount_minor : 0),
      other: held.other + (one.method === 'cash' ? 0 : one.amount_minor),
      count: held.count + 1,
      since: one.date < held.since ? one.date : held.since,
    });
  }
  return [...reps.values()].sort(
    (a, b) => a.since.localeCompare(b.since) || b.cash - a.cash || a.rep - b.rep,
  );
}

/** The parts of an account's exposure as shares of the bar, and where the limit stands in it. */
export function exposureBar(account: CreditAccount) {
  const ledger = Math.max(0, account.ledger_minor);
  const whole = Math.max(
    1,
    account.limit_minor ?? 0,
    ledger + account.unbilled_minor + account.unconfirmed_minor,
  );
  const share = (minor: number) => (100 * minor) / whole;
  return {
    ledger: share(ledger),
    unbilled: share(account.unbilled_minor),
    unconfirmed: share(account.unconfirmed_minor),
    limit: account.limit_minor === null ? null : share(account.limit_minor),
  };
}

export const beyondLimit = (account: CreditAccount): boolean =>
  account.limit_minor !== null && account.exposure_minor > account.limit_minor;

export const isLate = (account: CreditAccount, today: string): boolean =>
  account.oldest_due !== null && account.oldest_due < today;

const PAGE = 100;
/** More than all reps of a company carry at once. */
const CARRIED_MAX = 1000;

const pages = <Row>(key: readonly unknown[], path: string) =>
  infiniteQueryOptions({
    queryKey: ['money', ...key],
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : '';
      return request<Page<Row>>(`${path}${cursor}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Row>) => last.next_cursor,
    refetchInterval: 60_000,
  });

export const accountsPath = (all: boolean) => `credit-accounts?limit=${PAGE}${all ? '' : '&in_trouble=true'}`;

export const accountsQuery = (all: boolean) => pages<CreditAccount>(['accounts', all], accountsPath(all));

export const accountQuery = (id: number) =>
  queryOptions({
    queryKey: ['money', 'account', id],
    queryFn: ({ signal }) => request<CreditAccount>(`credit-accounts/${id}`, { signal }),
  });

export const statementQuery = (id: number, from?: string, to?: string) =>
  queryOptions({
    queryKey: ['money', 'statement', id, from, to],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams();
      if (from) query.set('from', from);
      if (to) query.set('to', to);
      return request<Statement>(`credit-accounts/${id}/statement?${query}`, { signal });
    },
    placeholderData: (old) => old,
  });

export const openInvoices = (account: CreditAccount) =>
  queryOptions({
    queryKey: ['money', 'invoices', account.id],
    queryFn: async ({ signal }) => {
      const path = `invoices?customer_id=${account.customer_id}&open=true`;
      const { items } = await request<Page<Invoice>>(path, { signal });
      return items.filter((invoice) => invoice.account_id === account.id);
    },
  });

export const settlementsQuery = pages<Settlement>(['settlements'], `settlements?limit=${PAGE}`);

export const carriedQuery = queryOptions({
  queryKey: ['money', 'carried'],
  queryFn: async ({ signal }) => {
    const path = `collections?state=recorded&limit=${CARRIED_MAX}`;
    return carried((await request<Page<Collection>>(path, { signal })).items);
  },
  refetchInterval: 60_000,
});

export const collectionsPath = (state: CollectionState | undefined) =>
  `collections?limit=${PAGE}${state === undefined ? '' : `&state=${state}`}`;

export const collectionsQuery = (state: CollectionState | undefined) =>
  pages<Collection>(['collections', state], collectionsPath(state));

export const settlementCollections = (settlement: string) =>
  queryOptions({
    queryKey: ['money', 'settlement', settlement],
    queryFn: async ({ signal }) =>
      (await request<Page<Collection>>(`collections?settlement_id=${settlement}&limit=${PAGE}`, { signal }))
        .items,
  });

export interface Terms {
  limit_minor: number | null;
  terms_days: number;
  overdue_days: number | null;
}

export const changeTerms = (account: CreditAccount, terms: Terms): Promise<CreditAccount> =>
  request<CreditAccount>(`credit-accounts/${account.id}`, {
    method: 'PATCH',
    body: terms,
    ifMatch: etag(account),
  });

export const handIn = (id: string, rep: number): Promise<Settlement> =>
  request<Settlement>('settlements', { method: 'POST', body: { id, rep_id: rep } });

export const count = (one: Settlement, counted: number, reason: string): Promise<Settlement> =>
  request<Settlement>(`settlements/${one.id}/verify`, {
    method: 'POST',
    body: { counted_cash_minor: counted, variance_reason: reason || null },
    ifMatch: etag(one),
  });

export const post = (one: Settlement): Promise<Settlement> =>
  request<Settlement>(`settlements/${one.id}/post`, { method: 'POST', body: {}, ifMatch: etag(one) });

export const actOn = (one: Collection, deed: CollectionDeed, reason?: string): Promise<Collection> =>
  request<Collection>(`collections/${one.id}/${deed}`, {
    method: 'POST',
    body: reason === undefined ? {} : { reason },
    ifMatch: etag(one),
  });
