// An administrator's story: an outlet found without its marks and its pin moved by keyboard, a phone enrolled in
// Vietnamese, a user made and shut out, a view kept. All of it is taken back or ended. Needs a real server.
import { expect, type Page, test } from '@playwright/test';
import { accessible, logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no masters');

const ADMIN = /administrator|quản trị|管理员/i;
const rows = (page: Page) => page.locator('.fb-rec-table tbody tr');
const said = (page: Page) => page.locator('.fb-rec-said');
/** Of names, so that nothing that an earlier run left is met. */
const stamp = Date.now().toString(36);

async function narrow(page: Page) {
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
}

test('an outlet is found without its marks, and its pin moved and taken back', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  const asked: URL[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname === '/api/v1/outlets') asked.push(url);
  });
  await logIn(page, ADMIN);
  await page.goto('/masters/outlets');
  await expect(rows(page).first()).toBeVisible();
  asked.length = 0;

  await page.keyboard.press('/');
  await page.keyboard.type('ca phe', { delay: 30 });
  await page.waitForURL('**/masters/outlets?q=ca*phe');
  await expect(rows(page).first()).toContainText(/cà phê/i);
  // One page of what was typed, not one for every letter.
  expect(asked.map((url) => url.searchParams.get('q'))).toEqual(['ca phe']);
  expect(asked.every((url) => Number(url.searchParams.get('limit')) <= 100)).toBe(true);
  await accessible(page);

  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.locator('.fb-rec-head h2')).toBeFocused();
  await expect(page.locator('.fb-rec-aside [data-ready=true]')).toBeVisible();
  await page.getByRole('button', { name: 'Move the pin' }).click();
  await page.locator('.fb-rec-pin').focus();
  for (let step = 0; step < 3; step++) await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByText(/moves by (29|30|31) metres/)).toBeVisible();
  await page.getByRole('button', { name: 'Save the pin' }).click();
  await expect(said(page)).toContainText(/moved by (29|30|31) metres/);
  await accessible(page);
  await said(page).getByRole('button').click();
  await expect(said(page)).toContainText('Taken back');

  await narrow(page);
  await page.keyboard.press('Escape');
  await expect(rows(page).first()).toBeVisible();
  await narrow(page);
  expect(complaints).toEqual([]);
});

test('pages of a list lead on and back, and a filter begins anew', async ({ page }) => {
  await logIn(page, ADMIN);
  await page.goto('/masters/outlets');
  const first = await rows(page).first().getAttribute('data-id');
  await page.keyboard.press(']');
  await page.waitForURL('**/masters/outlets?at=*');
  await expect(rows(page).first()).not.toHaveAttribute('data-id', first!);
  await page.keyboard.press('[');
  await expect(rows(page).first()).toHaveAttribute('data-id', first!);
  await page.keyboard.press(']');
  await page.waitForURL('**/masters/outlets?at=*');
  await page.getByRole('combobox', { name: 'State' }).selectOption('open');
  await page.waitForURL((url) => url.search === '?state=open');

  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: /Save these filters/ }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(`Open ${stamp}`);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.goto('/masters/outlets');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: `Open ${stamp}`, exact: true }).click();
  await page.waitForURL((url) => url.search === '?state=open');
  await page.getByRole('button', { name: `Open ${stamp}` }).click();
  await page.getByRole('menuitem', { name: `Delete “Open ${stamp}”` }).click();
  await page.getByRole('menuitem', { name: `Bring “Open ${stamp}” back` }).click();
  await page.getByRole('menuitem', { name: `Delete “Open ${stamp}”` }).click();
  await expect(page.locator(`[data-view="Open ${stamp}"]`)).toHaveCount(0);
});

test('a phone is enrolled by a code to scan, and revoked, in Vietnamese', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await logIn(page, ADMIN);
  await page.goto('/admin/devices');
  await expect(page.getByRole('columnheader', { name: 'Tình trạng' })).toBeVisible();
  await page.keyboard.press('n');
  await page.getByRole('combobox', { name: 'Nhân viên' }).last().fill('R001');
  await page.getByRole('option', { name: /R001/ }).first().click();
  await page.getByRole('textbox', { name: 'Tên thiết bị' }).fill(`May ${stamp}`);
  await page.getByRole('button', { name: 'Tạo và hiện mã' }).click();
  await expect(page.getByTestId('enrol-qr')).toBeVisible();
  const [code, link] = await page.getByTestId('secret').allTextContents();
  expect(link).toBe(`${new URL(page.url()).origin}/m/?code=${encodeURIComponent(code!)}`);
  await accessible(page);

  await page.getByRole('button', { name: 'Tôi đã lưu' }).click();
  await expect(page.getByTestId('enrol-qr')).toHaveCount(0);
  await page.getByRole('button', { name: 'Thu hồi', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Thu hồi' }).click();
  await expect(page.locator('.fb-rec-head')).toContainText('đã thu hồi');
  await context.close();
});

test('a user is made with a password told once, has a token, and is shut out; the log tells', async ({
  page,
  playwright,
}) => {
  await logIn(page, ADMIN);
  await page.goto('/admin/users');
  await page.getByRole('button', { name: 'New user' }).click();
  await page.getByRole('textbox', { name: 'Login' }).fill(`e2e.${stamp}`);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Thử Nghiệm');
  await page.getByRole('combobox', { name: 'Role' }).selectOption('auditor');
  await page.getByRole('combobox', { name: 'Org unit' }).fill('HQ');
  await page.getByRole('option', { name: /HQ/ }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const password = await page.getByTestId('secret').textContent();
  const stranger = await playwright.request.newContext({ baseURL: new URL(page.url()).origin });
  const enter = () => stranger.post('/api/v1/session', { data: { login: `e2e.${stamp}`, password } });
  expect((await enter()).status()).toBe(200);

  await page.getByRole('button', { name: 'I have it' }).click();
  await page.getByRole('textbox', { name: 'What for' }).fill('ERP');
  await page.getByRole('button', { name: 'Make a token' }).click();
  await expect(page.getByTestId('secret')).toBeVisible();
  await page.getByRole('button', { name: 'Revoke “ERP”' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('No program acts as this user.')).toBeVisible();
  await accessible(page);

  await page.getByRole('button', { name: 'Shut out' }).click();
  await expect(said(page)).toContainText('shut out');
  expect((await enter()).status()).toBe(401);
  await stranger.dispose();

  const user = new URL(page.url()).searchParams.get('id');
  await page.goto(`/admin/audit-log?subject=users/${user}`);
  await expect(rows(page).first()).toContainText('User: changed');
});

test('roles are shown with what each may do', async ({ page }) => {
  await logIn(page, ADMIN);
  await page.goto('/admin/roles?role=auditor');
  await expect(page.locator('[data-right=read_audit] td[data-may]')).toBeVisible();
  await expect(page.locator('[data-right=manage_users] td[data-may]')).toHaveCount(0);
  await accessible(page);
});
