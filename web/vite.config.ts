// How the page is built and served while developing. The build is what the server embeds: hashed files
// under /assets, nothing inline, so that a strict Content-Security-Policy holds.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { brotli } from './build/brotli.ts';
import { consoleBudget } from './build/console.ts';
import { phone } from './build/phone.ts';
import { pricing } from './build/pricing.ts';

const server = process.env.FIELDBEAT_URL ?? 'http://127.0.0.1:8080';

// The server answers only its own origin, so the proxy speaks with it.
const own = { target: server, changeOrigin: true, headers: { origin: server } };
// The worker of pushes is built, not served from its source.
const proxy = {
  '/push-worker.js': own,
  '/api': own,
  '/v1': { ...own, ws: true, rewriteWsOrigin: true },
  '/tiles': own,
};

const WORKERS: { [name: string]: string } = { 'push-worker': 'push-worker.js', 'phone-worker': 'm/sw.js' };

export default defineConfig({
  // The server writes the nonce of each answer there (src/server/ui.rs); a style without it is refused.
  html: { cspNonce: '__CSP_NONCE__' },
  plugins: [react(), pricing(), consoleBudget(), phone(), brotli()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1300,
    rollupOptions: {
      input: {
        index: 'index.html',
        phone: 'm/index.html',
        'push-worker': 'src/push/worker.ts',
        'phone-worker': 'src/m/sw.ts',
      },
      output: {
        // A service worker is known by its address: it has no hash, and lies above all that it is for.
        entryFileNames: (chunk) => WORKERS[chunk.name] ?? 'assets/[name]-[hash].js',
      },
    },
  },
  worker: { format: 'es', plugins: () => [pricing()] },
  server: { port: 5173, proxy },
  preview: { port: 5173, proxy },
  test: { environment: 'happy-dom', include: ['test/**/*.test.ts'], setupFiles: [] },
});
