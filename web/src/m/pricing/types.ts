// What goes into the price engine and what comes out, as `pricing/` has it. Money is integer minor units,
// quantities thousandths. Says nothing of its own.
import type { Audience, Priced, Rule, Selector } from '../../catalogue/types';

export type { Applied, Benefit, Condition, Priced, PricedLine, Rule } from '../../catalogue/types';

export interface BookProduct {
  category: number | null;
  tax_bp: number;
  /** Pieces in one of each; the base unit is 1. */
  units: Record<string, number>;
}

/** Days, both included; null is open. */
export interface Span {
  from: string | null;
  to: string | null;
}

export interface BookScheme {
  id: number;
  version: number;
  valid: Span;
  audience: Audience;
  on: Selector;
  rule: Rule;
  stack_group: number;
  priority: number;
  stackable: boolean;
  budget_left_minor: number | null;
  outlet_left_minor: number | null;
}

export interface BookList {
  id: number;
  version: number;
  valid: Span;
  tax_included: boolean;
  /** By product, then unit. */
  prices: Record<string, Record<string, number>>;
}

export interface Book {
  products: Record<string, BookProduct>;
  lists: BookList[];
  schemes: BookScheme[];
  tax_before_discount?: boolean;
}

/** Who an outlet is to prices and schemes. */
export interface Buyer {
  customer: number | null;
  outlet_class: string;
  channel: string | null;
  areas: number[];
  supplier: number | null;
}

export interface AskLine {
  product: number;
  unit: string;
  quantity_milli: number;
}

export interface Ask {
  date: string;
  buyer: Buyer;
  cash: boolean;
  lines: AskLine[];
}

export type FaultCode = 'unknown_product' | 'unknown_unit' | 'no_price' | 'out_of_range' | 'too_many_lines';

/** `line`: index in what was asked; null is the whole. */
export interface Fault {
  line: number | null;
  code: FaultCode;
}

export type Answer = { priced: Priced } | { faults: Fault[] } | { malformed: string };
