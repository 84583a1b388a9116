// The catalogue and a priced order as the server tells them. Money is integer minor units, quantities thousandths
// (`_milli`), percentages hundredths of a percent (`_bp`, `basis_points`).

interface Coded {
  id: number;
  code: string;
  name: string;
  active: boolean;
  version: number;
}

export interface Product extends Coded {
  category_id: number | null;
  /** Its code. */
  category: string | null;
  tax_bp: number;
  /** Pieces in one of each; the base unit is 1. */
  units: Record<string, number>;
}

export const PARTNER_KINDS = ['manufacturer', 'distributor', 'sub_distributor', 'agent'] as const;
export type PartnerKind = (typeof PARTNER_KINDS)[number];

export interface Partner extends Coded {
  kind: PartnerKind;
  parent_id: number | null;
  parent_code: string | null;
  /** Itself as a customer: whose account its claims are credited to. */
  customer_id: number | null;
  customer_code: string | null;
}

export interface PriceList extends Coded {
  customer_id: number | null;
  outlet_class: string | null;
  partner_id: number | null;
  valid_from: string | null;
  valid_to: string | null;
  tax_included: boolean;
  /** How many. */
  prices: number;
}

export interface Price {
  product_id: number;
  product_code: string;
  unit: string;
  minor: number;
}

export type Benefit =
  | { type: 'percent'; basis_points: number }
  | { type: 'amount'; minor: number }
  | { type: 'free'; product: number; unit: string; quantity_milli: number };
export interface Tier {
  at_least_milli: number;
  benefit: Benefit;
}
export interface ValueTier {
  at_least_minor: number;
  benefit: Benefit;
}
export interface Part {
  product: number;
  quantity_milli: number;
}
export type Rule =
  | { type: 'quantity'; tiers: Tier[]; every: boolean }
  | { type: 'mix'; tiers: Tier[]; every: boolean }
  | { type: 'combo'; parts: Part[]; benefit: Benefit }
  | { type: 'value'; tiers: ValueTier[] }
  | { type: 'cumulative'; tiers: Tier[] }
  | { type: 'cumulative_value'; tiers: ValueTier[] };
export const RULE_TYPES = ['quantity', 'mix', 'combo', 'value', 'cumulative', 'cumulative_value'] as const;
/** A whole period counts, and an order gets nothing. */
export const isCumulative = ({ type }: Rule): boolean => type === 'cumulative' || type === 'cumulative_value';
export const BENEFIT_TYPES = ['percent', 'amount', 'free'] as const;

/** Whom a scheme is for; an empty list means any. */
export interface Audience {
  classes: string[];
  channels: string[];
  areas: number[];
  customers: number[];
  cash_only: boolean;
}
/** Empty means all. */
export interface Selector {
  products: number[];
  categories: number[];
}

export interface Scheme extends Coded {
  valid_from: string | null;
  valid_to: string | null;
  audience: Audience;
  products: Selector;
  rule: Rule;
  stack_group: number;
  priority: number;
  stackable: boolean;
  budget_minor: number | null;
  outlet_cap_minor: number | null;
}

export interface PricedLine {
  product: number;
  unit: string;
  quantity_milli: number;
  price: { list: number; list_version: number; minor: number; tax_included: boolean; by_piece: boolean };
  gross_minor: number;
  /** `applied`: index in that of the order. */
  benefits: { applied: number; minor: number }[];
  net_minor: number;
  tax_minor: number;
  total_minor: number;
}

export interface FreeLine {
  applied: number;
  product: number;
  unit: string;
  quantity_milli: number;
  value_minor: number;
}

export type Condition =
  | { type: 'quantity'; at_least_milli: number; counted_milli: number }
  | { type: 'value'; at_least_minor: number; counted_minor: number }
  | { type: 'sets'; counted: number };

export interface Applied {
  scheme: number;
  scheme_version: number;
  condition: Condition;
  times: number;
  units: { product: number; base_milli: number }[];
  value_minor: number;
  limited: boolean;
}

/** `POST orders/price`. */
export interface Priced {
  lines: PricedLine[];
  free: FreeLine[];
  applied: Applied[];
  gross_minor: number;
  discount_minor: number;
  tax_minor: number;
  total_minor: number;
}

export interface PriceAsk {
  outlet_id: number;
  date: string;
  cash: boolean;
  lines: { product_code: string; unit: string; quantity_milli: number }[];
}
