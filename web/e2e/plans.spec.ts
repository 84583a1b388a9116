// The supervisor's story: a request for leave is looked at, covered and approved by keyboard. Needs a real server.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no absences');

test('a request for leave is looked at with a substitute and approved', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto('/login').catch(() => page.goto('/login'));
  await page
    .locator('[data-persona]')
    .filter({ hasText: /administrator|quản trị|管理员/i })
    .first()
    .click();
  await page.waitForURL('**/map**');
  await page.goto('/plans');
  const first = page.locator('[data-absence]').first();
  await expect(first).toBeVisible();
  await expect(page.locator('[data-state=requested]').first()).toBeVisible();
  const asked = await first.getAttribute('data-absence');
  await expect(page.locator('.fb-plans-moved').first()).toBeVisible();

  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`)).toEqual([]);

  // The list may move the focus on; the one asked for stays approved.
  await page.getByTestId('approve').click();
  await expect(page.locator(`[data-absence="${asked}"] [data-state=approved]`)).toBeVisible();

  for (const tab of ['day', 'holidays', 'deviations', 'unsynced', 'joint']) {
    await page.goto(`/plans?tab=${tab}`);
    await expect(page.getByRole('tabpanel')).toBeVisible();
  }
  expect(complaints).toEqual([]);
});
