// A supervisor takes an order at the desk: what is missing is marked, the price shows while typing, a draft is kept, its
// lines change with both totals before the eyes, and it is submitted. Needs a real server.
import { expect, type Page, test } from '@playwright/test';
import { accessible, logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no orders');

async function first(page: Page, label: string) {
  await page.getByRole('combobox', { name: label, exact: true }).last().click();
  await page.getByRole('option').first().click();
}

test('an order is taken, changed and submitted at the desk', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await logIn(page, /supervisor|giám sát|主管/i);
  await page.goto('/orders');
  await page.getByRole('button', { name: 'New order' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'New order' })).toBeFocused();
  await page.getByRole('button', { name: 'Submit the order' }).click();
  await expect(page.getByText('This is needed.')).toHaveCount(3);
  await expect(page.getByText('3 fields were refused; they are marked.')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Outlet' })).toBeFocused();
  await accessible(page);

  const form = page.locator('.fb-take');
  const price = page.getByRole('region', { name: 'The price and why' });
  await first(page, 'Outlet');
  await form.getByRole('combobox', { name: 'Rep' }).click();
  await page.getByRole('option').first().click();
  await first(page, 'Product');
  await form.getByLabel('Note').fill('by telephone');
  await expect(price.getByText(/^It costs ₫/)).toBeVisible();
  await expect(price.getByText('the lines add up to the order')).toBeVisible();
  await accessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(price.locator('[data-total]')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Keep as a draft' }).click();

  const state = page.getByTestId('order-state');
  await expect(state).toHaveAttribute('data-state', 'draft');
  await expect(page.getByText('“by telephone”')).toBeVisible();
  await page.getByRole('button', { name: 'Change the lines…' }).click();
  await form.getByLabel('Quantity').fill('2');
  await expect(price.getByText(/^Was ₫.*, becomes ₫.* more\.$/)).toBeVisible();
  await page.getByRole('button', { name: 'Save the change' }).click();
  await expect(state).toHaveAttribute('data-state', 'draft');
  await expect(page.getByTestId('order-steps').locator('li').last()).toContainText('changed the lines');
  await page.getByRole('button', { name: 'Submit', exact: true }).click();
  await expect(state).toHaveAttribute('data-state', /submitted|held/);
  expect(complaints).toEqual([]);
});
