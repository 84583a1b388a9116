// The administrator's story, on a server of its own that nobody has set up: the link of the first run, a company, a rep
// with a phone, and a picture that the phone's camera reads. FIELDBEAT_BIN is the server's binary.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { accessible } from './steps';

const binary = process.env.FIELDBEAT_BIN;
test.skip(!binary, 'needs the binary of the server');

let server: ChildProcess;
let data: string;
let told: { url: string; first_run: string };

test.beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'fieldbeat-first-'));
  // The database's own user must be able to enter.
  chmodSync(data, 0o755);
  server = spawn(binary!, ['serve', '--json', '--listen=127.0.0.1:0', `--data-dir=${data}/data`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: server.stdout! });
  const line = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    server.once('exit', () => reject(new Error('the server ended')));
  });
  told = JSON.parse(line);
});

test.afterAll(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
  rmSync(data, { recursive: true, force: true });
});

test('an administrator sets up a company from the link of the first run', async ({ browser }) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ baseURL: told.url, locale: 'en-GB' });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !/401 \(Unauthorized\)/.test(message.text()))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));

  await page.goto(told.first_run);
  await page.locator('[name=name]').fill('Công ty Nước giải khát Sông Lam');
  await page.locator('[name=admin_name]').fill('Lê Thị Quản Trị');
  await page.locator('[name=login]').fill('quantri');
  await page.locator('[name=password]').fill('mat khau rat dai');
  await page.locator('[name=repeat]').fill('mat khau rat dai');
  await accessible(page);
  await page.locator('button[type=submit]').click();
  await page.waitForURL((url) => url.pathname !== '/first-run');
  await expect(page.locator('.fb-nav')).toBeVisible();
  // The link is spent: nobody founds the company again.
  const again = await context.request.get('/api/v1/public');
  expect((await again.json()).first_run).toBe(false);

  // A rep, and a phone by the picture that its camera reads.
  await page.goto('/masters/reps');
  await page.getByRole('button', { name: 'New rep' }).click();
  await page.getByRole('textbox', { name: 'Code' }).fill('NV01');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Trần Văn Hùng');
  await page.getByRole('combobox', { name: 'Team' }).fill('HQ');
  await page.getByRole('option', { name: 'HQ' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Trần Văn Hùng' })).toBeVisible();
  await page.goto('/admin/devices');
  await page.getByRole('button', { name: 'New device' }).click();
  await page.getByRole('combobox', { name: 'Rep' }).last().fill('NV01');
  await page.getByRole('option', { name: 'NV01' }).click();
  await page.getByRole('textbox', { name: 'Label' }).fill('May 1');
  await page.getByRole('button', { name: 'Make it and show the code' }).click();
  await expect(page.getByTestId('enrol-qr')).toBeVisible();
  const link = (await page.getByTestId('secret').allTextContents()).at(-1)!;
  expect(link).toContain('/m/?code=');

  // The phone is the rep's own from its first look at the picture on.
  const phone = await (
    await browser.newContext({ locale: 'en-GB', viewport: { width: 390, height: 844 } })
  ).newPage();
  await phone.goto(link);
  await phone.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(phone.getByRole('button', { name: 'Start work' })).toBeVisible();
  await phone.context().close();
  expect(complaints).toEqual([]);
  await context.close();
});
