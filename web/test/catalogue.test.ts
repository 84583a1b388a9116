import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { lineSum, orderSum } from '../src/catalogue/add_up';
import { BASIS_POINTS, digitsOf, fromStored, MILLI, toStored } from '../src/catalogue/amounts';
import { filePath } from '../src/catalogue/catalogue';
import { namesOf } from '../src/catalogue/names';
import { priceBody, priceKey } from '../src/catalogue/PriceRows';
import { nearestFirst } from '../src/catalogue/periods';
import { asBenefit, asKind, freshRule } from '../src/catalogue/rules';
import { type Saying, schemeWords } from '../src/catalogue/scheme_words';
import type { Priced, PricedLine, Rule, Scheme } from '../src/catalogue/types';
import { listed, longDay, money } from '../src/format/format';
import en from '../src/i18n/en.json';

const i18n = i18next.createInstance();
await i18n.init({ lng: 'en', resources: { en: { translation: en } }, interpolation: { escapeValue: false } });

const kept = { active: true, version: 1, category_id: 7, category: 'drinks', tax_bp: 800 };
const names = namesOf(
  [
    { ...kept, id: 1, code: 'TEA', name: 'Tea', units: { piece: 1, carton: 24 } },
    { ...kept, id: 2, code: 'MILK', name: 'Milk', units: { bottle: 1 } },
  ],
  [],
  [],
);
const saying: Saying = {
  t: i18n.t,
  names,
  money: (minor) => money(minor, 'VND', 'en'),
  number: (value) => value.toLocaleString('en-GB'),
  day: (date) => longDay(date, 'en'),
  any: (items) => listed(items, 'or', 'en'),
  all: (items) => listed(items, 'and', 'en'),
  area: (id) => `Area ${id}`,
  customer: (id) => `Customer ${id}`,
};
const scheme = (rule: Rule, more: Partial<Scheme> = {}): Scheme => ({
  id: 1,
  code: 'S',
  name: 'S',
  active: true,
  version: 1,
  valid_from: null,
  valid_to: null,
  audience: { classes: [], channels: [], areas: [], customers: [], cash_only: false },
  products: { products: [], categories: [] },
  rule,
  stack_group: 1,
  priority: 5,
  stackable: false,
  budget_minor: null,
  outlet_cap_minor: null,
  ...more,
});
const free = { type: 'free', product: 2, unit: 'bottle', quantity_milli: 1000 } as const;
const percent = { type: 'percent', basis_points: 750 } as const;

describe('a scheme in words', () => {
  it('says rule, place in the order of schemes, dates and limits', () => {
    const rule: Rule = {
      type: 'quantity',
      every: true,
      tiers: [{ at_least_milli: 10_000, benefit: free }],
    };
    const said = schemeWords(
      scheme(rule, {
        products: { products: [1], categories: [] },
        valid_from: '2026-11-01',
        valid_to: '2026-11-30',
        budget_minor: 20_000_000,
      }),
      saying,
    );
    expect(said).toBe(
      'every 10 of Tea → 1 bottle of Milk free; group 1, priority 5; 1 Nov 2026 – 30 Nov 2026; budget ₫20,000,000',
    );
  });
  it('numbers what the reader does not see', () => {
    expect([names.product(9), names.list(3), names.category(8)]).toEqual(['#9', '#3', '#8']);
  });
  it('says every kind of rule, and for whom', () => {
    const tiers = [{ at_least_milli: 12_500, benefit: percent }];
    const on = { products: { products: [1, 2], categories: [7] } };
    const first = (rule: Rule, more: Partial<Scheme> = {}) =>
      schemeWords(scheme(rule, more), saying).split('; ')[0];
    expect(first({ type: 'quantity', every: false, tiers }, on)).toBe(
      'from 12.5 of Tea, Milk or category drinks → 7.5 % off',
    );
    expect(first({ type: 'mix', every: true, tiers }, on)).toBe(
      'every 12.5 of Tea, Milk and category drinks together → 7.5 % off',
    );
    expect(first({ type: 'quantity', every: false, tiers })).toBe('from 12.5 of any one product → 7.5 % off');
    expect(first({ type: 'cumulative', tiers })).toBe(
      'from 12.5 of all products over the period → 7.5 % off, settled at its end',
    );
    expect(
      first({
        type: 'value',
        tiers: [{ at_least_minor: 500_000, benefit: { type: 'amount', minor: 25_000 } }],
      }),
    ).toBe('all products worth ₫500,000 or more → ₫25,000 off');
    expect(
      first({
        type: 'combo',
        parts: [
          { product: 1, quantity_milli: 2000 },
          { product: 2, quantity_milli: 1000 },
        ],
        benefit: free,
      }),
    ).toBe('every set of 2 piece of Tea and 1 bottle of Milk → 1 bottle of Milk free');
    const audience = { classes: ['A', 'B'], channels: ['GT'], areas: [3], customers: [4], cash_only: true };
    expect(schemeWords(scheme(freshRule, { audience, outlet_cap_minor: 9, stackable: true }), saying)).toBe(
      'from 10 of any one product → 5 % off; outlets of class A or B; channel GT; in Area 3; only Customer 4; ' +
        'paid on the spot; group 1, priority 5; counts used units, too; at most ₫9 an outlet',
    );
  });
});

describe('a rule of another kind', () => {
  it('keeps what both have', () => {
    const rule: Rule = { type: 'quantity', every: true, tiers: [{ at_least_milli: 5000, benefit: free }] };
    expect(asKind(rule, 'mix')).toEqual({ ...rule, type: 'mix' });
    expect(asKind(rule, 'cumulative')).toEqual({ type: 'cumulative', tiers: rule.tiers });
    const value: Rule = {
      type: 'value',
      tiers: [{ at_least_minor: 5_000_000, benefit: { type: 'percent', basis_points: 100 } }],
    };
    expect(asKind(value, 'cumulative_value')).toEqual({ type: 'cumulative_value', tiers: value.tiers });
    expect(asKind(rule, 'value')).toEqual({ type: 'value', tiers: [{ at_least_minor: 0, benefit: free }] });
    expect(asKind(asKind(rule, 'combo'), 'quantity')).toEqual({
      type: 'quantity',
      every: false,
      tiers: [{ at_least_milli: 10_000, benefit: free }],
    });
  });
  it('begins anew where a benefit is of another kind', () => {
    expect(asBenefit(percent, 'percent')).toBe(percent);
    expect(asBenefit(percent, 'amount')).toEqual({ type: 'amount', minor: 0 });
  });
});

const line = (more: Partial<PricedLine> = {}): PricedLine => ({
  product: 1,
  unit: 'carton',
  quantity_milli: 1500,
  price: { list: 1, list_version: 3, minor: 240_000, tax_included: false, by_piece: true },
  gross_minor: 360_000,
  benefits: [{ applied: 0, minor: 36_000 }],
  net_minor: 324_000,
  tax_minor: 25_920,
  total_minor: 349_920,
  ...more,
});
const inside: PricedLine = {
  ...line(),
  unit: 'piece',
  quantity_milli: 1000,
  price: { ...line().price, minor: 10_800, tax_included: true },
  gross_minor: 10_800,
  benefits: [],
  net_minor: 10_800,
  tax_minor: 800,
  total_minor: 10_800,
};
const applied: Priced['applied'][number] = {
  scheme: 1,
  scheme_version: 1,
  condition: { type: 'quantity', at_least_milli: 10_000, counted_milli: 36_000 },
  times: 1,
  units: [{ product: 1, base_milli: 36_000 }],
  value_minor: 36_000,
  limited: false,
};
const priced: Priced = {
  lines: [line(), inside],
  free: [{ applied: 1, product: 2, unit: 'bottle', quantity_milli: 1000, value_minor: 20_000 }],
  applied: [applied, { ...applied, value_minor: 20_000 }],
  gross_minor: 370_800,
  discount_minor: 36_000,
  tax_minor: 26_720,
  total_minor: 360_720,
};

describe('a priced order', () => {
  it('adds up line by line, with tax on top or inside', () => {
    expect(lineSum(line())).toMatchObject({ taxAdded: 25_920, taxInside: 0, holds: true });
    expect(lineSum(inside)).toMatchObject({ taxAdded: 0, taxInside: 800, holds: true });
  });
  it('adds up to its total; free goods take nothing off', () => {
    expect(orderSum(priced)).toEqual({
      gross: 370_800,
      off: [{ applied: 0, minor: 36_000 }],
      net: 334_800,
      taxAdded: 25_920,
      taxInside: 800,
      total: 360_720,
      holds: true,
    });
  });
  it('shows where it would not', () => {
    expect(lineSum(line({ gross_minor: 360_001 })).holds).toBe(false);
    expect(lineSum(line({ net_minor: 324_001 })).holds).toBe(false);
    expect(lineSum(line({ total_minor: 349_921 })).holds).toBe(false);
    expect(orderSum({ ...priced, total_minor: 360_721 }).holds).toBe(false);
    expect(orderSum({ ...priced, tax_minor: 26_719 }).holds).toBe(false);
    expect(orderSum({ ...priced, discount_minor: 56_000 }).holds).toBe(false);
  });
  it('rounds a line once, half up', () => {
    const half = { gross_minor: 3, benefits: [], net_minor: 3, tax_minor: 0, total_minor: 3 };
    const price = { ...line().price, minor: 5 };
    expect(lineSum(line({ ...half, price, quantity_milli: 500 })).holds).toBe(true);
    expect(lineSum(line({ ...half, price, quantity_milli: 480 })).holds).toBe(false);
  });
});

describe('numbers as they are typed', () => {
  it('become whole ones by the decimals of what they are', () => {
    expect([digitsOf('VND'), digitsOf('USD')]).toEqual([0, 2]);
    expect(toStored(1.15, digitsOf('USD'))).toBe(115);
    expect(toStored(1.5, MILLI)).toBe(1500);
    expect(toStored(8.25, BASIS_POINTS)).toBe(825);
    expect(fromStored(825, BASIS_POINTS)).toBe(8.25);
  });
});

it('sends prices in the order typed, each once', () => {
  const a = { product_code: 'B', unit: 'piece', minor: 5 };
  const b = { product_code: '10', unit: 'piece', minor: null };
  const draft = { [priceKey(a)]: a, [priceKey(b)]: b };
  expect(priceBody({ ...draft, [priceKey(a)]: { ...a, minor: 6 } })).toEqual([{ ...a, minor: 6 }, b]);
});

describe('a list of the catalogue as a file', () => {
  it('is there with what was searched for, and only where the server has one', () => {
    expect(filePath('products', 'trà')).toBe('products?q=tr%C3%A0');
    expect(filePath('partners', '')).toBe('partners');
    expect(filePath('forms', '')).toBe('forms');
    expect(filePath('must-sell-lists', 'x')).toBe('must-sell-lists?q=x');
  });
});

describe('progress in a period', () => {
  it('names who is nearest to a tier first and who has reached all last', () => {
    const rows = [null, 24_000, 80_000, null, 1_000].map((missing_milli) => ({
      missing_milli,
      missing_minor: null,
    }));
    expect(nearestFirst(rows).map((row) => row.missing_milli)).toEqual([1_000, 24_000, 80_000, null, null]);
    const byValue = [5_000, null, 40].map((missing_minor) => ({ missing_milli: null, missing_minor }));
    expect(nearestFirst(byValue).map((row) => row.missing_minor)).toEqual([40, 5_000, null]);
  });
});
