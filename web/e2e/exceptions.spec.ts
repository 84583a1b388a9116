// The supervisor's board: what presses is on it, seen and resolved by key, taken back. Needs a real server.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no exceptions');

test('a director deals with exceptions by keyboard and takes it back', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await logIn(page, /director|giám đốc|总监/i);
  await page.goto('/exceptions?kind=not_started');
  const late = page.locator('[data-exception]').filter({ hasText: 'HN-R005' });
  await expect(late).toBeVisible({ timeout: 30_000 });
  const id = await late.getAttribute('data-exception');
  const row = page.locator(`[data-exception="${id}"]`);
  await row.click();
  const history = page.locator('.fb-exception-history li');
  await expect(history.first()).toBeVisible();
  const before = await history.count();

  await page.keyboard.press('a');
  await expect(history).toHaveCount(before + 1);
  await page.keyboard.press('u');
  await expect(history).toHaveCount(before + 2);
  await page.keyboard.press('r');
  await expect(row).toHaveCount(0);
  await page.keyboard.press('u');
  await expect(row).toHaveCount(1);

  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`)).toEqual([]);
  expect(complaints).toEqual([]);
});
