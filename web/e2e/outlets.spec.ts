// The planner's story: what the field says of the outlet master, decided by keyboard and taken back. Needs a real server.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no outlet master');

async function logIn(page: Page, persona: RegExp) {
  await page.goto('/login').catch(() => page.goto('/login'));
  await page.locator('[data-persona]').filter({ hasText: persona }).first().click();
  await page.waitForURL('**/map**');
}

async function accessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`)).toEqual([]);
}

const rows = (page: Page) => page.locator('.fb-desk-list li');
const said = (page: Page) => page.locator('.fb-review-said');
const LOGINS = /administrator|quản trị|管理员/i;

test('a new outlet that exists already is refused as that one, a new one approved, both taken back', async ({
  page,
}) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await logIn(page, LOGINS);
  await page.goto('/outlets/requests');
  await expect(rows(page)).toHaveCount(2);

  // Like an outlet that there is: it is chosen and the request refused as that one.
  await expect(page.locator('.fb-like li').first()).toBeVisible();
  await page.keyboard.press('s');
  await expect(page.locator('.fb-like li[data-chosen]')).toHaveCount(1);
  await page.keyboard.press('r');
  await expect(rows(page)).toHaveCount(1);
  await expect(said(page)).toContainText('HN-');
  await page.keyboard.press('u');
  await expect(rows(page)).toHaveCount(2);

  // The other is new: a code by the scheme, a route, a customer.
  const fresh = rows(page).filter({ hasText: 'Thu Trà' });
  await fresh.getByRole('button').click();
  await expect(page.locator('.fb-desk-form select').first()).toBeVisible();
  await page.keyboard.press('a');
  await expect(fresh).toHaveCount(0);
  await expect(said(page)).toContainText('N-HN-');
  await page.keyboard.press('u');
  await expect(fresh).toHaveCount(1);

  await accessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(rows(page).first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(complaints).toEqual([]);
});

test('a pin from the field is approved and taken back', async ({ page }) => {
  await logIn(page, LOGINS);
  await page.goto('/outlets/proposals');
  await expect(rows(page).first()).toBeVisible();
  const before = await rows(page).count();
  await expect(page.locator('.fb-sketch')).toBeVisible();
  await page.keyboard.press('a');
  await expect.poll(() => rows(page).count()).toBeLessThan(before);
  await page.keyboard.press('u');
  await expect(page.getByRole('status').filter({ hasText: /\d/ })).toBeVisible();
  await accessible(page);
});

test('duplicates and closures are shown to who may decide', async ({ page }) => {
  await logIn(page, LOGINS);
  for (const path of ['/outlets/duplicates', '/outlets/closures']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(/\d/);
    await accessible(page);
  }
});
