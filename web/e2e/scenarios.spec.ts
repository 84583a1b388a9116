// A planner's story: a scenario of one team is made and solved, its outlets are looked at, one solution is put into force
// after a look at the routes, and taken back; frequencies are set in bulk, saved and taken back; a director may read it all
// and change nothing. Needs a real server.
import { expect, type Page, test } from '@playwright/test';
import { accessible, logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no scenarios');

const PLANNER = /planner|hoạch định|lập kế hoạch|规划/i;

const narrow = async (page: Page) => {
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.setViewportSize({ width: 1440, height: 900 });
};

/** Far enough that no day of the demo is touched. */
const far = () => new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);

async function make(page: Page, name: string) {
  await page.goto('/scenarios');
  await expect(page.getByRole('button', { name: 'New scenario' })).toBeVisible();
  await page.keyboard.press('n');
  const form = page.getByRole('region', { name: 'New scenario' });
  await form.getByRole('button', { name: 'Make scenario' }).click();
  await expect(form.getByLabel('Name')).toBeFocused();
  await expect(form.getByText('This is needed.')).toBeVisible();
  await accessible(page);
  await form.getByLabel('Name').fill(name);
  await form.getByRole('combobox', { name: 'Org unit' }).click();
  await page.getByRole('option', { name: /HN-T2/ }).click();
  await form.getByLabel('Rounds').fill('0');
  await form.getByRole('button', { name: 'Make scenario' }).click();
  await expect(form.getByLabel('Rounds')).toBeFocused();
  await form.getByLabel('Rounds').fill('10');
  await form.getByRole('combobox', { name: 'Measured by' }).click();
  await page.getByRole('option', { name: /air line/ }).click();
  await form.getByRole('button', { name: 'Make scenario' }).click();
  await page.waitForURL(/\/scenarios\/\d+/);
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

test('a team is planned anew, put into force and taken back', async ({ page }) => {
  test.setTimeout(240_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await logIn(page, PLANNER);
  const name = `Team ${Date.now()}`;
  await make(page, name);

  await page.getByRole('button', { name: 'Solve' }).click();
  const about = page.locator('.fb-scn-head');
  await expect(about.locator('[data-state="solved"]')).toBeVisible({ timeout: 120_000 });
  const solutions = page.getByRole('region', { name: 'Solutions' });
  await expect(solutions.locator('[data-solution]')).toHaveCount(5);
  await accessible(page);

  // The balanced one, rep by rep.
  await solutions.getByRole('button', { name: 'Open Balanced' }).click();
  const opened = page.getByRole('region', { name: 'Balanced', exact: true });
  await expect(opened.getByRole('heading', { name: 'Balanced' })).toBeFocused();
  await expect(opened.locator('[data-rep]')).not.toHaveCount(0);
  await accessible(page);
  await narrow(page);

  // Who changes hands, and why.
  await page.getByRole('tab', { name: 'Moved' }).click();
  const moved = page.getByRole('tabpanel').locator('tbody tr');
  await expect(moved.first()).toContainText(/nearer|evens|joins|follows/);
  await page.getByRole('combobox', { name: 'Rep' }).click();
  await page.getByRole('option').first().click();
  await expect(page).toHaveURL(/rep=\d+/);
  await accessible(page);
  await narrow(page);

  // The same rep's days, the first of them with its calls.
  await page.getByRole('tab', { name: 'Days' }).click();
  await page
    .getByRole('button', { name: /week 1: \d+ call/ })
    .first()
    .click();
  const day = page.getByRole('article');
  await expect(day.getByRole('row')).not.toHaveCount(0);
  await expect(day.getByText('not the road')).toBeVisible();
  await accessible(page);
  await narrow(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('tablist')).toBeHidden();
  await expect(day.getByRole('heading')).toBeVisible();
  await page.emulateMedia({ media: null });

  // And on the map.
  await page.getByRole('tab', { name: 'Map' }).click();
  await expect(page.locator('[data-testid="plan-map"][data-dressed="true"]')).toBeVisible();
  await accessible(page);
  await narrow(page);

  // Outlets of the rep are drawn round and given to another: what it comes to is shown before, steps go back and on, and a
  // reload loses nothing. That becomes a solution of its own.
  await page.getByRole('button', { name: 'Box', exact: true }).click();
  const map = (await page.getByTestId('plan-map').boundingBox())!;
  await page.mouse.move(map.x + map.width * 0.1, map.y + map.height * 0.1);
  await page.mouse.down();
  await page.mouse.move(map.x + map.width * 0.55, map.y + map.height * 0.9, { steps: 5 });
  await page.mouse.up();
  await expect(page.getByTestId('chosen')).toContainText(/[1-9]\d* outlets? chosen/);
  await accessible(page);
  const give = page.getByRole('button', { name: /^Give \d+ outlets? to / }).last();
  await give.hover();
  await expect(page.locator('[data-testid^="change-"]').filter({ hasText: '≈' })).toHaveCount(2);
  await give.click();
  const hand = page.getByRole('form', { name: 'Given by hand' });
  await expect(hand).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await expect(hand).toHaveCount(0);
  await page.keyboard.press('Control+Shift+Z');
  await expect(hand).toBeVisible();
  await page.reload();
  await expect(hand.getByRole('status')).toContainText('given by hand');
  await page.getByRole('button', { name: 'Plan its days' }).click();
  await expect(page.getByLabel('Name of the solution')).toBeFocused();
  await page.getByLabel('Name of the solution').fill('My own');
  await accessible(page);
  await page.getByRole('button', { name: 'Plan its days' }).click();
  await expect(solutions.getByRole('button', { name: 'Open My own' })).toBeVisible({ timeout: 120_000 });
  await expect(about.locator('[data-state="solved"]')).toBeVisible();

  await page.getByRole('tab', { name: 'Compare' }).click();
  await expect(page.getByRole('status').filter({ hasText: /outlets? ha(s|ve) another rep/ })).toBeVisible();
  await accessible(page);
  await narrow(page);

  await page.getByRole('tab', { name: 'Inputs' }).click();
  await expect(page.getByTestId('inputs-warning')).toContainText('6 solutions');
  await accessible(page);

  // Into force: first what it would do, then the step.
  await page.getByRole('tab', { name: 'Solutions' }).click();
  await solutions.getByRole('button', { name: 'Open My own' }).click();
  await page.getByRole('button', { name: 'Publish …' }).click();
  const publish = page.getByRole('form', { name: /^Publish/ });
  const date = publish.getByLabel('In force from');
  await date.fill('2020-01-01');
  await publish.getByRole('button', { name: 'Show what would change' }).click();
  await expect(date).toBeFocused();
  await expect(publish.getByText('Tomorrow at the earliest.')).toBeVisible();
  await date.fill(far());
  await publish.getByRole('button', { name: 'Show what would change' }).click();
  await expect(publish.locator('[data-route]')).not.toHaveCount(0);
  await expect(publish.locator('[data-move]')).not.toHaveCount(0);
  await accessible(page);
  await publish.getByRole('button', { name: /^Publish from/ }).click();
  await expect(about.getByText(/is in force from/)).toBeVisible();

  // What is in force keeps its inputs, and stands in the list.
  await page.getByRole('tab', { name: 'Inputs' }).click();
  await expect(page.getByTestId('inputs-warning')).toContainText('Roll it back first');
  await page.getByRole('tab', { name: 'After publishing' }).click();
  await expect(page.getByText('From then on it stands here')).toBeVisible();

  await page.getByRole('button', { name: 'Roll back' }).click();
  const back = page.getByRole('region', { name: 'Roll back' });
  await expect(back.locator('[data-route]')).not.toHaveCount(0);
  await accessible(page);
  await back.getByRole('button', { name: 'Roll back' }).click();
  await expect(about.getByText(/is in force from/)).toHaveCount(0);

  // Another frequency for many outlets at once: what it means for the reps first, then saved, then taken back.
  await page.getByRole('tab', { name: 'Inputs' }).click();
  await page.getByText('Frequencies', { exact: true }).click();
  await page.getByRole('checkbox', { name: /^[1-9]\d* outlets?$/ }).check();
  const often = page.getByRole('combobox', { name: /chosen outlet/ });
  const set = async () => {
    await often.click();
    await page.getByRole('option', { name: /^F2 / }).click();
  };
  await set();
  const effects = page.locator('[data-effect]');
  await expect(effects).not.toHaveCount(0);
  await accessible(page);
  await narrow(page);
  await page.keyboard.press('Control+z');
  await expect(effects).toHaveCount(0);
  await set();
  const changed = page.locator('[data-outlet]').filter({ has: page.locator('[data-changed]') });
  const code = page.locator(
    `[data-outlet="${await changed.first().getAttribute('data-outlet')}"] .fb-freq-code`,
  );
  const before = (await code.textContent())!.split(' → ')[0]!;
  await page.getByRole('button', { name: /^Save and/ }).click();
  await expect(page.getByText(/outlets are saved/)).toBeVisible();
  await expect(code).toHaveText('F2');
  await page.keyboard.press('Control+z');
  await expect(page.getByText(/outlets are saved/)).toHaveCount(0);
  await expect(code).toHaveText(before);

  await page.getByRole('button', { name: 'Throw away' }).click();
  await page.getByRole('button', { name: 'Throw it away for good' }).click();
  await page.waitForURL(/\/scenarios$/);
  await expect(page.getByRole('link', { name })).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('a director reads scenarios and changes none', async ({ page }) => {
  await logIn(page, /director|giám đốc|总监/i);
  await page.goto('/scenarios');
  await expect(page.getByRole('heading', { name: 'Territories and routes' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'New scenario' })).toHaveCount(0);
});
