// The story of who keeps relations: an opportunity moves over the board and is lost for a reason, a complaint is
// answered, settled and taken up again with its history kept; then a stage is worded anew.
import { expect, type Locator, type Page, test } from '@playwright/test';
import { accessible, logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no relations');

/** Picks from a list that opens over the page. */
const pick = async (page: Page, field: Locator, option: RegExp | string) => {
  await field.click();
  await page.getByRole('option', { name: option }).click();
};

test('an opportunity goes over the board and is lost for a reason', async ({ page }) => {
  await logIn(page, /administrator|quản trị|管理员/i);
  await page.goto('/relations?tab=opportunities');
  const totals = page.getByTestId('opportunity-totals');
  await expect(totals).toBeVisible();
  const first = page.locator('[data-column] li').first();
  const id = (await first.getAttribute('data-opportunity'))!;
  const card = page.locator(`[data-opportunity="${id}"]`);
  const column = () => card.evaluate((one) => one.closest('[data-column]')?.getAttribute('data-column'));
  const before = await column();
  const open = await totals.textContent();
  await card.getByRole('combobox').or(card.getByRole('textbox')).first().click();
  await page
    .getByRole('option')
    .filter({ hasNotText: /won|lost|thắng|thua|赢|输/i })
    .first()
    .click();
  await expect.poll(column).not.toBe(before);
  await accessible(page);

  await pick(page, card.getByRole('combobox').or(card.getByRole('textbox')).first(), /lost|thua|输/i);
  const reason = card.getByRole('textbox').first();
  await expect(reason).toBeFocused();
  await reason.fill('đối thủ giao nhanh hơn');
  await page.keyboard.press('Enter');
  await expect(card).toHaveCount(0);
  await expect(totals).not.toHaveText(open!);
});

test('a complaint keeps how it was settled when it is taken up again', async ({ page }) => {
  await logIn(page, /administrator|quản trị|管理员/i);
  await page.goto('/relations?tab=cases');
  const first = page.locator('[data-case]').first();
  const one = page.locator(`[data-case="${await first.getAttribute('data-case')}"]`);
  await pick(
    page,
    one.getByRole('combobox').or(one.getByRole('textbox')).first(),
    /resolved|đã giải quyết|已解决/i,
  );
  await one.getByRole('textbox').first().fill('đã thay tủ mát');
  await page.keyboard.press('Enter');
  await page.getByRole('switch').click();
  await expect(one.locator('.fb-crm-said', { hasText: 'đã thay tủ mát' })).toBeVisible();
  await pick(
    page,
    one.getByRole('combobox').or(one.getByRole('textbox')).first(),
    /^(open|mở|mới|.*xử lý|处理中|.*progress)/i,
  );
  // Taken up again it is with the open ones.
  await expect(one).toHaveCount(0);
  await page.getByRole('switch').click();
  await expect(one).toBeVisible();
  await expect(one.locator('.fb-crm-said', { hasText: 'đã thay tủ mát' })).toHaveCount(0);
  await one.locator('summary').click();
  await expect(one.locator('.fb-crm-steps')).toContainText('đã thay tủ mát');
  await accessible(page);
});

test('the administrator words a stage anew, and the board says it', async ({ page }) => {
  await logIn(page, /administrator|quản trị|管理员/i);
  await page.goto('/settings?tab=stages');
  const stage = page.locator('[data-stage]').first();
  await stage
    .getByRole('button')
    .filter({ has: page.locator('svg.tabler-icon-pencil') })
    .click();
  const names = stage.locator('.fb-reason-form input');
  for (const at of [0, 1, 2]) await names.nth(at).fill('Làm quen');
  await page.keyboard.press('Enter');
  await expect(stage.locator('.fb-reason-form')).toHaveCount(0);
  await expect(stage).toContainText('Làm quen');
  await accessible(page);
  await page.goto('/relations?tab=opportunities');
  await expect(page.locator('[data-column] h3').first()).toContainText('Làm quen');
});
