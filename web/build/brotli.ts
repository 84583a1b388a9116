// Writes a `.br` next to every text asset, and the price engine, and prints what the page weighs.
// The server picks the compressed file by Accept-Encoding; it never compresses by itself.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Plugin } from 'vite';

const PACKED = /\.(html|js|mjs|css|svg|json|txt|webmanifest|wasm)$/;

function walk(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

export function brotli(): Plugin {
  let outDir = 'dist';
  return {
    name: 'fieldbeat-brotli',
    apply: 'build',
    configResolved(config) {
      outDir = config.build.outDir;
    },
    closeBundle() {
      const rows: [string, number, number][] = [];
      for (const path of walk(outDir)) {
        if (!PACKED.test(path)) {
          rows.push([relative(outDir, path), statSync(path).size, statSync(path).size]);
          continue;
        }
        const raw = readFileSync(path);
        const packed = brotliCompressSync(raw, {
          params: { [constants.BROTLI_PARAM_SIZE_HINT]: raw.length },
        });
        writeFileSync(`${path}.br`, packed);
        rows.push([relative(outDir, path), raw.length, packed.length]);
      }
      rows.sort((a, b) => b[2] - a[2]);
      const kb = (n: number) => (n / 1024).toFixed(1).padStart(9);
      const total = rows.reduce((sum, row) => [sum[0] + row[1], sum[1] + row[2]] as [number, number], [
        0, 0,
      ] as [number, number]);
      console.log('\n      raw kB  brotli kB  file');
      for (const [name, raw, packed] of rows) console.log(`   ${kb(raw)}  ${kb(packed)}  ${name}`);
      console.log(`   ${kb(total[0])}  ${kb(total[1])}  total`);
    },
  };
}
