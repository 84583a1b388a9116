// An order over the credit limit: accounting sees why and who may release it, the director does, the desk confirms it.
// Needs a real server.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no orders');

test('a held order is released by the director and confirmed at the desk', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  const state = page.getByTestId('order-state');
  const steps = page.getByTestId('order-steps').locator('li');

  await logIn(page, /accounting|kế toán|财务/i);
  await page.goto('/orders?show=held&hold=credit');
  const row = page.locator('[data-order]').first();
  await expect(row).toBeVisible({ timeout: 30_000 });
  const id = await row.getAttribute('data-order');
  await row.click();
  const figures = page.getByTestId('credit-figures').locator('dd');
  await expect(figures).toHaveCount(4);
  const [limit, exposure, order, beyond] = (await figures.allTextContents()).map((text) =>
    Number(text.replace(/\D/g, '')),
  );
  expect(exposure! + order! - limit!).toBe(beyond);
  expect(beyond).toBeGreaterThan(0);
  await expect(page.getByText(/may release it|được giải phóng/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^(release|giải phóng)$/i })).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`)).toEqual([]);

  await logIn(page, /director|giám đốc|总监/i);
  await page.goto(`/orders?show=held&hold=credit&id=${id}`);
  const why = page.locator('[data-hold="credit"] textarea').first();
  await why.fill('khách quen, sẽ trả trong tuần');
  await expect(steps.first()).toBeVisible();
  const before = await steps.count();
  await page.getByRole('button', { name: /^(release|giải phóng)$/i }).click();
  await expect(state).toHaveAttribute('data-state', 'submitted');
  await expect(steps).toHaveCount(before + 1);
  await expect(steps.last()).toContainText('khách quen');

  await logIn(page, /accounting|kế toán|财务/i);
  await page.goto(`/orders?id=${id}`);
  await expect(state).toHaveAttribute('data-state', 'submitted');
  // The keys act on the list: it must be there.
  await expect(page.locator(`[data-order="${id}"]`)).toBeVisible();
  await page.keyboard.press('x');
  await page.keyboard.press('a');
  await expect(state).toHaveAttribute('data-state', 'confirmed');
  await expect(page.locator(`[data-order="${id}"]`)).toHaveCount(0);

  await page.goto('/money?tab=hand_ins');
  await expect(page.locator('[data-pocket]').first()).toBeVisible();
  await expect(page.getByTestId('settlement-state')).toBeVisible();
  const money = await new AxeBuilder({ page }).analyze();
  expect(money.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  expect(complaints).toEqual([]);
});

test('an order that was put aside is released by the accountant, who says why', async ({ page }) => {
  await logIn(page, /accounting|kế toán|财务/i);
  await page.goto('/orders?show=held&hold=review');
  const row = page.locator('[data-order]').first();
  await expect(row).toBeVisible({ timeout: 30_000 });
  const id = await row.getAttribute('data-order');
  await row.click();
  const steps = page.getByTestId('order-steps').locator('li');
  await expect(steps.first()).toBeVisible();
  const before = await steps.count();
  await page.locator('[data-hold="review"] textarea').first().fill('khách đã gọi lại, giao sáng mai');
  await page.getByRole('button', { name: /^(release|giải phóng)$/i }).click();
  await expect(page.getByTestId('order-state')).toHaveAttribute('data-state', 'submitted');
  await expect(steps).toHaveCount(before + 1);
  await expect(steps.last()).toContainText('giao sáng mai');
  // Out of what is held, and in what waits.
  await page.goto(`/orders?show=waiting&id=${id}`);
  await expect(page.locator(`[data-order="${id}"]`)).toBeVisible();
});
