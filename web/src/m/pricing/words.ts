// Schemes in words, from the book alone: what one asked for and gave, and what is missing to the next. Pure; the
// caller's language, formats and names are arguments.
import { inUnits, type Missing, takes } from './next_tier';
import type { Applied, AskLine, Benefit, Book, BookScheme } from './types';

export interface Saying {
  t: (key: string, values?: Record<string, unknown>) => string;
  money: (minor: number) => string;
  number: (value: number) => string;
  /** `A and B`. */
  all: (items: string[]) => string;
  product: (id: number) => string;
}

/** Names of so many products; more are counted. */
const NAMED = 2;

export const quantityWords = (line: AskLine, { t, number, product }: Saying): string =>
  t('price.quantity', {
    quantity: number(line.quantity_milli / 1000),
    unit: line.unit,
    product: product(line.product),
  });

export function benefitWords(benefit: Benefit, saying: Saying): string {
  const { t, money, number } = saying;
  switch (benefit.type) {
    case 'percent':
      return t('price.percent_off', { percent: number(benefit.basis_points / 100) });
    case 'amount':
      return t('price.amount_off', { amount: money(benefit.minor) });
    case 'free':
      return t('price.free', { goods: quantityWords(benefit, saying) });
  }
}

/** What a scheme counts: some names, and how many more. */
export function goodsWords(book: Book, scheme: BookScheme, { t, all, product, number }: Saying): string {
  if (scheme.on.products.length === 0 && scheme.on.categories.length === 0) return t('price.all_goods');
  const names = Object.keys(book.products)
    .map(Number)
    .filter((id) => takes(scheme, id, book))
    .map(product);
  const more = names.length - NAMED;
  if (more <= 1) return all(names);
  return t('price.goods_and_more', { names: names.slice(0, NAMED).join(', '), more: number(more) });
}

const tierOf = (scheme: BookScheme, { condition }: Applied): Benefit | undefined => {
  const { rule } = scheme;
  if (rule.type === 'combo') return rule.benefit;
  if (rule.type === 'value' && condition.type === 'value')
    return rule.tiers.find((tier) => tier.at_least_minor === condition.at_least_minor)?.benefit;
  if ((rule.type === 'quantity' || rule.type === 'mix') && condition.type === 'quantity')
    return rule.tiers.find((tier) => tier.at_least_milli === condition.at_least_milli)?.benefit;
  return undefined;
};

/** Why something was given: what was asked, what there is, what it gives. */
export function appliedWords(book: Book, applied: Applied, saying: Saying): string {
  const { t, money, number } = saying;
  const scheme = book.schemes.find(({ id }) => id === applied.scheme);
  const benefit = scheme && tierOf(scheme, applied);
  if (!scheme || !benefit) return t('price.scheme', { id: applied.scheme });
  const gives = benefitWords(benefit, saying);
  const { condition } = applied;
  // Of one product its own units say it best.
  const one = scheme.rule.type === 'quantity' ? applied.units[0]?.product : undefined;
  const goods = one === undefined ? goodsWords(book, scheme, saying) : saying.product(one);
  if (condition.type === 'value')
    return t('price.by_value', { amount: money(condition.at_least_minor), goods, gives });
  if (condition.type === 'sets') return t('price.by_sets', { sets: number(condition.counted), gives });
  const asked =
    one === undefined
      ? t('price.pieces', { quantity: number(condition.at_least_milli / 1000) })
      : inWords(inUnits(book, one, condition.at_least_milli), saying);
  const every = (scheme.rule.type === 'quantity' || scheme.rule.type === 'mix') && scheme.rule.every;
  return every
    ? t('price.for_every', { asked, goods, gives, times: number(applied.times) })
    : t('price.from', { asked, goods, gives });
}

const inWords = ({ quantity_milli, unit }: AskLine, { t, number }: Saying) =>
  t('price.so_much', { quantity: number(quantity_milli / 1000), unit });

/** What more would bring. */
export function missingWords(book: Book, missing: Missing, saying: Saying): string {
  const { t, money, all } = saying;
  const gives = benefitWords(missing.benefit, saying);
  if (missing.minor !== null) return t('price.more_money', { amount: money(missing.minor), gives });
  const goods = missing.goods.map(({ product, base_milli }) =>
    quantityWords(inUnits(book, product, base_milli), saying),
  );
  return missing.scheme.rule.type === 'mix'
    ? t('price.more_of', {
        quantity: t('price.pieces', { quantity: saying.number(missing.goods[0]!.base_milli / 1000) }),
        goods: goodsWords(book, missing.scheme, saying),
        gives,
      })
    : t('price.more_goods', { goods: all(goods), gives });
}
