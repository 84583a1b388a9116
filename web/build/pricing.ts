// Gives the page the price engine as a file beside it, and its worker a place below /m/. Without the file there is no
// page: a phone that could not price would promise what nobody keeps.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const NAME = 'fieldbeat:pricing.wasm';
const file = fileURLToPath(new URL('../../target/pricing.wasm', import.meta.url));
const MISSING = 'the price engine is not built (target/pricing.wasm): run `scripts/wasm.sh --build` first';

/** `import url from 'fieldbeat:pricing.wasm'`: its address. */
export function pricing(): Plugin {
  return {
    name: 'fieldbeat-pricing',
    enforce: 'pre',
    config: (_, { command }) => {
      // At once: later on, what else the build does would hide it.
      if (command === 'build' && !existsSync(file)) throw new Error(MISSING);
      return {
        server: { fs: { allow: ['.', file] } },
        worker: {
          rollupOptions: {
            output: {
              // A worker is the service worker's whose scope it lies in: elsewhere it would not start without a network. The
              // server knows it by this name, and lets it alone run WebAssembly.
              entryFileNames: ({ name }) =>
                name === 'price-worker' ? 'm/[name]-[hash].js' : 'assets/[name]-[hash].js',
            },
          },
        },
      };
    },
    resolveId(id) {
      if (id !== NAME) return undefined;
      if (!existsSync(file)) this.error(MISSING);
      return `${file}?url`;
    },
  };
}
