// Orders and money as the server tells them. Money is integer minor units (`_minor`), quantities thousandths of the
// line's unit (`_milli`). Only what the page uses is named here.

import type { Priced } from '../catalogue/types';

export const ORDER_STATES = [
  'draft',
  'submitted',
  'held',
  'confirmed',
  'allocated',
  'dispatched',
  'partly_delivered',
  'delivered',
  'closed',
  'rejected',
  'cancelled',
] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export const HOLDS = ['credit', 'overdue', 'price', 'stock', 'review'] as const;
export type Hold = (typeof HOLDS)[number];

export interface OrderLine {
  line: number;
  product_code: string;
  product_name: string;
  /** Decimal. */
  quantity: string;
  unit: string;
  unit_price_minor: number;
  discount_minor: number;
  tax_minor: number;
  /** With the tax that comes on top. */
  total_minor: number;
  free: boolean;
  delivered_milli: number;
  returned_milli: number;
  invoiced_milli: number;
}

/** Where the phone's total was another, or the catalogue had no price. */
export interface PriceNote {
  promised_minor: number;
  catalogue_minor?: number;
  why?: 'honoured' | 'too_old' | null;
  errors?: { pointer: string; code: string }[];
}

export interface Order {
  id: string;
  rep_id: number;
  rep_name: string;
  date: string;
  visit_id: string | null;
  outlet_id: number | null;
  outlet_name: string | null;
  customer_id: number | null;
  customer_name: string | null;
  supplier_id: number | null;
  source: 'phone' | 'desk' | 'quotation';
  state: OrderState;
  holds: Hold[];
  revision: number;
  cash: boolean;
  currency: string;
  total_minor: number;
  tax_minor: number;
  /** Less what was dropped at close. */
  live_minor: number;
  delivered_minor: number;
  invoiced_minor: number;
  billing: 'not_billed' | 'partly_billed' | 'fully_billed';
  payment: 'unpaid' | 'partly_paid' | 'paid' | 'overdue';
  price_note: PriceNote | null;
  note: string | null;
  ordered_at: string;
  lines: OrderLine[];
  version: number;
}

export const QUOTATION_STATES = ['open', 'ordered', 'declined'] as const;
export type QuotationState = (typeof QUOTATION_STATES)[number];

export interface Quotation {
  id: string;
  rep_id: number | null;
  outlet_id: number;
  state: QuotationState;
  outlet_name: string;
  /** Included. */
  valid_to: string;
  currency: string;
  total_minor: number;
  priced: Priced;
  note: string | null;
  reason: string | null;
  order_id: string | null;
  quoted_at: string;
  version: number;
}

export interface LinePart {
  line: number;
  quantity_milli: number;
}

export interface SalesReturn {
  id: string;
  order_id: string;
  state: 'recorded' | 'approved' | 'rejected';
  reason: string;
  value_minor: number;
  currency: string;
  returned_at: string;
  decided_by: string | null;
  decision_reason: string | null;
  lines: LinePart[];
  version: number;
}

export const COLLECTION_STATES = ['recorded', 'handed_in', 'verified', 'posted', 'rejected', 'void'] as const;
export type CollectionState = (typeof COLLECTION_STATES)[number];

export interface Collection {
  id: string;
  rep_id: number | null;
  rep_name: string | null;
  date: string;
  visit_id: string | null;
  account_id: number;
  customer_id: number;
  customer_name: string;
  method: 'cash' | 'transfer' | 'cheque';
  state: CollectionState;
  currency: string;
  amount_minor: number;
  on_account_minor: number;
  reference: string | null;
  note: string | null;
  reason: string | null;
  settlement_id: string | null;
  collected_at: string;
  version: number;
}

export interface CreditAccount {
  id: number;
  customer_id: number;
  customer_code: string;
  customer_name: string;
  partner_id: number | null;
  /** Null: no limit. */
  limit_minor: number | null;
  terms_days: number;
  /** Null: any. */
  overdue_days: number | null;
  ledger_minor: number;
  unbilled_minor: number;
  unconfirmed_minor: number;
  exposure_minor: number;
  oldest_due: string | null;
  version: number;
}

/** What was credited to an account for a claim, a display or a scheme. */
export interface CreditNote {
  id: string;
  account_id: number;
  customer_id: number;
  customer_name: string;
  date: string;
  amount_minor: number;
  /** Not set against invoices when it was made. */
  on_account_minor: number;
}

export interface Page<Row> {
  items: Row[];
  next_cursor: string | null;
}
