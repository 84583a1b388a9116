// What is missing to what a scheme gives next. Counts as the engine does to find what may be near; whether the
// customer would get it is the engine's to say (`granted`). Pure.
import type { Ask, AskLine, Benefit, Book, BookScheme, Priced } from './types';

export interface Missing {
  scheme: BookScheme;
  benefit: Benefit;
  /** Base units of one product, thousandths; of a combo one for each part that is short. */
  goods: { product: number; base_milli: number }[];
  /** Of a scheme by value. */
  minor: number | null;
  /** How much of what is asked is there already: 0 to 1. */
  share: number;
}

const holds = (span: BookScheme['valid'], date: string) =>
  (span.from === null || span.from <= date) && (span.to === null || date <= span.to);

/** Whether a scheme is for this buyer on this day. */
export function concerns(scheme: BookScheme, { date, buyer, cash }: Ask): boolean {
  const { classes, channels, areas, customers, cash_only } = scheme.audience;
  return (
    holds(scheme.valid, date) &&
    (classes.length === 0 || classes.includes(buyer.outlet_class)) &&
    (channels.length === 0 || (buyer.channel !== null && channels.includes(buyer.channel))) &&
    (areas.length === 0 || areas.some((area) => buyer.areas.includes(area))) &&
    (customers.length === 0 || (buyer.customer !== null && customers.includes(buyer.customer))) &&
    (cash || !cash_only)
  );
}

export function takes({ on }: BookScheme, product: number, book: Book): boolean {
  if (on.products.length === 0 && on.categories.length === 0) return true;
  const category = book.products[product]?.category ?? null;
  return on.products.includes(product) || (category !== null && on.categories.includes(category));
}

/** Base units of each product asked for. */
function counted(book: Book, lines: readonly AskLine[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { product, unit, quantity_milli } of lines) {
    const pieces = book.products[product]?.units[unit] ?? 0;
    sums.set(product, (sums.get(product) ?? 0) + quantity_milli * pieces);
  }
  return sums;
}

/** The next height above what is there: of tiers that repeat, the nearest multiple. */
function next<T extends { at: number; benefit: Benefit }>(tiers: T[], every: boolean, there: number) {
  const heights = tiers
    .filter(({ at }) => at > 0)
    .map((tier) => ({ ...tier, at: every ? (Math.floor(there / tier.at) + 1) * tier.at : tier.at }))
    .filter(({ at }) => at > there);
  return heights.sort((a, b) => a.at - b.at)[0];
}

const byQuantity = ({ at_least_milli, benefit }: { at_least_milli: number; benefit: Benefit }) => ({
  at: at_least_milli,
  benefit,
});

function ofScheme(book: Book, scheme: BookScheme, ask: Ask, priced: Priced): Missing[] {
  const sums = counted(book, ask.lines);
  const taken = [...sums].filter(([product]) => takes(scheme, product, book));
  const { rule } = scheme;
  switch (rule.type) {
    case 'quantity':
      return taken.flatMap(([product, there]) => {
        const tier = next(rule.tiers.map(byQuantity), rule.every, there);
        if (!tier) return [];
        const goods = [{ product, base_milli: tier.at - there }];
        return [{ scheme, benefit: tier.benefit, goods, minor: null, share: there / tier.at }];
      });
    case 'mix': {
      const there = taken.reduce((sum, [, milli]) => sum + milli, 0);
      const tier = next(rule.tiers.map(byQuantity), rule.every, there);
      const most = taken.sort((a, b) => b[1] - a[1])[0];
      if (!tier || !most) return [];
      const goods = [{ product: most[0], base_milli: tier.at - there }];
      return [{ scheme, benefit: tier.benefit, goods, minor: null, share: there / tier.at }];
    }
    case 'combo': {
      const of = (product: number, each: number) => Math.floor((sums.get(product) ?? 0) / each);
      const sets = Math.min(...rule.parts.map((part) => of(part.product, part.quantity_milli))) + 1;
      const goods = rule.parts
        .map(({ product, quantity_milli }) => ({
          product,
          base_milli: quantity_milli * sets - (sums.get(product) ?? 0),
        }))
        .filter(({ base_milli }) => base_milli > 0);
      const asked = rule.parts.reduce((sum, part) => sum + part.quantity_milli * sets, 0);
      const short = goods.reduce((sum, { base_milli }) => sum + base_milli, 0);
      if (goods.length === rule.parts.length) return [];
      return [{ scheme, benefit: rule.benefit, goods, minor: null, share: 1 - short / asked }];
    }
    case 'value': {
      // As the engine counts it: after the benefits of goods, before those of value.
      const byValue = new Set(
        priced.applied.flatMap((applied, at) => (applied.condition.type === 'value' ? [at] : [])),
      );
      const there = priced.lines
        .filter(({ product }) => takes(scheme, product, book))
        .reduce(
          (sum, line) =>
            sum +
            line.net_minor +
            line.benefits.reduce((m, b) => m + (byValue.has(b.applied) ? b.minor : 0), 0),
          0,
        );
      const tiers = rule.tiers.map(({ at_least_minor, benefit }) => ({ at: at_least_minor, benefit }));
      const tier = next(tiers, false, there);
      if (!tier || there === 0) return [];
      return [{ scheme, benefit: tier.benefit, goods: [], minor: tier.at - there, share: there / tier.at }];
    }
    default:
      return [];
  }
}

/** So much must be there before the rest is worth a word. */
const WORTH_SAYING = 0.4;
/** What the engine is asked about, and what is told of it. */
const LOOKED_AT = 8;
const TOLD = 3;

/** What is used up gives nothing more. */
const isUsedUp = ({ budget_left_minor, outlet_left_minor }: BookScheme) =>
  (budget_left_minor ?? 1) <= 0 || (outlet_left_minor ?? 1) <= 0;

/** What may be near, the nearest first. */
export function missing(book: Book, ask: Ask, priced: Priced): Missing[] {
  return book.schemes
    .filter((scheme) => concerns(scheme, ask) && !isUsedUp(scheme))
    .flatMap((scheme) => ofScheme(book, scheme, ask, priced))
    .filter(({ share }) => share >= WORTH_SAYING && share < 1)
    .sort((a, b) => b.share - a.share)
    .slice(0, LOOKED_AT);
}

/** The order with what is missing, for the engine to say whether it would be given. */
export function withMissing(book: Book, ask: Ask, { goods }: Missing): Ask {
  const more = goods.map(({ product, base_milli }) => inUnits(book, product, base_milli));
  return { ...ask, lines: [...ask.lines, ...more] };
}

/** What the engine would give: of money any goods will do, so it is not asked. `then` has its answers. */
export function granted(
  maybe: readonly Missing[],
  before: Priced,
  then: ReadonlyMap<Missing, Priced>,
): Missing[] {
  const gives = (one: Missing) => {
    const after = then.get(one);
    return one.minor !== null || (after !== undefined && givesMore(one.scheme.id, before, after));
  };
  return maybe.filter(gives).slice(0, TOLD);
}

const givesMore = (scheme: number, before: Priced, after: Priced): boolean => {
  const worth = ({ applied }: Priced) =>
    applied.reduce((sum, a) => sum + (a.scheme === scheme ? a.value_minor : 0), 0);
  return worth(after) > worth(before);
};

/** So many base units in the largest unit that holds them whole, else in whole pieces. */
export function inUnits(book: Book, product: number, base_milli: number): AskLine {
  const units = Object.entries(book.products[product]?.units ?? {}).sort((a, b) => b[1] - a[1]);
  const whole = units.find(([, pieces]) => base_milli % (pieces * 1000) === 0);
  if (whole) return { product, unit: whole[0], quantity_milli: base_milli / whole[1] };
  const piece = units.at(-1)?.[0] ?? '';
  return { product, unit: piece, quantity_milli: Math.ceil(base_milli / 1000) * 1000 };
}
