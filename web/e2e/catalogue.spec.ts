// The administrator's story: a product, its price and a scheme are made by forms, refused where they are wrong, and an
// order is priced with its reasons. Who may not change the catalogue reads. Against a real server.
import { expect, type Page, test } from '@playwright/test';
import { accessible, logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'needs a server');

/** Picks of a list that is searched by typing. */
async function pick(page: Page, label: string, typed: string, option = typed) {
  await page.getByRole('combobox', { name: label, exact: true }).last().fill(typed);
  await page.getByRole('option', { name: option }).first().click();
}

const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();

test('a product is made, priced and promoted, and an order explains its price', async ({ page }) => {
  // Another attempt finds what this one leaves: nothing of the catalogue is ever deleted.
  const stamp = Date.now();
  const tea = `Tea ${stamp}`;
  await logIn(page, /administrator|quản trị|管理员/i);
  await page.goto('/catalogue?make=1');
  await save(page);
  await expect(page.getByText('1 to 64 characters')).toBeVisible();
  await accessible(page);
  await page.getByRole('textbox', { name: 'Code' }).fill(`T${stamp}`);
  await page.getByRole('textbox', { name: 'Name' }).fill(tea);
  await page.getByLabel('Tax').fill('8');
  await page.getByRole('button', { name: 'Add a unit' }).click();
  await page.getByLabel('Unit', { exact: true }).last().fill('carton');
  await page.getByLabel('Pieces in it').last().fill('24');
  await save(page);
  await expect(page.getByText('piece · carton = 24')).toBeVisible();
  await accessible(page);

  await page.goto('/catalogue?tab=price-lists&make=1');
  await page.getByRole('textbox', { name: 'Code' }).fill(`L${stamp}`);
  await page.getByRole('textbox', { name: 'Name' }).fill(`List ${stamp}`);
  await page.getByLabel('First day').fill('2026-02-01');
  await page.getByLabel('Last day').fill('2026-01-01');
  await pick(page, 'Product', tea);
  await page.getByRole('button', { name: 'Add a price' }).click();
  await page.getByRole('textbox', { name: `Price of ${tea}, piece` }).fill('10000');
  await save(page);
  await expect(page.getByText('This is before the first day.')).toBeVisible();
  await expect(page.getByLabel('Last day')).toBeFocused();
  await page.getByLabel('Last day').fill('');
  await save(page);
  await expect(page.locator('.fb-cat-detail').getByText('₫10,000')).toBeVisible();

  await page.goto('/catalogue?tab=schemes&make=1');
  await page.getByRole('textbox', { name: 'Code' }).fill(`S${stamp}`);
  await page.getByRole('textbox', { name: 'Name' }).fill(`Ten plus one ${stamp}`);
  await page.getByLabel('For every whole number of them').check();
  await page.getByRole('combobox', { name: 'Gives' }).click();
  await page.getByRole('option', { name: 'Free goods' }).click();
  await save(page);
  await expect(page.getByText('Pick a product.')).toBeVisible();
  await pick(page, 'Product', tea);
  await pick(page, 'Products', tea);
  await page.keyboard.press('Escape');
  await page.getByLabel('Budget').fill('10000');
  await accessible(page);
  await save(page);
  await expect(page.locator('.fb-cat-said')).toHaveText(`every 10 of ${tea} → 1 piece of ${tea} free`);
  await expect(page.getByText('group 0, priority 0; budget ₫10,000')).toBeVisible();

  // A carton earns two; the budget pays for one.
  await page.getByRole('tab', { name: 'Try a price' }).click();
  await page.getByRole('combobox', { name: 'Outlet' }).click();
  await page.getByRole('option').first().click();
  await pick(page, 'Product', tea);
  await page.getByRole('combobox', { name: 'Unit' }).click();
  await page.getByRole('option', { name: 'carton' }).click();
  await page.getByRole('button', { name: 'Price it' }).press('Enter');
  const answer = page.getByRole('region', { name: 'The price and why' });
  await expect(answer.getByText('by its pieces from')).toContainText(`List ${stamp} (version 1)`);
  await expect(answer.getByText('cut by budget or cap')).toBeVisible();
  await expect(answer.getByText(`1 piece of ${tea}`).first()).toBeVisible();
  await expect(answer.locator('[data-total]')).toContainText('₫259,200');
  await expect(answer.getByText('the lines add up to the order')).toBeVisible();
  await accessible(page);

  await page.setViewportSize({ width: 390, height: 844 });
  await expect(answer.locator('[data-total]')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('marketing tries a scheme before an order meets it', async ({ page }) => {
  await logIn(page, /trade marketing/i);
  await page.goto('/catalogue?tab=try');
  await page.getByRole('combobox', { name: 'Outlet' }).click();
  await page.getByRole('option').first().click();
  await page.getByRole('combobox', { name: 'Product', exact: true }).fill('tra xanh');
  await page.getByRole('option').first().click();
  await page.getByRole('combobox', { name: 'Unit' }).click();
  await page.getByRole('option', { name: 'thùng' }).click();
  const quantity = page.getByLabel('Quantity');
  const answer = page.getByRole('region', { name: 'The price and why' });
  const price = () => page.getByRole('button', { name: 'Price it' }).press('Enter');
  const scheme = answer.getByText('Trà xanh: mua 10 thùng tặng 1 thùng').first();
  await quantity.fill('9');
  await price();
  await expect(answer.locator('[data-total]')).toBeVisible();
  await expect(scheme).toHaveCount(0);
  await quantity.fill('10');
  await expect(answer.locator('.fb-cat-outdated')).toBeVisible();
  await price();
  await expect(scheme).toBeVisible();
  await expect(answer.getByText('the lines add up to the order')).toBeVisible();
  await accessible(page);
});

test('a supervisor reads the catalogue and finds by part of a name', async ({ page }) => {
  await logIn(page, /supervisor|giám sát|主管/i);
  await page.goto('/catalogue');
  await expect(page.getByRole('tab', { name: 'Schemes' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'New product' })).toHaveCount(0);
  await page.getByLabel('Part of the code or name').fill('nothing is called so');
  await expect(page.getByText('Nothing is called that')).toBeVisible();
  await accessible(page);
});
