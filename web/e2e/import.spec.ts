// A planner's file: checked with its errors told, its good rows imported, and taken back. Against a real server.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

test.skip(!process.env.FIELDBEAT_URL, 'needs a server');

const SAMPLE = '../assets/demo/import-outlets.csv';

async function accessible(page: Page) {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze();
  expect(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)).toEqual([]);
}

test('a planner imports a file with errors and takes it back', async ({ page }) => {
  await page.goto('/login').catch(() => page.goto('/login'));
  await page
    .locator('[data-persona]')
    .filter({ hasText: /planner|hoạch định|规划/i })
    .first()
    .click();
  await page.waitForURL('**/map**');
  await page.goto('/import');
  await expect(page.getByRole('heading', { name: 'Import a file' })).toBeVisible();
  await accessible(page);

  await page.locator('input[type=file]').setInputFiles(SAMPLE);
  await page.getByRole('button', { name: 'Check the file' }).press('Enter');
  await expect(page.locator('[data-count=bad_rows] dd')).toHaveText('5');
  await expect(page.locator('[data-count=created] dd')).toHaveText('3');
  await expect(page.getByText('Latitude and longitude are the wrong way round')).toBeVisible();
  await expect(page.getByText('line 5 · C5')).toBeVisible();
  await accessible(page);

  const commit = page.getByRole('button', { name: 'Import 4 changes' });
  await expect(commit).toBeDisabled();
  await page.getByLabel('Leave out 5 bad rows').check();
  await commit.click();
  await expect(page.getByRole('status').getByText('Outlets · imported')).toBeVisible();
  await page.getByRole('tab', { name: /Changes/ }).click();
  await expect(page.getByText('NEW-0003')).toBeVisible();
  await accessible(page);

  await page.getByRole('button', { name: 'Take the import back' }).click();
  await page.getByRole('button', { name: 'Yes, take it back' }).click();
  await expect(page.getByRole('status').getByText('Outlets · taken back')).toBeVisible();

  const file = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Outlets as XLSX' }).click();
  expect((await file).suggestedFilename()).toMatch(/^outlets-.*\.xlsx$/);
});
