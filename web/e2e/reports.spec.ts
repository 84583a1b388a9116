// The director's story: from the month to one visit on the map, in Vietnamese at a desk and in the hand; then the reports:
// what a figure means, its rows, the calendar and the cells. Lives with the data of today alone. Needs a real server.
import { expect, type Page, test } from '@playwright/test';
import { accessible, inside, logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no key figures');

const DIRECTOR = /director|giám đốc|总监/i;

const read = async <T>(page: Page, path: string): Promise<T> =>
  (await (await page.request.get(`/api/v1/${path}`)).json()) as T;

interface Found {
  rep: { id: number; name: string };
  team: number;
  day: string;
  visit: string;
}

/** A visit that counts, with whose it is. */
async function aVisit(page: Page): Promise<Found> {
  const board = await read<{ items: { id: number; name: string; org_unit_id: number }[] }>(
    page,
    'reps/today',
  );
  const zone = (await read<{ company: { time_zone: string } }>(page, 'session')).company.time_zone;
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(Date.now());
  type Row = { rep: { id: number }; visit_id: string };
  let row: Row | undefined;
  await expect
    .poll(
      async () => {
        const rows = await read<{ items: Row[] }>(page, `kpis/rows?kpi=tc&from=${day}&to=${day}&limit=1`);
        row = rows.items[0];
        return row !== undefined;
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  const rep = board.items.find(({ id }) => id === row!.rep.id)!;
  return { rep, team: rep.org_unit_id, day, visit: row!.visit_id };
}

const narrow = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

/** From the month down to a visit, by what is on the page. */
async function drill(page: Page, { rep, team, day, visit }: Found) {
  await page.locator(`[data-below="${team}"] a`).click();
  await page.locator(`[data-below="${rep.id}"] a`).click();
  await page.locator(`[data-day="${day}"] a`).click();
  await page.locator(`[data-visit="${visit}"] a`).click();
  await page.waitForURL((url) => url.pathname === '/map' && url.searchParams.get('visit') === visit);
}

test('a director goes from the month to one visit, at a desk and in the hand', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(() => localStorage.setItem('fieldbeat.language', 'vi'));
  await logIn(page, DIRECTOR);
  await page.waitForURL('**/overview');
  await expect(page.getByRole('heading', { level: 1, name: 'Tổng quan' })).toBeVisible();
  const found = await aVisit(page);
  const units = await read<{ items: { code: string; parent_id: number | null }[] }>(page, 'org-units');
  const target = {
    month: `${found.day.slice(0, 8)}01`,
    measure: 'sales_value',
    org_unit_code: units.items.find((unit) => unit.parent_id === null)?.code,
    value: 50_000_000_000,
  };
  const set = await page.request.post('/api/v1/targets/batch?atomic=true', { data: { items: [target] } });
  expect(set.ok()).toBe(true);
  await page.reload();
  // On track or not, in a word, beside the working days.
  await expect(page.locator('.fb-over-verdict')).toHaveAttribute('data-standing', /pace|behind|reached/);
  await accessible(page);
  await drill(page, found);

  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/overview');
  await expect(page.locator(`[data-below="${found.team}"]`)).toBeVisible();
  await narrow(page);
  await drill(page, found);

  // The day in a minute, as it is read in the evening.
  await page.goto(`/overview?day=${found.day}`);
  await expect(page.locator('.fb-over-say li').first()).toContainText('Bán được');
  await narrow(page);
  await accessible(page);
  // The way up is a link.
  await page.goto(`/overview?unit=${found.team}&rep=${found.rep.id}&day=${found.day}`);
  const way = page.getByRole('navigation', { name: 'Bạn đang ở' });
  await way.getByRole('link', { name: found.rep.name }).click();
  await page.waitForURL((url) => !url.searchParams.has('day'));
  expect(complaints).toEqual([]);
});

test('a figure says what it means, opens its rows and is drawn by day and by place', async ({ page }) => {
  await logIn(page, DIRECTOR);
  await inside(page);
  const found = await aVisit(page);
  await page.goto('/reports?period=day&kpi=tc&by=rep');
  const tile = page.locator('[data-kpi="tc"]');
  await expect(tile.locator('.fb-rep-value')).not.toHaveText('0');
  await tile.getByRole('button', { name: 'What is TC, total calls?' }).focus();
  await expect(page.getByRole('tooltip')).toContainText('calls that count');
  await accessible(page);
  // The bars can be walked by key; one opens its rows.
  const bar = page.locator(`[data-key="${found.day}"]`);
  await bar.focus();
  await expect(bar).toHaveAccessibleName(/\d/);
  await bar.press('Enter');
  const rows = page.getByRole('dialog');
  await expect(rows.locator('[data-row="visit"]').first()).toBeVisible();
  await expect(rows.locator(`a[href*="visit="]`).first()).toBeVisible();
  await accessible(page);
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/rows=/);

  await page.getByRole('tab', { name: 'Adherence' }).click();
  const square = page.locator(`[data-calendar] [data-date="${found.day}"]`);
  await expect(square).toHaveAccessibleName(/%, \d+ of \d+/);
  await square.click();
  await expect(page.getByRole('dialog').locator('[data-row="stop"]').first()).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('tab', { name: 'Coverage map' }).click();
  await expect(page.locator('[data-testid=cell-map][data-dressed=true]')).toBeVisible({ timeout: 60_000 });
  await page.locator('.fb-cells-list button').first().click();
  await expect(page.locator('[data-cell] dl')).toContainText('of');
  await accessible(page);

  await page.getByRole('tab', { name: 'All key figures' }).click();
  await expect(page.locator('tr[data-kpi]')).toHaveCount(38);
});
