// The supervisor's story: a product ran out where a rep counted, and the visit shows it. Needs a real server.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no stock');

test('places hold goods whose moves can be looked at, by keyboard too', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto('/login').catch(() => page.goto('/login'));
  await page
    .locator('[data-persona]')
    .filter({ hasText: /administrator|quản trị|管理员/i })
    .first()
    .click();
  await page.waitForURL('**/map**');
  await page.goto('/stock');
  const first = page.locator('[data-product]').first();
  await first.focus();
  await page.keyboard.press('Enter');
  await expect(first).toHaveAttribute('aria-expanded', 'true');
  await expect(page.locator('.fb-stock-moves li').first()).toBeVisible();

  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`)).toEqual([]);

  for (const tab of ['missing', 'expiry', 'counts']) {
    await page.goto(`/stock?tab=${tab}`);
    await expect(page.getByRole('tabpanel')).toBeVisible();
  }
  expect(complaints).toEqual([]);
});
