// The administrator's story: a setting refused at its field, changed with its difference shown first, found in the
// history; a reason added, renamed and no longer offered. Who may not change them reads. Against a real server.
import { expect, test } from '@playwright/test';
import { accessible, logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'needs a server');

test('an administrator changes a threshold and a setting, and sees what was refused', async ({ page }) => {
  await logIn(page, /administrator|quản trị|管理员/i);
  await page.locator('.fb-user').click();
  await page.locator('[role=menuitem][href="/settings"]').click();
  await page.waitForURL('**/settings');
  // In the browser's language, not the person's.
  await page.goto('/settings');
  const sooner = page.getByLabel('Online for');
  const before = await sooner.inputValue();
  await accessible(page);

  // More than it may be at all, then more than the other may be: the page says the one, the server the other.
  await sooner.fill('99999');
  await expect(page.getByText('This is outside what is allowed.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Look at the changes' })).toBeDisabled();
  await sooner.fill('1200');
  await page.getByRole('button', { name: 'Look at the changes' }).click();
  await expect(page.locator('[data-change=online_s] ins')).toContainText('1,200 s');
  await accessible(page);
  await page.getByRole('button', { name: 'Save 1 change' }).click();
  await expect(page.getByText('This is above the value that bounds it.')).toBeVisible();
  await expect(page.getByText('1 value was refused; it is marked below.')).toBeVisible();
  await expect(sooner).toBeFocused();
  await sooner.fill(before.replace(/\D/g, ''));

  // A value of its own, so that another attempt changes something, too.
  await page.getByRole('tab', { name: 'Exceptions' }).click();
  const idle = page.getByRole('listitem').filter({ hasText: 'stands still' }).getByLabel('After');
  const minutes = (Number.parseInt(await idle.inputValue(), 10) % 60) + 16;
  await idle.fill(String(minutes));
  await page.getByRole('button', { name: 'Look at the changes' }).click();
  await page.getByRole('button', { name: 'Save 1 change' }).click();
  await expect(page.getByText(/Version \d+ is saved and holds from/)).toBeVisible();
  await page.getByRole('tab', { name: 'History' }).click();
  const newest = page.locator('[data-version]').first();
  await expect(newest.locator('[data-change="exceptions/idle/after_min"] ins')).toContainText(
    `${minutes} min`,
  );
  await accessible(page);
});

test('a reason is added, moved and no longer offered', async ({ page }) => {
  // Another attempt finds what this one leaves: reasons stay for good.
  const stamp = Date.now();
  const name = `Flooded ${stamp}`;
  await logIn(page, /administrator|quản trị|管理员/i);
  await page.goto('/settings?tab=reasons');
  await page.getByRole('button', { name: 'Add a reason to On the way' }).click();
  await page.getByLabel('In English').fill(name);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('This is needed.').first()).toBeVisible();
  await page.getByLabel('In Vietnamese').fill('Ngập nước');
  await page.getByLabel('In Chinese').fill('积水');
  await page.getByRole('checkbox', { name: 'Missed stop', exact: true }).check();
  await accessible(page);
  await page.getByRole('button', { name: 'Save', exact: true }).press('Enter');
  const row = page.locator('[data-reason]').filter({ hasText: name });
  await expect(row).toContainText('Missed stop');

  const codes = () => page.getByRole('list', { name: 'On the way' }).locator('code').allTextContents();
  const last = (await codes()).length - 1;
  await page.getByRole('button', { name: `Move up: ${name}` }).click();
  await expect.poll(async () => (await codes()).indexOf(`flooded_${stamp}`)).toBeLessThan(last);
  await page.getByRole('button', { name: `Stop offering: ${name}` }).click();
  await expect(row.getByText('not offered')).toBeVisible();

  await page.setViewportSize({ width: 390, height: 844 });
  await expect(row).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('a supervisor reads them', async ({ page }) => {
  await logIn(page, /supervisor|giám sát|主管/i);
  await page.goto('/settings');
  await expect(page.getByText('Only administrators change these.')).toBeVisible();
  await expect(page.locator('.fb-setting input')).toHaveCount(0);
  await accessible(page);
  await page.setViewportSize({ width: 1280, height: 500 });
  for (const tab of ['Exceptions', 'Outlet classes', 'History']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel').locator('h3, h4').first()).toBeVisible();
    await accessible(page);
  }
});
