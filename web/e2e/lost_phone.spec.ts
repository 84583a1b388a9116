// A phone is lost: reported at its device with the code for the next one, wiped at its next contact, and it says why. Needs a real
// server.
import { expect, test } from '@playwright/test';
import { logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no phones');

const stamp = Date.now().toString(36).toUpperCase();

test('a lost phone wipes itself, and the rep has a code for the next one', async ({ browser, page }) => {
  await logIn(page, /administrator|quản trị|管理员/i);
  const made = await page.evaluate(async (label) => {
    const ask = async (path: string, body?: object) => {
      const init = body
        ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
        : {};
      return (await fetch(`/api/v1/${path}`, init)).json();
    };
    const { items } = await ask('reps?limit=1');
    return ask('devices', { rep_id: items[0].id, label, grade: 'web_app_only' });
  }, `LOST-${stamp}`);

  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US' });
  const phone = await context.newPage();
  await phone.goto(`/m/?code=${made.enrolment_code}`);
  await phone.getByRole('button', { name: 'Sign in' }).click();
  await expect(phone.getByTestId('link')).toHaveAttribute('data-state', 'online');
  await context.setOffline(true);

  await page.goto(`/admin/devices?id=${made.id}&act=lost`);
  const form = page.locator('.fb-lost');
  await expect(form).toBeVisible();
  await form.locator('button[type=submit]').click();
  await expect(page.getByTestId('enrol-qr')).toBeVisible();
  await expect(page.getByTestId('lost')).toBeVisible();

  await context.setOffline(false);
  await expect(phone.getByText('This phone was reported lost')).toBeVisible({ timeout: 30_000 });
  const left = await phone.evaluate(
    () =>
      new Promise<number>((done) => {
        const open = indexedDB.open('fieldbeat-phone');
        open.onsuccess = () => {
          const count = open.result.transaction('data').objectStore('data').count();
          count.onsuccess = () => done(count.result);
        };
      }),
  );
  expect(left).toBe(0);
  await context.close();
});
