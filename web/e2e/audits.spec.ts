// The story of who checks shelves: a form is written question by question and shown as a phone asks it; coverage opens
// the outlets behind a number. Needs a real server.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no audits');

async function enter(page: Page) {
  await page.goto('/login').catch(() => page.goto('/login'));
  await page
    .locator('[data-persona]')
    .filter({ hasText: /administrator|quản trị|管理员/i })
    .first()
    .click();
  await page.waitForURL('**/map**');
}

async function accessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`)).toEqual([]);
}

test('a form is written, and shown as a phone asks it', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await enter(page);
  await page.goto('/audits?tab=forms');
  await expect(page.locator('li[data-code="KE-HANG"]')).toBeVisible();
  await page.goto('/audits?tab=forms&make=1');
  const form = page.locator('form.fb-cat-form');
  await form.getByRole('button', { name: /^(save|lưu|保存)/i }).click();
  // The first refused field is where to go on.
  await expect(form.locator('[aria-invalid="true"]').first()).toBeFocused();
  const code = `E2E-${Date.now()}`;
  await form
    .getByLabel(/^(code|mã|编码)/i)
    .first()
    .fill(code);
  const texts = form.getByLabel(/\(Tiếng Việt\)/);
  await texts.nth(0).fill('Tủ mát');
  await texts.nth(1).fill('Tủ có bật không?');
  await expect(page.locator('.fb-form-preview')).toContainText('Tủ có bật không?');
  await accessible(page);
  await form.getByRole('button', { name: /^(save|lưu|保存)/i }).click();
  await expect(page.locator('.fb-cat-title h2')).toContainText('Tủ mát');
  await expect(page.locator(`li[data-code="${code}"]`)).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a number of coverage opens its outlets', async ({ page }) => {
  await enter(page);
  await page.goto('/audits?tab=coverage');
  const row = page.locator('[data-coverage="SP-001"]');
  await row.getByRole('button').first().focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/which=handlers/);
  await expect(page.locator('[data-behind]').first()).toBeVisible();
  await accessible(page);
  for (const tab of ['answers', 'scores', 'competitors', 'must-sell']) {
    await page.goto(`/audits?tab=${tab}`);
    await expect(page.getByRole('tabpanel')).toBeVisible();
  }
});
