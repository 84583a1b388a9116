// Somebody's own account: a second factor is switched on by an app, asked for at the next login, and where one is signed
// in is seen and ended; an administrator gives out a code by which a forgotten password is set anew. Against a real server.
import { createHmac } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { accessible, inside } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'needs a server');

const FIRST = 'mat khau rat dai';
const SECOND = 'con duong moi 2026';

/** RFC 4648. */
function bytesOf(base32: string): Buffer {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...base32.replaceAll(/[\s=]/g, '')]
    .map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from(bits.match(/.{8}/g)!.map((octet) => Number.parseInt(octet, 2)));
}

/** RFC 6238, as an app shows it; `ahead` steps of 30 s later, since a code opens once. */
function codeOf(secret: string, ahead = 0): string {
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const mac = createHmac('sha1', bytesOf(secret)).update(step).digest();
  const at = mac[19]! & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function ask<T>(page: Page, path: string, data?: object): Promise<T> {
  const answer = await (data
    ? page.request.post(`/api/v1/${path}`, { data })
    : page.request.get(`/api/v1/${path}`));
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return answer.json();
}

/** Somebody new, made by the administrator who is at the page. */
async function somebody(page: Page, login: string): Promise<number> {
  await ask(page, 'session/persona', { login: 'admin' });
  const { items } = await ask<{ items: { id: number }[] }>(page, 'org-units?limit=1');
  const person = { name: 'Trần Thị Riêng', role: 'accounting', language: 'en', org_unit_id: items[0]!.id };
  return (await ask<{ id: number }>(page, 'users', { ...person, login, password: FIRST })).id;
}

async function enter(page: Page, login: string) {
  await page.goto('/login');
  await page.locator('summary').click();
  await page.getByRole('textbox', { name: 'Login' }).fill(login);
  await page.getByLabel('Password', { exact: true }).fill(FIRST);
  await page.getByRole('button', { name: 'Log in' }).click();
}

test('a second factor is switched on and asked for, and a session is ended', async ({ page, browser }) => {
  const login = `own.${Date.now()}`;
  await somebody(page, login);
  await page.request.delete('/api/v1/session');
  await enter(page, login);
  await inside(page);
  await page.locator('.fb-user').click();
  await page.getByRole('menuitem', { name: 'My account' }).click();
  await page.getByRole('button', { name: 'Set it up' }).click();
  const factor = page.getByRole('region', { name: 'Second factor' });
  await factor.getByLabel('Password in use').fill('something else');
  await factor.getByRole('button', { name: 'Go on' }).click();
  await expect(factor.getByText('This password is not right.')).toBeVisible();
  await factor.getByLabel('Password in use').fill(FIRST);
  await factor.getByRole('button', { name: 'Go on' }).click();
  const secret = (await factor.getByTestId('secret').textContent())!;
  await accessible(page);
  await factor.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret));
  await factor.getByRole('button', { name: 'Switch on' }).click();
  await expect(factor.getByTestId('recovery-codes').locator('code')).toHaveCount(10);
  await expect(factor.getByRole('button', { name: 'Done' })).toBeDisabled();
  await factor.getByLabel('I have kept the codes').check();
  await factor.getByRole('button', { name: 'Done' }).click();
  await expect(factor.getByText('10 recovery codes are left.')).toBeVisible();

  // The next login wants a code; the password typed once is enough.
  const context = await browser.newContext({ locale: 'en-GB' });
  const other = await context.newPage();
  await enter(other, login);
  const field = other.getByRole('textbox', { name: 'Code' });
  await expect(field).toBeFocused();
  await field.fill('000000');
  await field.press('Enter');
  await expect(other.getByText('This code is not right, or it was used already.')).toBeVisible();
  await accessible(other);
  await field.fill(codeOf(secret, 1));
  await field.press('Enter');
  await inside(other);

  // Both are seen; the other one is ended.
  await page.reload();
  const lines = page.locator('[data-session]');
  await expect(lines).toHaveCount(2);
  await page.locator('[data-session=other]').getByRole('button').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('1 session is ended.')).toBeVisible();
  await expect(lines).toHaveCount(1);
  expect((await context.request.get('/api/v1/session')).status()).toBe(401);
  await context.close();
});

test('a forgotten password is set by a code of the administrator, who signs out and shuts out', async ({
  page,
  browser,
}) => {
  const login = `lost.${Date.now()}`;
  const id = await somebody(page, login);
  await page.goto(`/admin/users?id=${id}`);
  await expect(page.getByText('The password alone is enough.')).toBeVisible();
  await expect(page.getByText('Nowhere at the moment.')).toBeVisible();
  await page.getByRole('button', { name: 'Reset code' }).click();
  const code = (await page.getByTestId('secret').textContent())!;
  await accessible(page);

  const context = await browser.newContext({ locale: 'en-GB' });
  const own = await context.newPage();
  await own.goto('/login?reset=1');
  await own.getByRole('textbox', { name: 'Login' }).fill(login);
  await own.getByRole('textbox', { name: 'Code from the administrator' }).fill('00000-00000');
  await own.getByLabel('New password', { exact: true }).fill(SECOND);
  await own.getByLabel('Password again').fill(SECOND);
  await own.getByRole('button', { name: 'Set the password and log in' }).click();
  await expect(own.getByText('Login and code do not belong together')).toBeVisible();
  await accessible(own);
  await own.getByRole('textbox', { name: 'Code from the administrator' }).fill(code);
  await own.getByRole('button', { name: 'Set the password and log in' }).click();
  await inside(own);

  await page.reload();
  await expect(page.locator('[data-session]')).toContainText('with a code of the administrator');
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('1 session is ended.')).toBeVisible();
  expect((await context.request.get('/api/v1/session')).status()).toBe(401);
  await page.getByRole('button', { name: 'Shut out' }).click();
  await expect(page.getByText('The person is shut out')).toBeVisible();
  await context.close();
});
