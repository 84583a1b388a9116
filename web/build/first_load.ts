// What a page loads before it shows something, by the bundle: its entry with all that this imports at once, the styles of
// them, and the words of the heaviest language. Knows nothing of budgets but whether one is kept.
import { gzipSync } from 'node:zlib';
import type { Rollup } from 'vite';

export type Bundle = Rollup.OutputBundle;

export const bytes = (file: Bundle[string]) => (file.type === 'chunk' ? file.code : file.source);

interface Page {
  /** As the table is headed. */
  name: string;
  /** The ends of the modules it starts with. */
  entries: readonly string[];
  /** Matches the modules of words; its first group is the language. */
  words: RegExp;
  /** Matches what is loaded besides by its address. */
  besides?: RegExp;
}

function firstLoad(bundle: Bundle, { entries, words, besides }: Page): { name: string; kb: number }[] {
  const kb = (name: string) => gzipSync(bytes(bundle[name]!)).length / 1024;
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const files = new Set(Object.keys(bundle).filter((name) => besides?.test(name)));
  for (const entry of entries) {
    const chunk = chunks.find(
      ({ facadeModuleId, moduleIds }) =>
        facadeModuleId?.endsWith(entry) || moduleIds.some((id) => id.endsWith(entry)),
    );
    if (!chunk) throw new Error(`the build has no ${entry}`);
    files.add(chunk.fileName);
  }
  for (const name of files) {
    const file = bundle[name];
    if (file?.type !== 'chunk') continue;
    for (const next of [...file.imports, ...(file.viteMetadata?.importedCss ?? [])]) files.add(next);
  }
  const wordsOf = (language: string) =>
    chunks
      .filter(({ facadeModuleId }) => facadeModuleId?.match(words)?.[1] === language)
      .map(({ fileName }) => ({ name: fileName, kb: kb(fileName) }));
  const sum = (rows: { kb: number }[]) => rows.reduce((total, row) => total + row.kb, 0);
  const heaviest = ['en', 'vi', 'zh'].map(wordsOf).sort((a, b) => sum(b) - sum(a))[0]!;
  const page = entries.filter((entry) => entry.endsWith('.html') && bundle[entry]);
  return [...page, ...files].map((name) => ({ name, kb: kb(name) })).concat(heaviest);
}

/** Prints what the page loads at first; what is over the budget, in words, else `null`. */
export function overBudget(bundle: Bundle, page: Page, budgetKb: number): string | null {
  const load = firstLoad(bundle, page).sort((a, b) => b.kb - a.kb);
  const total = load.reduce((sum, { kb }) => sum + kb, 0);
  console.log(`\n     gzip kB  first load of ${page.name}`);
  for (const { name, kb } of load) console.log(`   ${kb.toFixed(1).padStart(9)}  ${name}`);
  console.log(`   ${total.toFixed(1).padStart(9)}  of ${budgetKb}`);
  return total > budgetKb
    ? `${page.name} loads ${total.toFixed(1)} kB at first; its budget is ${budgetKb}`
    : null;
}
