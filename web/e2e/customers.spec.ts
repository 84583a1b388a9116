// A director goes from an order to its customer, reads what happened there by keyboard, and from an item to its
// evidence and back. Needs a real server.
import { expect, test } from '@playwright/test';
import { accessible, logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no orders');

test('a customer is seen across its outlets, and each item leads to where it is shown', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await logIn(page, /director|giám đốc|总监/i);
  await page.goto('/orders?show=all');
  const row = page.locator('[data-order]').first();
  await expect(row).toBeVisible({ timeout: 30_000 });
  const order = await row.getAttribute('data-order');
  await page.goto(`/orders?show=all&id=${order}`);
  const name = page.locator('.fb-review-detail-head a[href^="/customers/"]');
  const customer = await name.textContent();
  await name.click();
  await page.waitForURL('**/customers/*');
  const home = page.url();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(customer!);
  await expect(page.locator('[data-outlet]').first()).toBeVisible();
  const items = page.locator('[data-day] [data-kind]');
  await expect(items.first()).toBeVisible();
  await accessible(page);

  const days = await page
    .locator('[data-day]')
    .evaluateAll((all) => all.map((day) => day.getAttribute('data-day')!));
  expect(days).toEqual([...new Set(days)].sort().reverse());
  await page.locator('.fb-timeline input[value="order"]').focus();
  await page.keyboard.press('Space');
  await page.waitForURL('**/customers/*?kind=order');
  const here = page.locator(`a[href*="${order}"]`);
  await expect(here).toHaveCount(1);
  expect(
    new Set(await items.evaluateAll((all) => all.map((each) => each.getAttribute('data-kind')))),
  ).toEqual(new Set(['order']));
  await here.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/orders?*');
  await expect(page.getByTestId('order-state')).toBeVisible();

  await page.goto(`${home}?kind=visit`);
  await items.first().locator('a').click();
  await page.waitForURL('**/map?*visit=*');
  await expect(page.getByTestId('verdict')).toBeVisible();
  expect(new URL(page.url()).searchParams.get('rep')).toMatch(/^\d+$/);
  await page.locator('.fb-customer a[href^="/customers/"]').click();
  await page.waitForURL(home);

  await page.goto('/customers/999999999');
  await expect(page.getByTestId('no-customer').getByRole('alert')).toBeVisible();
  await accessible(page);
  expect(complaints).toEqual([]);
});
