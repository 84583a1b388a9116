// A supervisor at the console: finds a visit in doubt through the filters, sees what proves it, decides, goes on to an
// order and its customer and back, and writes to a rep and to many. Against a real server.
import { expect, type Page, test } from '@playwright/test';
import { accessible, logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'needs a real server with its fleet');

const DOUBT = '[data-visit]:has([data-overall="review"], [data-overall="invalid"])';
const rows = (page: Page) => page.locator('[data-rep]');
const map = (page: Page) => page.getByTestId('map');

interface Visit {
  id: string;
  rep_id: number;
  date: string;
  order_total_minor: number | null;
}

/** A persona brings its own language. */
async function speak(page: Page, language: 'en' | 'vi') {
  await page.getByTestId('language').click();
  await page.locator(`[role=menuitem][lang=${language}]`).click();
}

async function enter(page: Page, language: 'en' | 'vi'): Promise<string[]> {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await logIn(page, /supervisor|giám sát/i);
  await expect(map(page)).toHaveAttribute('data-ready', 'true');
  await expect(rows(page).first()).toBeVisible();
  await speak(page, language);
  return complaints;
}

/** Waits for a visit of the scope that the fleet has yet to make. */
async function visitThat(page: Page, query: string, fits: (visit: Visit) => boolean): Promise<Visit> {
  let found: Visit | undefined;
  await expect
    .poll(
      async () => {
        const answer = await page.request.get(`/api/v1/visits?state=closed&limit=500${query}`);
        found = ((await answer.json()) as { items: Visit[] }).items.find(fits);
        return found !== undefined;
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  return found!;
}

test('from a filter to the evidence of a visit and the decision', async ({ page }) => {
  const complaints = await enter(page, 'en');
  await visitThat(page, '&overall=review', () => true);

  await page.getByTestId('filters').click();
  await page.getByRole('combobox', { name: /^Needs attention/ }).click();
  await page.getByRole('option', { name: /^To review/ }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/why=review/);
  const listed = async () =>
    Number(await page.locator('[aria-posinset]').first().getAttribute('aria-setsize'));
  const all = Number(await page.locator('[data-filter=all] b').textContent());
  expect(await listed()).toBeLessThan(all);
  await expect
    .poll(async () => Number(await map(page).getAttribute('data-reps')) <= (await listed()))
    .toBe(true);
  await accessible(page);

  // The address alone brings it back; its pill takes it off.
  await page.reload();
  await expect(page.locator('.fb-pills button')).toHaveCount(1);
  await rows(page).first().click();
  await page.locator(DOUBT).first().click();
  const verdict = page.getByTestId('verdict');
  await expect(verdict).toHaveAttribute('data-overall', /review|invalid/);
  await expect(page.locator('.fb-dimensions li')).toHaveCount(7);
  await expect(page.locator('.fb-dimensions li[data-decided]').first()).toBeVisible();
  const id = new URL(page.url()).searchParams.get('visit')!;

  const drawer = page.locator('.fb-drawer');
  await drawer.getByRole('button', { name: /^Review/ }).click();
  await drawer.getByRole('textbox', { name: 'Reason' }).fill('Met him there this morning');
  await drawer.getByRole('button', { name: 'Accept as valid' }).click();
  await expect(verdict).toHaveAttribute('data-overall', 'valid');
  await expect(verdict).toContainText('Met him there this morning');
  // Taken back, for who comes after.
  const back = await page.request.post(`/api/v1/visits/${id}/reviews`, {
    data: { decision: 'withdrawn', reason: 'a try' },
  });
  expect(back.ok()).toBe(true);

  await page.goBack();
  await expect(verdict).toHaveCount(0);
  await page.locator('.fb-pills button').first().click();
  await expect(page).not.toHaveURL(/why=/);

  // Each number of the day leads to its reps, most first.
  await page.locator('[data-figure=visited]').click();
  await expect(page).toHaveURL(/by=visited/);
  const counts = (await page.locator('.fb-row-count b').allTextContents()).map(Number);
  expect(counts).toEqual([...counts].sort((a, b) => b - a));
  expect(Math.min(...counts)).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
});

test('on to the order and the customer, and back', async ({ page }) => {
  const complaints = await enter(page, 'en');
  const { id, rep_id, date } = await visitThat(page, '', (visit) => visit.order_total_minor !== null);
  await page.goto(`/map?rep=${rep_id}&date=${date}&visit=${id}&still=1`);
  await page.getByRole('link', { name: 'To the order' }).first().click();
  await expect(page).toHaveURL(/order=/);
  await expect(page.getByTestId('order-state')).toBeVisible();
  await accessible(page);
  const name = page.locator('.fb-drawer a[href^="/customers/"]');
  const customer = await name.textContent();
  await name.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(customer!);
  await page.goBack();
  await expect(page.getByTestId('order-state')).toBeVisible();
  await page.goBack();
  await expect(page.getByTestId('verdict')).toBeVisible();
  await page.goForward();
  await expect(page.getByTestId('order-state')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('verdict')).toBeVisible();
  expect(complaints).toEqual([]);
});

test('viết cho một nhân viên, rồi cho cả danh sách', async ({ page }) => {
  const complaints = await enter(page, 'vi');
  const text = `Anh ghé cửa hàng trước 10 giờ nhé (${Date.now()})`;

  await rows(page).first().focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.fb-drawer .fb-facts').first()).toBeVisible();
  await page.keyboard.press('m');
  const box = page.getByRole('textbox', { name: 'Nội dung' });
  await expect(box).toBeFocused();
  await box.fill(text);
  await page.keyboard.press('Control+Enter');
  const sent = page.getByTestId('messages').locator('li').first();
  await expect(sent).toContainText(text);
  // Either it waits or the phone has it: both are told in words.
  await expect(sent).toContainText(/chưa đến máy|đã đến máy/);
  await accessible(page);
  await page.keyboard.press('Escape');
  await expect(page.locator('.fb-drawer')).toHaveCount(0);

  await page.locator('[data-filter=attention]').click();
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Nội dung' }).fill(`Họp tổ lúc 17 giờ (${Date.now()})`);
  await dialog.getByRole('button', { name: 'Tiếp tục' }).click();
  const many = Number(/\d+/.exec((await dialog.locator('strong').textContent())!)![0]);
  await accessible(page);
  await dialog.getByRole('button', { name: `Gửi cho ${many} nhân viên` }).click();
  await expect(dialog.getByRole('status')).toHaveText(`Đã gửi cho ${many} nhân viên.`);
  expect(complaints).toEqual([]);
});

test('everything by thumb on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await logIn(page, /supervisor|giám sát/i);
  await page.locator('.fb-switch label').first().click();
  await page.locator('[data-figure=visited]').click();
  await rows(page).first().click();
  const drawer = page.locator('.fb-drawer');
  await expect(drawer.locator('.fb-facts')).toBeVisible();
  const low = (await drawer.boundingBox())!.height;
  await drawer.locator('.fb-drawer-handle').click();
  expect((await drawer.boundingBox())!.height).toBeGreaterThan(low);
  await accessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  expect(complaints).toEqual([]);
});
