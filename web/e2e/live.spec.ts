// The supervisor's story in a real browser: enter as a persona, see reps move, open one, read a verdict. Runs against
// the mock, and with FIELDBEAT_URL against a real server with the demo company.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

const isMock = !process.env.FIELDBEAT_URL;

/** Everything a page must not do: speak to another host, or complain on the console. */
function watch(page: Page, origin: string) {
  const outside: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== origin) outside.push(request.url());
  });
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== new URL(origin).host) outside.push(socket.url());
  });
  page.on('console', (message) => {
    // Chromium logs every 401 itself; asking who is logged in is answered so before the login.
    if (message.type() === 'error' && !/401 \(Unauthorized\)/.test(message.text()))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return () => {
    expect(outside, 'requests to other hosts').toEqual([]);
    expect(complaints, 'console errors').toEqual([]);
  };
}

async function open(page: Page, path: string) {
  // A loaded machine sometimes refuses the first navigation.
  await page.goto(path).catch(() => page.goto(path));
}

async function enter(page: Page) {
  await open(page, '/login');
  const persona = page.locator('[data-persona]');
  await persona
    .filter({ hasText: /supervisor|giám sát|主管/i })
    .first()
    .click();
  const map = page.getByTestId('map');
  await expect(map).toHaveAttribute('data-ready', 'true');
  return map;
}

async function serious(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map((n) => n.target.join(' '))
          .slice(0, 4)
          .join(' | ')}`,
    );
}

/** Opens reps from the top of the list until one has been somewhere. */
async function openVisit(page: Page) {
  for (let i = 0; i < 8; i++) {
    await page.locator('[data-rep]').nth(i).click();
    await expect(page.locator('.fb-drawer .fb-facts').first()).toBeVisible();
    const visits = page.locator('[data-visit]:has([data-overall])');
    if ((await visits.count()) > 0) {
      await visits.first().click();
      return;
    }
  }
  throw new Error('no rep of the first eight has a closed visit');
}

test('a supervisor sees reps move and reads why a visit was judged so', async ({ page, baseURL }) => {
  const clean = watch(page, new URL(baseURL!).origin);
  const map = await enter(page);
  await expect(page.locator('.fb-connection')).toHaveAttribute('data-state', 'live');
  await expect.poll(async () => Number(await map.getAttribute('data-reps'))).toBeGreaterThan(3);
  await expect
    .poll(async () => Number(await map.getAttribute('data-moves')), { timeout: 40_000 })
    .toBeGreaterThan(5);
  await expect.poll(async () => Number(await map.getAttribute('data-outlets'))).toBeGreaterThan(20);

  await openVisit(page);
  await expect(page).toHaveURL(/rep=\d+.*visit=|visit=.*rep=\d+/);
  await expect(page.getByTestId('verdict')).toBeVisible();
  await expect(page.locator('.fb-dimensions li')).toHaveCount(7);

  await page.goBack();
  await expect(page.getByTestId('verdict')).toHaveCount(0);
  await expect(page.locator('.fb-stops')).toBeVisible();
  await page.goForward();
  await expect(page.getByTestId('verdict')).toBeVisible();
  await page.reload();
  await expect(page.getByTestId('verdict')).toBeVisible();
  clean();
});

test('the keyboard alone is enough', async ({ page }) => {
  await enter(page);
  await expect(page.locator('[data-rep]').first()).toBeVisible();
  const name = (await page.locator('[data-rep] .fb-row-name').first().textContent())!;
  await page.keyboard.press('/');
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
  await page.keyboard.type(plain);
  await expect(page.locator('[data-rep]').first()).toContainText(name);
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('[data-rep]').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('.fb-drawer h2')).toHaveText(name);
  await page.keyboard.press('f');
  await expect(page.locator('.fb-drawer [aria-pressed=true]')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.locator('.fb-drawer')).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('speaks three languages', async ({ page }) => {
  await enter(page);
  for (const [language, word] of [
    ['vi', 'Trực tiếp'],
    ['zh', '实时'],
    ['en', 'Live'],
  ] as const) {
    await page.getByTestId('language').click();
    await page.locator(`[role=menuitem][lang=${language}]`).click();
    await expect(page.locator('.fb-connection-text')).toHaveText(word);
  }
});

// In every language, colour and width: the sweep of `make test-all`.
test('nothing serious for axe on a phone in the dark', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await open(page, '/login');
  await expect(page.locator('[data-persona]').first()).toBeVisible();
  expect(await serious(page), 'login').toEqual([]);
  await enter(page);
  await page.locator('.fb-switch label').first().click();
  await expect(page.locator('[data-rep]').first()).toBeVisible();
  expect(await serious(page), 'list').toEqual([]);
  await page.locator('[data-rep]').first().click();
  await expect(page.locator('.fb-drawer .fb-facts')).toBeVisible();
  expect(await serious(page), 'day').toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow, 'sideways scrolling').toBeLessThanOrEqual(0);
  await page.locator('.fb-drawer [aria-label]').last().focus();
  const visits = page.locator('[data-visit]:has([data-overall])');
  if ((await visits.count()) === 0) return;
  await visits.first().click();
  await expect(page.getByTestId('verdict')).toBeVisible();
  expect(await serious(page), 'visit').toEqual([]);
});

test.describe('with the mock', () => {
  test.skip(!isMock, 'needs a server that can be broken at will');

  test('comes back by itself after the connection was lost', async ({ page }) => {
    const map = await enter(page);
    await expect(page.locator('.fb-connection')).toHaveAttribute('data-state', 'live');
    await page.request.get('/mock/down?s=3');
    await expect(page.locator('.fb-connection')).not.toHaveAttribute('data-state', 'live');
    await expect(page.locator('.fb-connection')).toHaveAttribute('data-state', 'live', { timeout: 15_000 });
    const before = Number(await map.getAttribute('data-moves'));
    await expect.poll(async () => Number(await map.getAttribute('data-moves'))).toBeGreaterThan(before);
  });

  test('says what went wrong at the login', async ({ page }) => {
    await open(page, '/login');
    await page.locator('summary').click();
    await page.locator('input[autocomplete=username]').fill('giamsat');
    await page.locator('input[autocomplete=current-password]').fill('wrong');
    await page.locator('form button[type=submit]').click();
    await expect(page.getByRole('alert')).toContainText('not right');
    await page.locator('input[autocomplete=current-password]').fill('fieldbeat');
    await page.locator('form button[type=submit]').click();
    await expect(page.getByTestId('map')).toBeVisible();
  });

  test('sets up a fresh server, and names what is missing', async ({ page }) => {
    await page.route('**/api/v1/public', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({
        json: { ...(await answer.json()), first_run: true, company: null, personas: [] },
      });
    });
    await open(page, '/map');
    await expect(page).toHaveURL(/first-run/);
    await expect(page.getByRole('alert')).toContainText('token=');
    await open(page, '/first-run?token=abc');
    expect(await serious(page), 'first run').toEqual([]);
    await page.locator('button[type=submit]').click();
    await expect(page.locator('[name=name]')).toBeFocused();
    await expect(page.getByText('Fill this in.')).toHaveCount(3);
    await page.locator('[name=name]').fill('taken');
    await page.locator('[name=admin_name]').fill('An');
    await page.locator('[name=login]').fill('an');
    await page.locator('[name=password]').fill('a long sentence');
    await page.locator('[name=repeat]').fill('a long sentence');
    await page.locator('button[type=submit]').click();
    await expect(page.getByText('does not accept this value')).toBeVisible();
    await page.unroute('**/api/v1/public');
    await page.locator('[name=name]').fill('Acme');
    await page.locator('button[type=submit]').click();
    await expect(page.getByTestId('map')).toBeVisible();
  });

  test('an address of a rep out of reach says so', async ({ page }) => {
    await enter(page);
    await open(page, '/map?rep=999999');
    await expect(page.locator('.fb-drawer').getByRole('alert')).toContainText('outside your area');
  });
});
