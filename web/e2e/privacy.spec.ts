// The data protection officer's story: what an erasure would take is counted before anything is done, it cannot be done without
// the rep's code, and the record of processing says what the server does. Nothing is erased. Needs a real server.
import { expect, test } from '@playwright/test';
import { accessible, logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'the mock keeps nobody’s data');

test('an erasure is counted first and needs the code of the rep', async ({ page }) => {
  await logIn(page, /administrator|quản trị|管理员/i);
  await page.goto('/admin/privacy');
  const form = page.locator('.fb-privacy-form');
  // The page comes when its part of the program has come.
  await expect(async () => {
    await page.keyboard.press('n');
    await expect(form).toBeVisible({ timeout: 1_000 });
  }).toPass();
  const rep = form.locator('input').first();
  await rep.click();
  await rep.fill('HN-R050');
  await page.getByRole('option').first().click();
  const file = form.locator('.fb-privacy-file');
  await expect(file).toHaveAttribute('href', /\/privacy\/reps\/\d+\/export$/);
  await form.locator('button[type=submit]').click();
  await expect(form.locator('.fb-privacy-rows tbody tr').first()).toBeVisible();
  const erase = form.locator('button[type=submit]');
  await expect(erase).toBeDisabled();
  await form.locator('textarea').first().fill('Asked for by the employee');
  const code = form.locator('input[autocomplete=off]').last();
  await code.fill('HN-R051');
  await expect(erase).toBeDisabled();
  await code.fill('HN-R050');
  await expect(erase).toBeEnabled();
  await accessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('the record of processing is what the server does', async ({ page }) => {
  await logIn(page, /administrator|quản trị|管理员/i);
  await page.goto('/admin/processing-record');
  const rows = page.locator('.fb-processing tbody tr');
  await expect(rows.first()).toContainText('raw_fix_days');
  expect(await rows.count()).toBeGreaterThan(10);
  await accessible(page);
});

test('who answered the privacy notice, and a next version that is read before it can be published', async ({
  page,
}) => {
  await logIn(page, /administrator|quản trị|管理员/i);
  await page.goto('/admin/consents');
  await expect(page.getByTestId('consents-declined')).not.toHaveText('0');
  await page.locator('.fb-rec-tools select').selectOption('declined');
  await expect(page.locator('.fb-rec-table tbody tr').first()).toBeVisible();
  await accessible(page);
  const form = page.locator('.fb-privacy-form');
  await expect(async () => {
    await page.keyboard.press('n');
    await expect(form).toBeVisible({ timeout: 1_000 });
  }).toPass();
  // It begins with the text in force; published is only what was read once more.
  await expect(form.locator('textarea').first()).not.toHaveValue('');
  const publish = form.locator('button[type=submit]');
  await publish.click();
  await expect(form.getByRole('checkbox')).toBeVisible();
  await expect(publish).toBeDisabled();
  await form.getByRole('checkbox').check();
  await expect(publish).toBeEnabled();
  await accessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
