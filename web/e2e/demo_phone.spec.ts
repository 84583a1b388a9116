// The demo phone beside the console: a rep starts work, rides to a stop, loses the signal, checks in without it, and the
// console hears of all of it when the signal is back. Needs a real server with the demo company.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { nextStop as next, placed } from '../src/demo_phone/visitor';
import { CHANNEL } from '../src/demo_phone/words';
import { logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'needs a server');

/** Where the panel will send it: the way there is kept short, wherever another try has left the rep. */
async function nextStop(page: Page) {
  const told = async (path: string) => (await page.request.get(`/api/v1/${path}`)).json();
  const { items } = await told('reps?code=HN-WEB');
  const { company } = await told('session');
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: company.time_zone }).format(Date.now());
  const day = await told(`reps/${items[0].id}/days/${today}`);
  return next(placed(day.plan.stops))!;
}

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
  await expect(link).toHaveAttribute('data-linked', 'true', { timeout: 45_000 });
  const start = phone.getByRole('button', { name: 'Start work' });
  const end = phone.getByRole('button', { name: 'End work' });
  const endWork = async () => {
    await end.click();
    await end.last().click();
    await expect(start).toBeVisible();
  };
  // The rep may be at work still, from another try.
  await expect(start.or(end)).toBeVisible();
  if (await end.isVisible()) await endWork();
  const stop = await nextStop(page);
  await page.evaluate(([channel, at]) => new BroadcastChannel(channel).postMessage({ kind: 'stand', at }), [
    CHANNEL,
    { lat: stop.lat - 0.0012, lng: stop.lng },
  ] as const);
  await start.click();
  await expect(end).toBeVisible();
  await expect(panel).not.toContainText('Start work in the phone');
  expect((await new AxeBuilder({ page }).include('.fb-demo').analyze()).violations).toEqual([]);

  await panel.getByText('60 km/h').click();
  const way = page.getByTestId('demo-way');
  await panel.getByRole('button', { name: 'Ride', exact: true }).press('Enter');
  await expect(way).toHaveAttribute('data-riding', 'true');
  await expect(way).toHaveAttribute('data-riding', 'false');

  const signal = panel.getByRole('switch', { name: 'Signal' });
  await signal.press('Space');
  await expect(phone.getByTestId('link')).toHaveAttribute('data-state', 'offline');
  await phone.locator(`[data-stop="${stop.outlet_code}"]`).click();
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
  await endWork();
  await expect(link).toHaveAttribute('data-waiting', '0');
  expect(complaints).toEqual([]);
});
