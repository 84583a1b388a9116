// Rules of schemes as the form builds them: what a fresh one holds, and what is kept where its kind changes. Pure.
import type { Benefit, Rule, Tier } from './types';

const PIECE = 1000;
export const freshBenefit: Benefit = { type: 'percent', basis_points: 500 };
export const freshTier: Tier = { at_least_milli: 10 * PIECE, benefit: freshBenefit };
export const freshRule: Rule = { type: 'quantity', every: false, tiers: [freshTier] };

/** All that a rule gives. */
export const benefitsOf = (rule: Rule): Benefit[] =>
  rule.type === 'combo' ? [rule.benefit] : rule.tiers.map(({ benefit }) => benefit);

/** The same rule as one of another kind: benefits stay, quantities where both count them. */
export function asKind(rule: Rule, type: Rule['type']): Rule {
  if (rule.type === type) return rule;
  const byValue = rule.type === 'value' || rule.type === 'cumulative_value';
  const tiers: Tier[] =
    rule.type === 'combo' || byValue
      ? benefitsOf(rule).map((benefit) => ({ ...freshTier, benefit }))
      : rule.tiers;
  switch (type) {
    case 'quantity':
    case 'mix':
      return { type, tiers, every: (rule.type === 'quantity' || rule.type === 'mix') && rule.every };
    case 'cumulative':
      return { type, tiers };
    case 'value':
    case 'cumulative_value':
      return {
        type,
        tiers: byValue ? rule.tiers : benefitsOf(rule).map((benefit) => ({ at_least_minor: 0, benefit })),
      };
    case 'combo':
      return { type, parts: [], benefit: benefitsOf(rule)[0] ?? freshBenefit };
  }
}

/** A benefit of another kind; what it is worth cannot be carried over. */
export function asBenefit(benefit: Benefit, type: Benefit['type']): Benefit {
  if (benefit.type === type) return benefit;
  if (type === 'percent') return freshBenefit;
  return type === 'amount' ? { type, minor: 0 } : { type, product: 0, unit: '', quantity_milli: PIECE };
}

/** `rows` with the one at `index` changed. */
export const changedAt = <Row>(rows: readonly Row[], index: number, row: Row): Row[] =>
  rows.map((old, at) => (at === index ? row : old));
export const without = <Row>(rows: readonly Row[], index: number): Row[] =>
  rows.filter((_, at) => at !== index);
