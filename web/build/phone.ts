// What makes the phone app an app of its own within the build: its first load is held to a budget, and its service worker
// is told the files that it keeps.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { type Bundle, bytes, overBudget } from './first_load.ts';

const PAGE = 'm/index.html';
const WORKER = 'm/sw.js';
/** What a worker does with pushes; of the phone's it is a part. */
const PUSHES = 'push-worker.js';
/** gzip, of everything that a phone loads before it shows something, in its heaviest language. */
const BUDGET_KB = 150;

const text = (file: Bundle[string]) =>
  file.type === 'chunk' ? file.code : typeof file.source === 'string' ? file.source : '';

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
        const pushes = bundle[PUSHES];
        if (worker?.type !== 'chunk' || pushes?.type !== 'chunk') return;
        const over = overBudget(
          bundle,
          { name: 'the phone app', entries: [PAGE], words: /\/src\/m\/i18n\/(?:\w+\.)?(\w+)\.json$/ },
          BUDGET_KB,
        );
        if (over) this.error(over);

        const hash = createHash('sha256');
        const own = reachable(bundle);
        for (const name of own) hash.update(name).update(bytes(bundle[name]!));
        const icons = readdirSync(join(publicDir, 'm')).sort();
        for (const name of icons) hash.update(name).update(readFileSync(join(publicDir, 'm', name)));
        const files = [
          ...own.map((name) => (name === PAGE ? '/m/' : `/${name}`)),
          ...icons.map((name) => `/m/${name}`),
        ];
        const told = `const PHONE_BUILD=${JSON.stringify(hash.digest('hex').slice(0, 12))},PHONE_FILES=${JSON.stringify(files)};`;
        // The worker's own text changes with any file, which is how a browser finds a new version. Each part has names of
        // its own; a part that imports would be no script that a browser takes for a worker.
        if (pushes.imports.length > 0 || worker.imports.length > 0)
          this.error('the workers share a module: a browser would not start them');
        worker.code = `${told}(()=>{${pushes.code}})();(()=>{${worker.code}})();`;
      },
    },
  };
}
