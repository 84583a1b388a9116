// A scheme as people say it: what it asks for, what it gives, for whom, when, and its limits. Pure; the caller's
// language, formats and names are arguments.
import type { TFunction } from 'i18next';
import type { Names } from './names';
import type { Benefit, Rule, Scheme, Selector } from './types';

/** What the words are made with. */
export interface Saying {
  t: TFunction;
  names: Names;
  money: (minor: number) => string;
  number: (value: number) => string;
  day: (date: string) => string;
  /** Joins a list: `A, B or C`. */
  any: (items: string[]) => string;
  /** `A, B and C`. */
  all: (items: string[]) => string;
  area: (id: number) => string;
  customer: (id: number) => string;
}

export function benefitWords(benefit: Benefit, { t, names, money, number }: Saying): string {
  switch (benefit.type) {
    case 'percent':
      return t('catalogue.say.percent', { percent: number(benefit.basis_points / 100) });
    case 'amount':
      return t('catalogue.say.amount', { amount: money(benefit.minor) });
    case 'free':
      return t('catalogue.say.free', {
        quantity: number(benefit.quantity_milli / 1000),
        unit: benefit.unit,
        product: names.product(benefit.product),
      });
  }
}

/** `together`: all of them count as one; else each by itself. */
function goodsWords(on: Selector, together: boolean, { t, names, any, all }: Saying): string {
  const goods = [
    ...on.products.map(names.product),
    ...on.categories.map((id) => t('catalogue.say.category', { name: names.category(id) })),
  ];
  if (goods.length > 0) return together ? all(goods) : any(goods);
  return together ? t('catalogue.say.all_products') : t('catalogue.say.any_product');
}

/** One line for each thing the rule can give. */
export function ruleWords(rule: Rule, on: Selector, saying: Saying): string[] {
  const { t, names, money, number, all } = saying;
  const goods = goodsWords(on, rule.type !== 'quantity', saying);
  switch (rule.type) {
    case 'combo':
      return [
        t('catalogue.say.combo', {
          parts: all(
            rule.parts.map((part) =>
              t('catalogue.say.part', {
                quantity: number(part.quantity_milli / 1000),
                unit: names.piece(part.product),
                product: names.product(part.product),
              }),
            ),
          ),
          benefit: benefitWords(rule.benefit, saying),
        }),
      ];
    case 'value':
    case 'cumulative_value':
      return rule.tiers.map((tier) =>
        t(`catalogue.say.${rule.type}`, {
          amount: money(tier.at_least_minor),
          goods,
          benefit: benefitWords(tier.benefit, saying),
        }),
      );
    default: {
      const how = rule.type !== 'cumulative' && rule.every ? 'every' : 'from';
      return rule.tiers.map((tier) =>
        t(`catalogue.say.${rule.type}_${how}`, {
          quantity: number(tier.at_least_milli / 1000),
          goods,
          benefit: benefitWords(tier.benefit, saying),
        }),
      );
    }
  }
}

/** For whom; nothing where it is for everybody. */
export function audienceWords({ audience }: Scheme, { t, any, area, customer }: Saying): string[] {
  const said: string[] = [];
  if (audience.classes.length > 0) said.push(t('catalogue.say.classes', { list: any(audience.classes) }));
  if (audience.channels.length > 0) said.push(t('catalogue.say.channels', { list: any(audience.channels) }));
  if (audience.areas.length > 0) said.push(t('catalogue.say.areas', { list: any(audience.areas.map(area)) }));
  if (audience.customers.length > 0)
    said.push(t('catalogue.say.customers', { list: any(audience.customers.map(customer)) }));
  if (audience.cash_only) said.push(t('catalogue.say.cash_only'));
  return said;
}

/** From when to when; nothing where it is always. */
export function spanWords(
  { valid_from: from, valid_to: to }: Pick<Scheme, 'valid_from' | 'valid_to'>,
  { t, day }: Pick<Saying, 't' | 'day'>,
): string | undefined {
  if (from && to) return t('catalogue.say.span', { from: day(from), to: day(to) });
  if (from) return t('catalogue.say.since', { from: day(from) });
  return to ? t('catalogue.say.until', { to: day(to) }) : undefined;
}

/** Group and priority, dates, limits: what stands behind the rule. */
export function termWords(scheme: Scheme, saying: Saying): string[] {
  const { t, money, number } = saying;
  return [
    t('catalogue.say.stack', { group: number(scheme.stack_group), priority: number(scheme.priority) }),
    scheme.stackable && t('catalogue.say.stackable'),
    spanWords(scheme, saying),
    scheme.budget_minor !== null && t('catalogue.say.budget', { amount: money(scheme.budget_minor) }),
    scheme.outlet_cap_minor !== null && t('catalogue.say.cap', { amount: money(scheme.outlet_cap_minor) }),
  ].filter((words): words is string => typeof words === 'string');
}

/** All of it in one line. */
export const schemeWords = (scheme: Scheme, saying: Saying): string =>
  [
    ...ruleWords(scheme.rule, scheme.products, saying),
    ...audienceWords(scheme, saying),
    ...termWords(scheme, saying),
  ].join('; ');
