// Gives the page the price engine as a file beside it. Without the file there is no page: a phone that
// could not price would promise what nobody keeps.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const NAME = 'fieldbeat:pricing.wasm';
const file = fileURLToPath(new URL('../../target/pricing.wasm', import.meta.url));

/** `import url from 'fieldbeat:pricing.wasm'`: its address. */
export function pricing(): Plugin {
  return {
    name: 'fieldbeat-pricing',
    enforce: 'pre',
    config: () => ({ server: { fs: { allow: ['.', file] } } }),
    resolveId(id) {
      if (id !== NAME) return undefined;
      if (!existsSync(file))
        this.error(
          'the price engine is not built (target/pricing.wasm): run `scripts/wasm.sh --build` first',
        );
      return `${file}?url`;
    },
  };
}
