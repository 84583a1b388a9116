// What is entered at a desk: accounts, what a customer owed before, bills, money that came in. What must be there is
// looked at before it is sent, and refused in the server's own words. Pure but for the requests.
import { type FieldFault, Problem, request } from '../api/client';
import type { Collection, CreditAccount } from '../api/trade';
import type { Found } from '../catalogue/catalogue';
import type { Invoice, Terms } from './money';

/** Money that comes to the desk is usually a transfer. */
export const METHODS = ['transfer', 'cash', 'cheque'] as const;
export type Method = (typeof METHODS)[number];

function need(missing: Record<string, boolean>) {
  const errors: FieldFault[] = Object.entries(missing)
    .filter(([, is]) => is)
    .map(([pointer]) => ({ pointer, code: 'required' }));
  if (errors.length > 0) throw new Problem(422, 'invalid', null, errors);
}

export interface AccountDraft extends Terms {
  customer: Found | null;
  /** Null: the company's own goods. */
  partner: number | null;
}

export const accountBody = (draft: AccountDraft) => {
  need({ '/customer_id': draft.customer === null });
  return {
    customer_id: draft.customer?.id,
    partner_id: draft.partner,
    limit_minor: draft.limit_minor,
    terms_days: draft.terms_days,
    overdue_days: draft.overdue_days,
  };
};

export interface BillDraft {
  number: string;
  date: string;
  /** Empty: by the terms. */
  due: string;
  total: number | null;
}

const billOf = (id: string, draft: BillDraft) => ({
  id,
  number: draft.number.trim(),
  date: draft.date || null,
  due: draft.due || null,
  total_minor: draft.total,
});

/** What a customer owed before, in one of its accounts. */
export const openingBody = (
  id: string,
  draft: BillDraft,
  account: Pick<CreditAccount, 'customer_id' | 'partner_id'>,
) => {
  need({ '/number': !draft.number.trim(), '/total_minor': !draft.total });
  return { ...billOf(id, draft), customer_id: account.customer_id, partner_id: account.partner_id };
};

/** All of an order that is delivered and not billed; without a total at the value of its lines. */
export const orderBillBody = (id: string, draft: BillDraft, order: string) => {
  need({ '/number': !draft.number.trim() });
  return { ...billOf(id, draft), order_id: order };
};

export interface CollectionDraft {
  outlet: Found | null;
  /** Who carries it; null: it came to the company itself. */
  rep: number | null;
  method: Method;
  amount: number | null;
  reference: string;
  note: string;
}

export const collectionBody = (id: string, draft: CollectionDraft) => {
  need({ '/outlet_id': draft.outlet === null, '/amount_minor': !draft.amount });
  return {
    id,
    outlet_id: draft.outlet?.id,
    rep_id: draft.rep,
    method: draft.method,
    amount_minor: draft.amount,
    reference: draft.reference.trim() || null,
    note: draft.note.trim() || null,
  };
};

const post = <T>(path: string, body: object) => request<T>(path, { method: 'POST', body });

// The bodies are made where they are sent, so that what is missing is told like what the server refuses.
export const openAccount = async (draft: AccountDraft) =>
  post<CreditAccount>('credit-accounts', accountBody(draft));

export const enterOpening = async (id: string, draft: BillDraft, account: CreditAccount) =>
  post<Invoice>('invoices', openingBody(id, draft, account));

export const billOrder = async (id: string, draft: BillDraft, order: string) =>
  post<Invoice>('invoices', orderBillBody(id, draft, order));

export const takeCollection = async (id: string, draft: CollectionDraft) =>
  post<Collection>('collections', collectionBody(id, draft));
