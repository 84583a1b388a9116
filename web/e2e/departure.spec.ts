// A rep leaves the company: first told, planned and called off, then done at once; the phone's token opens nothing after. Needs a
// real server.
import { expect, test } from '@playwright/test';
import { accessible, logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no departures');

const stamp = Date.now().toString(36).toUpperCase();

test('a departure is told, planned, called off, and done', async ({ page }) => {
  await logIn(page, /administrator|quản trị|管理员/i);
  const ask = (path: string, body?: object) =>
    page.evaluate(
      async ([path, body]) => {
        const init = body
          ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
          : {};
        return (await fetch(`/api/v1/${path}`, init)).json();
      },
      [path, body] as const,
    );
  const { items } = await ask('reps?limit=1');
  const unit = items[0].org_unit_code;
  const rep = await ask('reps', { code: `LV-${stamp}`, name: `Leaver ${stamp}`, org_unit_code: unit });
  const device = await ask('devices', { rep_id: rep.id, label: `LV-${stamp}` });
  await ask('tasks', { id: crypto.randomUUID(), rep_id: rep.id, subject: 'Hang the sign' });

  await page.goto(`/masters/reps?id=${rep.id}&act=leave`);
  const form = page.locator('form.fb-departure');
  const last = form.locator('input[type=date]').first();
  const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  await last.fill(inAWeek);
  await form.locator('button[type=submit]').click();
  const told = form.getByRole('status');
  await expect(told).toContainText(device.label);
  await accessible(page);
  // Somebody must take over, or nobody be said to.
  await expect(form.locator('button[type=submit]')).toBeDisabled();
  await form.getByRole('checkbox').check();
  await form.locator('button[type=submit]').click();
  await expect(told).toContainText(device.label);
  await form.locator('button[type=submit]').click();

  const card = page.getByTestId('departure');
  await expect(card).toHaveAttribute('data-state', 'planned');
  expect((await ask(`reps/${rep.id}`)).active).toBe(true);
  await accessible(page);
  await card.getByRole('button').click();
  await expect(card).toBeHidden();

  await page.goto(`/masters/reps?id=${rep.id}&act=leave`);
  await form.getByRole('checkbox').check();
  await form.locator('button[type=submit]').click();
  await expect(told).toContainText(device.label);
  await expect(form.locator('button[type=submit]')).toBeDisabled();
  await form.getByRole('checkbox').last().check();
  await form.locator('button[type=submit]').click();
  await expect(card).toHaveAttribute('data-state', 'done');
  expect((await ask(`reps/${rep.id}`)).active).toBe(false);
  expect((await ask(`devices/${device.id}`)).revoked_at).toBeTruthy();
});
