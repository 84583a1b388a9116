import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

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
const LANGUAGES = ['en', 'vi', 'zh'] as const;
const SRC = join(import.meta.dirname, '../src');

/** What a page says in a language: all its files together. */
function texts(dirs: string[], language: string): Map<string, string> {
  const files = dirs.flatMap((dir) =>
    readdirSync(dir)
      .filter((name) => name.split('.').at(-2) === language)
      .map((name) => join(dir, name)),
  );
  return new Map(files.flatMap((name) => [...flatten(JSON.parse(readFileSync(name, 'utf8')))]));
}

function sources(dir: string, without?: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (path === without) return [];
    if (entry.isDirectory()) return sources(path, without);
    return /\.tsx?$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

// The phone is a page of its own: neither may lean on a word of the other.
const PHONE = join(SRC, 'm');
const PAGES = [
  { page: 'the console', words: [join(SRC, 'i18n')], code: sources(SRC, PHONE) },
  {
    page: 'the phone',
    words: ['i18n', 'team/i18n', 'trips/i18n', 'van/i18n'].map((dir) => join(PHONE, dir)),
    code: sources(PHONE),
  },
];

describe.each(PAGES)('the words of $page', ({ words: dirs, code: files }) => {
  const languages = Object.fromEntries(LANGUAGES.map((language) => [language, texts(dirs, language)]));
  const english = languages.en!;
  const wanted = new Set([...english.keys()].map(base));
  const code = files.join('\n');
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
      const plurals = new Set([...english.keys()].filter((key) => PLURAL.test(key)).map(base));
      for (const key of plurals)
        for (const form of forms) expect(words.has(`${key}_${form}`), `${key}_${form}`).toBe(true);
    });
    it(`fills the same gaps in ${language} as in English`, () => {
      const gaps = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]!).sort();
      for (const [key, text] of words) {
        const same = english.get(key) ?? english.get(`${base(key)}_other`)!;
        expect(gaps(text), key).toEqual(gaps(same));
      }
    });
  }
});
