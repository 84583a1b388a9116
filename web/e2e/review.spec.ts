// The reviewer's story: many visits in doubt, decided by key, taken back, and gone from the board. Needs a real server.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no list of visits');

test('a supervisor decides on visits by keyboard and takes it back', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await logIn(page, /director|giám đốc|总监/i);
  await page.goto('/review');
  const rows = page.locator('[data-review]');
  await expect(rows.first()).toBeVisible();
  await expect(page.getByTestId('verdict')).toBeVisible();

  const total = async () =>
    Number(/\d+/.exec((await page.getByRole('heading', { level: 1 }).textContent()) ?? '')?.[0]);
  await expect.poll(total).toBeGreaterThan(1);
  const before = await total();
  const first = await rows.first().getAttribute('data-review');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('a');
  // The fleet goes on meanwhile and may bring new ones.
  await expect(page.locator(`[data-review="${first}"]`)).toHaveCount(0);
  await page.keyboard.press('u');
  await expect(page.locator(`[data-review="${first}"]`)).toHaveCount(1);
  await expect.poll(total).toBeGreaterThanOrEqual(before);

  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`)).toEqual([]);
  expect(complaints).toEqual([]);
});
