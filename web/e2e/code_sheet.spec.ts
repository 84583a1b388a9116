// An administrator gives codes to many: a rep picked from the list, rows of a table with one that cannot be, the sheet to
// print, and no way out past cards that nobody has on paper. What is made is a fresh code for a phone that never asks for
// it. Needs a real server.
import { expect, test } from '@playwright/test';
import { accessible, logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no masters');

const ADMIN = /administrator|quản trị|管理员/i;

test('cards for reps: picked, made, kept until they are on paper', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await logIn(page, ADMIN);
  await page.goto('/admin/devices');
  await page.getByRole('link', { name: 'Codes for many' }).click();
  await page.getByRole('combobox', { name: 'Phone' }).selectOption('all');
  await page.getByRole('searchbox').fill('HN-R060');
  await page.getByRole('checkbox', { name: /HN-R060/ }).check();
  await accessible(page);
  await page.getByRole('button', { name: 'Make 1 card' }).click();

  const card = page.getByTestId('code-sheet').locator('article');
  await expect(card).toHaveCount(1);
  await expect(card).toContainText('HN-R060');
  await expect(card.locator('.fb-code-card-code')).toHaveText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
  await expect(card.getByTestId('enrol-qr')).toBeVisible();
  await expect(card.getByRole('listitem')).toHaveCount(3);
  await accessible(page);

  await page.getByRole('link', { name: 'Users', exact: true }).click();
  await page.getByRole('button', { name: 'Stay' }).click();
  await expect(card).toHaveCount(1);

  // Paper is the sheet alone.
  await page.emulateMedia({ media: 'print' });
  await expect(card).toBeVisible();
  await expect(page.locator('.fb-top')).toBeHidden();
  await expect(page.getByRole('heading', { name: '1 card' })).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.getByRole('button', { name: 'Yes, all' }).click();
  await page.getByRole('button', { name: 'Done' }).click();

  await page.getByText('From a table').click();
  await page.getByRole('textbox', { name: 'Table' }).fill('Mã NV\tĐội\nHN-R060\t\nZZ-1\tHN-T999');
  await expect(page.getByText('1 row is ready')).toBeVisible();
  await expect(page.getByRole('row', { name: /ZZ-1/ })).toContainText('There is no such team.');
  await expect(page.getByRole('button', { name: 'Make 1 card' })).toBeEnabled();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(complaints).toEqual([]);
});
