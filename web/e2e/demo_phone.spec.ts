// The demo phone beside the console: a rep starts work, rides to a stop, loses the signal, checks in without it, and the
// console hears of all of it when the signal is back. Needs a real server with the demo company.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'needs a server');

test('a phone beside the console rides, goes dark and tells all of it afterwards', async ({ page }) => {
  await logIn(page, /administrator|quản trị|管理员/i);
  await page.goto('/map');
  await expect(page.getByTestId('map')).toHaveAttribute('data-ready', 'true');
  await expect(page.getByRole('button', { name: 'Demo phone' })).toBeVisible();
  // By the keyboard, as everything here but the map.
  await page.keyboard.press('d');
  const panel = page.getByTestId('demo-phone');
  const [phone] = await Promise.all([
    page.waitForEvent('popup'),
    panel.getByRole('button', { name: 'Open the phone' }).click(),
  ]);
  const complaints: string[] = [];
  phone.on('pageerror', (error) => complaints.push(error.message));

  // It gets its code by itself.
  const link = page.getByTestId('demo-link');
  await expect(link).toHaveAttribute('data-linked', 'true');
  const start = phone.getByRole('button', { name: 'Start work' });
  await start.click();
  await expect(start).toHaveCount(0);
  await expect(panel).not.toContainText('Start work in the phone');
  expect((await new AxeBuilder({ page }).include('.fb-demo').analyze()).violations).toEqual([]);

  await panel.getByText('60 km/h').click();
  const way = page.getByTestId('demo-way');
  await panel.getByRole('button', { name: 'Ride', exact: true }).press('Enter');
  await expect(way).toHaveAttribute('data-riding', 'true');
  const stop = await panel.getByRole('combobox').locator('option:checked').textContent();
  await expect(way).toHaveAttribute('data-riding', 'false', { timeout: 40_000 });

  const signal = panel.getByRole('switch', { name: 'Signal' });
  await signal.press('Space');
  await expect(phone.getByTestId('link')).toHaveAttribute('data-state', 'offline');
  await phone
    .locator('[data-stop]')
    .filter({ hasText: stop!.replace(/^\d+\. /, '') })
    .first()
    .click();
  await phone.getByRole('link', { name: 'Check in' }).click();
  await expect(phone.getByTestId('distance')).toHaveText('0 m');
  await phone.getByRole('button', { name: 'Check in', exact: true }).click();
  await expect(link).toHaveAttribute('data-linked', 'false');
  await expect(link).toHaveAttribute('data-waiting', /[1-9]/);

  await signal.press('Space');
  await expect(link).toHaveAttribute('data-linked', 'true');
  await expect(link).toHaveAttribute('data-waiting', '0');
  // What the office knows, and no longer only the phone.
  await panel.getByRole('button', { name: 'Open the rep here' }).click();
  await page.getByRole('searchbox').first().fill('HN-WEB');
  await expect(page.locator('[data-rep]').first()).toContainText('In visit');

  await phone.goto('/m/?demo#/');
  await phone.getByRole('button', { name: 'End work' }).click();
  await phone.getByRole('button', { name: 'End work' }).last().click();
  await expect(phone.getByRole('button', { name: 'Start work' })).toBeVisible();
  await expect(link).toHaveAttribute('data-waiting', '0');
  expect(complaints).toEqual([]);
});
