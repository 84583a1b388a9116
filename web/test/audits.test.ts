// What the page makes of forms and of what is asked for, without a server.
import { describe, expect, it } from 'vitest';
import { asked, coverageAsked } from '../src/audits/audits';
import { askedAs, compliantOf, fresh, measureOf, weightOf, written } from '../src/audits/forms';
import { inWords } from '../src/i18n/words';

describe('words of a form', () => {
  it('are in the language of the reader, else in one there is', () => {
    expect(inWords({ en: 'Clean?', vi: 'Sạch?' }, 'vi')).toBe('Sạch?');
    expect(inWords({ en: 'Clean?' }, 'zh')).toBe('Clean?');
    expect(inWords({ zh: '干净吗？' }, 'en')).toBe('干净吗？');
    expect(inWords({}, 'en')).toBe('');
  });
  it('lose a language that was emptied', () => {
    expect(written({ en: 'a', vi: 'b' }, 'vi', '')).toEqual({ en: 'a' });
    expect(written({ en: 'a' }, 'zh', 'c')).toEqual({ en: 'a', zh: 'c' });
  });
});

describe('a question being written', () => {
  it('loses what depended on the old way of asking', () => {
    const scored = {
      ...fresh(1),
      level: 'product' as const,
      weight: 5,
      compliant: { type: 'yes_no' as const, is: true },
      measures: 'in_stock' as const,
    };
    const now = askedAs(scored, 'number');
    expect([now.asks.type, now.weight, now.compliant, now.measures]).toEqual(['number', 0, null, null]);
    expect(measureOf(now)).toBe('facings');
    expect(measureOf(scored)).toBe('in_stock');
    expect(measureOf({ ...now, level: 'store' })).toBeNull();
  });
  it('is checked only where it can be', () => {
    expect(compliantOf({ type: 'text' })).toBeNull();
    expect(compliantOf({ type: 'choice', options: [{ code: 'x', text: {} }] })).toEqual({
      type: 'choice',
      among: ['x'],
    });
  });
  it('counts once for each of its products', () => {
    const one = { ...fresh(1), weight: 10 };
    expect(weightOf([one, { ...one, level: 'product', products: ['A', 'B'] }])).toBe(30);
  });
});

describe('what is asked of the server', () => {
  it('leaves out what is empty', () => {
    expect(asked({ a: 1, b: undefined, c: null, d: '', e: 'x y' })).toBe('a=1&e=x+y');
  });
  it('names a product only by area', () => {
    expect(coverageAsked({ product: 4 })).toBe('by=product');
    expect(coverageAsked({ by: 'area', product: 4, unit: 2 })).toBe('org_unit_id=2&by=area&product_id=4');
  });
});
