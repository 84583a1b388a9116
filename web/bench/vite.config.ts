// Builds the benchmark's own page; nothing of it is shipped.
import { defineConfig } from 'vite';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  publicDir: false,
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    outDir: '../target/bench-map',
    emptyOutDir: true,
    rollupOptions: { input: { map: 'bench/map.html' } },
  },
  worker: { format: 'es' },
});
