// A supervisor replays a day: from the drawer to the clock, by key and by pointer. Needs a real server with the fleet.
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { accessible, logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no times on its tracks');

interface Row {
  id: number;
  distance_m: number;
  visited: number;
  started: boolean;
}

/** Reps who have been somewhere today, who went farthest first; the fleet has just set out. */
async function onTheWay(page: Page, least: number): Promise<number[]> {
  let found: number[] = [];
  await expect
    .poll(
      async () => {
        const { items } = (await (await page.request.get('/api/v1/reps/today')).json()) as { items: Row[] };
        const out = items.filter((row) => row.distance_m > 300).sort((a, b) => b.visited - a.visited);
        found = out.map(({ id }) => id);
        return found.length;
      },
      { timeout: 60_000 },
    )
    .toBeGreaterThanOrEqual(least);
  return found;
}

const secondsOf = async (page: Page) => {
  const [h, m, s] = ((await page.getByTestId('clock').textContent()) ?? '').split(':').map(Number);
  return h! * 3600 + m! * 60 + s!;
};

test('a supervisor replays a day of two reps on one clock', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await logIn(page, /supervisor|giám sát|主管/i);
  const [first, second] = await onTheWay(page, 2);

  // From the drawer there is one button.
  await page.goto(`/map?rep=${first}&still=1`);
  await page.getByTestId('replay').click();
  await expect(page).toHaveURL(new RegExp(`/replay\\?reps=${first}&date=\\d{4}-\\d\\d-\\d\\d`));

  await page.goto(`/replay?reps=${first},${second}&still=1`);
  await expect(page.getByTestId('map')).toHaveAttribute('data-dressed', 'true');
  await expect(page.locator('[data-rep]')).toHaveCount(2);
  await expect(page.getByTestId('said')).toContainText(':');

  // Elapsed time: at the end everything is passed, at the begin nothing.
  await page.keyboard.press('End');
  const passed = async () => Number(await page.getByTestId('map').getAttribute('data-passed'));
  await expect.poll(passed).toBeGreaterThan(5);
  const last = await secondsOf(page);
  await page.keyboard.press('Home');
  await expect.poll(passed).toBe(0);
  const begun = await secondsOf(page);
  await page.keyboard.press('ArrowRight');
  expect(await secondsOf(page)).toBe(begun + 10);
  await page.keyboard.press('Shift+ArrowRight');
  expect(await secondsOf(page)).toBe(Math.min(last, begun + 310));
  await page.keyboard.press('Home');

  // Faster, and on; the address keeps it.
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press(' ');
  await expect(page.getByTestId('clock')).toHaveAttribute('data-playing', 'true');
  await expect.poll(() => secondsOf(page)).toBeGreaterThan(begun + 60);
  await page.keyboard.press('k');
  await expect(page.getByTestId('clock')).toHaveAttribute('data-playing', 'false');
  await expect(page).toHaveURL(/speed=60/);
  await expect(page).toHaveURL(/t=\d\d%3A\d\d|t=\d\d:\d\d/);

  // The table moves the clock as the map and the axis do.
  const row = page.locator('.fb-replay-rows tbody button').first();
  await row.click();
  await expect(page.locator('.fb-replay-rows tr[aria-current=time]')).toHaveCount(1);
  const axis = page.getByTestId('axis');
  const box = (await axis.boundingBox())!;
  await page.mouse.click(box.x + box.width * 0.75, box.y + 30);
  const there = await secondsOf(page);
  expect(there).toBeGreaterThan(begun + (last - begun) * 0.7);
  await expect(axis).toHaveAttribute('aria-valuetext', /:/);

  // Skipping tells what it skips; whom to follow is a digit.
  await page.keyboard.press('s');
  await expect(page).toHaveURL(/skip=1/);
  await page.keyboard.press('2');
  await expect(page.locator('[data-rep][data-lead]')).toHaveAttribute('data-rep', String(second));
  await page.keyboard.press('f');
  await expect(page).toHaveURL(/follow=1/);

  const saved = page.waitForEvent('download');
  await page.getByTestId('track-file').first().click();
  await page.getByRole('menuitem', { name: 'GPX' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/\.gpx$/);
  expect(readFileSync(await file.path(), 'utf8')).toContain('<trkpt');
  await accessible(page);
  expect(complaints).toEqual([]);
});

test('a day that is to come, and one with nothing, say what to do', async ({ page }) => {
  await logIn(page, /supervisor|giám sát|主管/i);
  const { items } = (await (await page.request.get('/api/v1/reps/today')).json()) as { items: Row[] };
  const asked: string[] = [];
  page.on('request', (request) => request.url().includes('/track') && asked.push(request.url()));
  await page.goto(`/replay?reps=${items[0]!.id}&date=2099-01-01&still=1`);
  await expect(page.getByRole('alert').filter({ has: page.getByRole('button') })).toBeVisible();
  expect(asked).toEqual([]);
  await page.goto(`/replay?reps=${items[0]!.id}&date=2020-01-06&still=1`);
  await expect(page.locator('.fb-replay-told')).toBeVisible();
  await expect(page.getByTestId('clock')).toHaveCount(0);
  await accessible(page);
  await page.goto('/replay?still=1');
  await expect(page.locator('.fb-replay-picker input, input.fb-replay-picker').first()).toBeFocused();
});
