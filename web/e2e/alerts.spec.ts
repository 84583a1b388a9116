// Notifications: subscribed to, tested with its failure told, paused and deleted. Against a real server.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

test.skip(!process.env.FIELDBEAT_URL, 'needs a server');

async function accessible(page: Page) {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze();
  expect(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)).toEqual([]);
}

test('a supervisor subscribes, sees why a test failed, and ends it', async ({ page }) => {
  // Another attempt finds what this one leaves.
  const name = `Desk ${Date.now()}`;
  await page.goto('/login').catch(() => page.goto('/login'));
  await page
    .locator('[data-persona]')
    .filter({ hasText: /supervisor|giám sát|主管/i })
    .first()
    .click();
  await page.waitForURL('**/map**');
  await page.locator('.fb-user').click();
  await page.locator('[role=menuitem][href="/alerts"]').click();
  await page.waitForURL('**/alerts');
  // In the browser's language, not the person's.
  await page.goto('/alerts');
  await expect(page.getByRole('heading', { name: 'Your notifications' })).toBeVisible();
  await accessible(page);

  await page.getByLabel('Name').fill(name);
  await page.getByRole('textbox', { name: 'URL' }).fill('http://example.com/hook');
  await page.getByRole('button', { name: 'Add', exact: true }).press('Enter');
  await expect(page.getByText('The URL must begin with https://.').first()).toBeVisible();
  await accessible(page);
  // A name of this machine passes the form and is refused when it is resolved.
  await page.getByRole('textbox', { name: 'URL' }).fill('https://localhost:9/hook');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText(/whsec_/)).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.getByText(/whsec_/)).toBeHidden();

  await page.getByRole('button', { name: `Send a test: ${name}` }).click();
  // What happens meanwhile is sent there, too, and fails alike.
  await expect(page.getByText("the address lies in the server's own network").first()).toBeVisible();
  await accessible(page);

  await page.getByRole('button', { name: `Pause: ${name}` }).click();
  await expect(page.getByText('paused', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: `Delete: ${name}` }).click();
  await page.getByRole('button', { name: `Delete for good: ${name}` }).click();
  await expect(page.getByRole('heading', { name })).toHaveCount(0);
});
