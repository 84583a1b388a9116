// The order on the phone against the price engine that phones run, and against what a server said for the same orders
// by the same catalogue (test/phone_catalogue.json: a sync of the demo's, trimmed, with answers of orders/price).
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lineSum, orderSum } from '../src/catalogue/add_up';
import { Engine } from '../src/m/pricing/engine';
import { withoutFaults } from '../src/m/pricing/list_prices';
import { concerns, granted, inUnits, missing, withMissing } from '../src/m/pricing/next_tier';
import type { Ask, Book, Buyer, Priced } from '../src/m/pricing/types';
import { appliedWords, missingWords, type Saying } from '../src/m/pricing/words';
import { askLines, type DraftLine, EMPTY, orderBody, withQuantity } from '../src/m/visit/order_draft';
import fixture from './phone_catalogue.json';

const wasm = join(import.meta.dirname, '../../target/pricing.wasm');
if (!existsSync(wasm)) throw new Error('the price engine is not built: run `scripts/wasm.sh --build` first');
const engine = await Engine.from(readFileSync(wasm));
const { catalogue, date } = fixture;
const book = catalogue.book as unknown as Book;
engine.read(book);

const ids = new Map(catalogue.products.map(({ code, id }) => [code, id]));
const buyerOf = (outlet: number) =>
  catalogue.buyers.find(({ outlet_id }) => outlet_id === outlet)!.buyer as Buyer;
const askFor = (outlet: number, lines: readonly DraftLine[], cash = false): Ask => ({
  date,
  buyer: buyerOf(outlet),
  cash,
  lines: askLines(lines, ids, book).lines,
});
function priced(ask: Ask): Priced {
  const answer = engine.price(ask);
  if (!('priced' in answer)) throw new Error(JSON.stringify(answer));
  return answer.priced;
}
const tea = (milli: number): DraftLine[] => [{ code: 'SP-001', unit: 'thùng', milli }];

describe('an order on the phone', () => {
  for (const [at, asked] of fixture.asks.entries())
    it(`costs what the server says it costs (${at + 1})`, () => {
      expect(priced(askFor(asked.outlet_id, asked.lines, asked.cash))).toEqual(asked.priced);
    });
  it('adds up line by line, whatever is asked, with one rounding each', () => {
    for (let n = 1; n <= 200; n++) {
      const lines = catalogue.products.map(({ code, id }, i) => {
        const units = Object.keys(book.products[id]!.units);
        return { code, unit: units[(n + i) % units.length]!, milli: ((n * 7919 + i * 104_729) % 40_000) + 1 };
      });
      const ask = askFor(n % 2 ? 17 : 1, lines.slice(0, (n % lines.length) + 1), n % 3 === 0);
      const order = priced(ask);
      // The part of the book that it is priced by says what the whole book says.
      expect({ priced: order }).toEqual(engine.answer({ book, ask }));
      expect(orderSum(order).holds).toBe(true);
      expect(order.lines.every((line) => lineSum(line).holds)).toBe(true);
    }
  });
  it('promises the total that was shown, and says how old the catalogue was', () => {
    const draft = withQuantity(withQuantity(EMPTY, 'SP-001', 'thùng', 10_000), 'SP-005', 'lon', 1_500);
    const { total_minor } = priced(askFor(17, draft.lines));
    expect(orderBody(draft, 17, { total_minor, book_at: '2026-11-27T01:00:00.000Z' })).toEqual({
      outlet: 17,
      lines: [
        { product_code: 'SP-001', unit: 'thùng', quantity: '10' },
        { product_code: 'SP-005', unit: 'lon', quantity: '1.5' },
      ],
      cash: false,
      total_minor,
      book_at: '2026-11-27T01:00:00.000Z',
    });
  });
  it('names the lines without a price, so that the others can be asked for again', () => {
    const ask = askFor(17, tea(1000));
    const cut: Book = { ...book, lists: book.lists.map((list) => ({ ...list, prices: {} })) };
    engine.read(cut);
    const answer = engine.price(ask);
    engine.read(book);
    expect(answer).toEqual({ faults: [{ line: 0, code: 'no_price' }] });
    expect(withoutFaults(ask.lines, answer)).toEqual([]);
    expect(askLines([{ code: 'GONE', unit: 'x', milli: 1 }], ids, book).unknown).toEqual(['GONE']);
  });
});

const saying: Saying = {
  t: (key, values) => `${key} ${JSON.stringify(values ?? {})}`,
  money: String,
  number: String,
  all: (items) => items.join(' and '),
  product: (id) => catalogue.products.find((one) => one.id === id)!.code,
};

describe('what is missing to the next tier', () => {
  const near = (ask: Ask) => {
    const now = priced(ask);
    const maybe = missing(book, ask, now);
    const then = new Map(
      maybe
        .filter(({ minor }) => minor === null)
        .map((one) => [one, priced(withMissing(book, ask, one))] as const),
    );
    return granted(maybe, now, then);
  };
  const free = (milli: number) => {
    const found = near(askFor(17, tea(milli))).filter(({ benefit }) => benefit.type === 'free');
    expect(found).toHaveLength(1);
    return found[0]!;
  };
  it('is said where the engine would give it, and by no scheme whose budget is gone', () => {
    // Another scheme for the same tea has less left than one case.
    expect(book.schemes.filter(({ on }) => on.products.includes(ids.get('SP-001')!)).length).toBeGreaterThan(
      2,
    );
    const two = free(8_000);
    expect(two.goods).toEqual([{ product: ids.get('SP-001'), base_milli: 48_000 }]);
    const words = missingWords(book, two, saying);
    expect(words).toContain('price.more_goods');
    expect(words).toContain('SP-001');
  });
  it('is what it takes and not a bottle more', () => {
    const { scheme, goods } = free(9_999);
    expect(goods[0]!.base_milli).toBe(24);
    const gifts = (milli: number) =>
      priced(askFor(17, tea(milli))).applied.filter((a) => a.scheme === scheme.id);
    expect(gifts(9_999)).toEqual([]);
    expect(gifts(10_000)).toHaveLength(1);
    expect(free(10_000 + 9_000).goods[0]!.base_milli).toBe(24_000);
  });
  it('counts money after the benefits of goods, as the engine does', () => {
    const ask = askFor(17, [...tea(23_000), { code: 'SP-005', unit: 'thùng', milli: 12_500 }]);
    const [more] = near(ask).filter(({ minor }) => minor !== null);
    const order = priced(ask);
    const applied = order.applied.find(({ scheme }) => scheme === more!.scheme.id)!;
    if (applied.condition.type !== 'value') throw new Error('by value');
    const next = more!.scheme.rule.type === 'value' ? more!.scheme.rule.tiers[1]!.at_least_minor : 0;
    expect(applied.condition.counted_minor + more!.minor!).toBe(next);
  });
  it('is nothing where little is there, where the budget is used up, or for another buyer', () => {
    expect(near(askFor(17, tea(1_000)))).toEqual([]);
    const spent = { ...book, schemes: book.schemes.map((one) => ({ ...one, budget_left_minor: 0 })) };
    const ask = askFor(17, tea(8_000));
    expect(missing(spent, ask, priced(ask))).toEqual([]);
    const foreign = book.schemes.filter((scheme) => scheme.audience.customers.length > 0);
    expect(foreign.length).toBeGreaterThan(0);
    for (const scheme of foreign) expect(concerns(scheme, askFor(1, tea(8_000)))).toBe(false);
  });
  it('asks for whole units of the largest that fits', () => {
    const product = ids.get('SP-001')!;
    expect(inUnits(book, product, 48_000)).toEqual({ product, unit: 'thùng', quantity_milli: 2_000 });
    expect(inUnits(book, product, 25_000)).toEqual({ product, unit: 'chai', quantity_milli: 25_000 });
    expect(inUnits(book, product, 500)).toEqual({ product, unit: 'chai', quantity_milli: 1_000 });
  });
});

describe('why something is given', () => {
  it('is said by what was asked and what it gives', () => {
    const order = priced(askFor(17, [...tea(23_000), { code: 'SP-005', unit: 'thùng', milli: 12_500 }]));
    const words = order.applied.map((applied) => appliedWords(book, applied, saying));
    expect(words[0]).toContain('price.for_every');
    expect(words[0]).toContain('"times":"2"');
    expect(words[1]).toContain('price.by_value');
    expect(words[1]).toContain('price.percent_off');
  });
});
