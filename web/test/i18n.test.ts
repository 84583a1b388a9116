import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from '../src/i18n/en.json';
import vi from '../src/i18n/vi.json';
import zh from '../src/i18n/zh.json';

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [k, v] of flatten(value, `${prefix}${key}.`)) flat.set(k, v);
  }
  return flat;
}

const PLURAL = /_(zero|one|two|few|many|other)$/;
const base = (key: string) => key.replace(PLURAL, '');
const languages = { en: flatten(en), vi: flatten(vi), zh: flatten(zh) };
const wanted = new Set([...languages.en.keys()].map(base));

function sources(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? sources(join(dir, entry.name))
      : /\.tsx?$/.test(entry.name)
        ? [readFileSync(join(dir, entry.name), 'utf8')]
        : [],
  );
}
const code = sources(join(import.meta.dirname, '../src')).join('\n');
const literal = new Set([...code.matchAll(/\bt\(\s*'([^']+)'/g)].map((m) => m[1]!));
/** `t(\`status.${x}\`)` uses every key that fits. */
const patterns = [...code.matchAll(/\bt\(\s*`([^`]+)`/g)].map(
  (m) =>
    new RegExp(
      `^${m[1]!
        .replace(/\$\{[^}]+\}/g, '\u0000')
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replaceAll('\u0000', '[^.]+')}$`,
    ),
);

describe('the words of the page', () => {
  it('has no key in the code without words', () => {
    expect([...literal].filter((key) => !wanted.has(key))).toEqual([]);
    expect(patterns.filter((pattern) => ![...wanted].some((key) => pattern.test(key))).map(String)).toEqual(
      [],
    );
  });
  it('has no words that no code uses', () => {
    expect(
      [...wanted].filter((key) => !literal.has(key) && !patterns.some((pattern) => pattern.test(key))),
    ).toEqual([]);
  });
  for (const [language, words] of Object.entries(languages)) {
    it(`is complete in ${language}`, () => {
      const have = new Set([...words.keys()].map(base));
      expect([...wanted].filter((key) => !have.has(key))).toEqual([]);
      expect([...have].filter((key) => !wanted.has(key))).toEqual([]);
      expect([...words].filter(([, text]) => !text.trim()).map(([key]) => key)).toEqual([]);
    });
    it(`has the plural forms that ${language} needs`, () => {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const plurals = new Set([...languages.en.keys()].filter((key) => PLURAL.test(key)).map(base));
      for (const key of plurals)
        for (const form of forms) expect(words.has(`${key}_${form}`), `${key}_${form}`).toBe(true);
    });
    it(`fills the same gaps in ${language} as in English`, () => {
      const gaps = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]!).sort();
      for (const [key, text] of words) {
        const english = languages.en.get(key) ?? languages.en.get(`${base(key)}_other`)!;
        expect(gaps(text), key).toEqual(gaps(english));
      }
    });
  }
});
