// What makes the phone app an app of its own within the build: its first load is held to a budget, and its service worker
// is told the files that it keeps.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin, Rollup } from 'vite';

const PAGE = 'm/index.html';
const WORKER = 'm/sw.js';
/** gzip, of everything that a phone loads before it shows something, in its heaviest language. */
const BUDGET_KB = 150;

type Bundle = Rollup.OutputBundle;

const text = (file: Bundle[string]) =>
  file.type === 'chunk' ? file.code : typeof file.source === 'string' ? file.source : '';
const bytes = (file: Bundle[string]) => (file.type === 'chunk' ? file.code : file.source);

/** Every file that is named by a file of the app: what it may ever load. */
function reachable(bundle: Bundle): string[] {
  const found = new Set([PAGE]);
  for (const name of found) {
    const file = bundle[name];
    if (!file) continue;
    const said = text(file);
    for (const other of Object.keys(bundle))
      if (!found.has(other) && other !== WORKER && said.includes(other.split('/').at(-1)!)) found.add(other);
  }
  return [...found].sort();
}

/** What the page's entry imports at once, with its styles, and of the languages the heaviest. */
function firstLoad(bundle: Bundle): { name: string; kb: number }[] {
  const kb = (name: string) => gzipSync(bytes(bundle[name]!)).length / 1024;
  const entry = Object.values(bundle).find(
    (file) => file.type === 'chunk' && file.facadeModuleId?.endsWith(PAGE),
  );
  if (entry?.type !== 'chunk') throw new Error(`the build has no ${PAGE}`);
  const files = new Set([entry.fileName]);
  for (const name of files) {
    const file = bundle[name];
    if (file?.type !== 'chunk') continue;
    for (const next of [...file.imports, ...(file.viteMetadata?.importedCss ?? [])]) files.add(next);
  }
  const words = (language: string) =>
    Object.values(bundle)
      .filter((file) => file.type === 'chunk')
      .filter(
        ({ facadeModuleId }) =>
          facadeModuleId?.match(/\/src\/m\/i18n\/(\w+\.)?(\w+)\.json$/)?.[2] === language,
      )
      .map(({ fileName }) => ({ name: fileName, kb: kb(fileName) }));
  const sum = (rows: { kb: number }[]) => rows.reduce((total, row) => total + row.kb, 0);
  const heaviest = ['en', 'vi', 'zh'].map(words).sort((a, b) => sum(b) - sum(a))[0]!;
  return [PAGE, ...files].map((name) => ({ name, kb: kb(name) })).concat(heaviest);
}

export function phone(): Plugin {
  let publicDir = '';
  return {
    name: 'fieldbeat-phone',
    apply: 'build',
    configResolved(config) {
      publicDir = config.publicDir;
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const worker = bundle[WORKER];
        if (worker?.type !== 'chunk') return;
        const load = firstLoad(bundle).sort((a, b) => b.kb - a.kb);
        const total = load.reduce((sum, { kb }) => sum + kb, 0);
        console.log('\n     gzip kB  first load of the phone app');
        for (const { name, kb } of load) console.log(`   ${kb.toFixed(1).padStart(9)}  ${name}`);
        console.log(`   ${total.toFixed(1).padStart(9)}  of ${BUDGET_KB}`);
        if (total > BUDGET_KB)
          this.error(`the phone app loads ${total.toFixed(1)} kB at first; its budget is ${BUDGET_KB}`);

        const hash = createHash('sha256');
        const own = reachable(bundle);
        for (const name of own) hash.update(name).update(bytes(bundle[name]!));
        const icons = readdirSync(join(publicDir, 'm')).sort();
        for (const name of icons) hash.update(name).update(readFileSync(join(publicDir, 'm', name)));
        const files = [
          ...own.map((name) => (name === PAGE ? '/m/' : `/${name}`)),
          ...icons.map((name) => `/m/${name}`),
        ];
        // The worker's own text changes with any file, which is how a browser finds a new version.
        worker.code = `const PHONE_BUILD=${JSON.stringify(hash.digest('hex').slice(0, 12))},PHONE_FILES=${JSON.stringify(files)};${worker.code}`;
      },
    },
  };
}
