// Holds the console's first load to a budget: everything between an address and the map of the live page, the renderer
// of the map with its worker too.
import type { Plugin } from 'vite';
import { overBudget } from './first_load.ts';

const PAGE = {
  name: 'the console, up to its map',
  entries: ['web/index.html', 'src/pages/LivePage.tsx'],
  words: /\/src\/i18n\/(\w+)\.json$/,
  besides: /maplibre-gl-worker.*\.js$/,
};
/** gzip, in the heaviest language. */
const BUDGET_KB = 900;

export function consoleBudget(): Plugin {
  return {
    name: 'fieldbeat-console-budget',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        if (!Object.values(bundle).some((file) => file.name === 'index')) return;
        const over = overBudget(bundle, PAGE, BUDGET_KB);
        if (over) this.error(over);
      },
    },
  };
}
