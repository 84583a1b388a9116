// Browser tests. Without FIELDBEAT_URL they start the mock and the built page; with it they test that server, as
// `make test` does. FIELDBEAT_CHROMIUM names another browser.
import { defineConfig } from '@playwright/test';

const url = process.env.FIELDBEAT_URL;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  timeout: 90_000,
  expect: { timeout: 20_000 },
  workers: 1,
  retries: 1,
  reporter: [['list']],
  use: {
    baseURL: url ?? 'http://127.0.0.1:8091',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    trace: 'off',
    launchOptions: {
      executablePath: process.env.FIELDBEAT_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    },
  },
  webServer: url
    ? undefined
    : {
        command: 'node e2e/mock/server.mjs',
        env: { PORT: '8091' },
        url: 'http://127.0.0.1:8091/api/v1/public',
        reuseExistingServer: false,
      },
});
