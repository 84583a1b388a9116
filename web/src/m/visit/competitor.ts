// What was seen of a competitor, and the body of its record. Pure.
import { AMOUNT_MAX, minorTyped } from './money_typed';

export interface CompetitorDraft {
  brand: string;
  product: string;
  price: string;
  facings: string;
  promotion: string;
  note: string;
}

export const EMPTY: CompetitorDraft = {
  brand: '',
  product: '',
  price: '',
  facings: '',
  promotion: '',
  note: '',
};
export const FACINGS_MAX = 100_000;

type Fault = 'required' | 'invalid' | 'out_of_range';

export function faultsOf(
  draft: CompetitorDraft,
  digits: number,
): { [field in keyof CompetitorDraft]?: Fault } {
  const faults: { [field in keyof CompetitorDraft]?: Fault } = {};
  if (!draft.brand.trim()) faults.brand = 'required';
  if (draft.price.trim()) {
    const minor = minorTyped(draft.price, digits);
    if (minor === null) faults.price = 'invalid';
    else if (minor > AMOUNT_MAX) faults.price = 'out_of_range';
  }
  if (draft.facings.trim()) {
    if (!/^\d+$/.test(draft.facings.trim())) faults.facings = 'invalid';
    else if (Number(draft.facings) > FACINGS_MAX) faults.facings = 'out_of_range';
  }
  return faults;
}

export function competitorBody(draft: CompetitorDraft, outlet: number, digits: number) {
  const text = (value: string) => value.trim() || undefined;
  return {
    outlet,
    brand: draft.brand.trim(),
    product: text(draft.product),
    price_minor: draft.price.trim() ? (minorTyped(draft.price, digits) ?? undefined) : undefined,
    facings: draft.facings.trim() ? Number(draft.facings) : undefined,
    promotion: text(draft.promotion),
    note: text(draft.note),
  };
}
