// A planner's story: a territory is drawn, a second one overlaps it and that is named, put right and taken back; the list
// does without a pointer what the map does; a file tells its faults; a conflict is told. Needs a real server.
import { expect, type Page, test } from '@playwright/test';
import { accessible, logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no territories');

const PLANNER = /planner|hoạch định|lập kế hoạch|规划/i;

const mapOf = async (page: Page) => {
  const map = page.getByTestId('territory-map');
  await expect(map).toHaveAttribute('data-dressed', 'true', { timeout: 30_000 });
  return (await map.boundingBox())!;
};

/** A box over shares of the map. */
async function draw(page: Page, [west, north, east, south]: [number, number, number, number]) {
  const map = await mapOf(page);
  await page.getByRole('button', { name: 'Box', exact: true }).click();
  await expect(page.getByTestId('territory-map')).toHaveAttribute('data-sketch', 'true');
  await page.mouse.move(map.x + map.width * west, map.y + map.height * north);
  await page.mouse.down();
  await page.mouse.move(map.x + map.width * east, map.y + map.height * south, { steps: 5 });
  await page.mouse.up();
}

async function make(page: Page, code: string, box: [number, number, number, number]) {
  await page.keyboard.press('n');
  const form = page.getByRole('form', { name: 'Draw a territory' });
  await expect(form.getByText('Draw its border on the map.')).toBeVisible();
  await draw(page, box);
  await expect(form.getByTestId('live-sums')).toContainText(/[1-9][\d,]* outlets?/);
  await form.getByLabel('Code').fill(code);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('This is needed.')).toBeVisible();
  await form.getByLabel('Name').fill(`Territory ${code}`);
  return form;
}

const sent = (page: Page, version?: number) => ({
  origin: new URL(page.url()).origin,
  ...(version === undefined ? {} : { 'if-match': `"v${version}"` }),
});

/** The ground of all outlets, west and east of the one in the middle. */
async function split(page: Page, codes: [string, string]) {
  const answer = await page.request.get('/api/v1/outlets?limit=1000&closed=false');
  const { items } = (await answer.json()) as {
    items: { lat: number | null; lng: number | null; org_unit_id: number }[];
  };
  const places = items.filter((item) => item.lat !== null && item.lng !== null);
  const across = places.map((item) => item.lng!).sort((a, b) => a - b);
  const along = places.map((item) => item.lat!).sort((a, b) => a - b);
  const room = 0.001;
  const middle = (across[(across.length / 2) | 0]! + across[((across.length / 2) | 0) - 1]!) / 2;
  const [south, north] = [along[0]! - room, along.at(-1)! + room];
  for (const [at, code] of codes.entries()) {
    const [west, east] = at === 0 ? [across[0]! - room, middle] : [middle, across.at(-1)! + room];
    const ring = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ];
    const made = await page.request.post('/api/v1/territories', {
      headers: sent(page),
      data: {
        code,
        name: `Territory ${code}`,
        org_unit_id: items[0]!.org_unit_id,
        shape: { kind: 'polygons', polygons: [[ring]] },
      },
    });
    expect(made.status()).toBe(201);
  }
}

async function forget(page: Page, codes: readonly string[]) {
  for (const code of codes) {
    const found = await page.request.get(`/api/v1/territories?code=${code}`);
    for (const { id, version } of (await found.json()).items)
      await page.request.delete(`/api/v1/territories/${id}`, { headers: sent(page, version) });
  }
}

test('territories are drawn, and their overlap is named and put right', async ({ page }) => {
  test.setTimeout(120_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await logIn(page, PLANNER);
  await page.goto('/scenarios');
  await page.getByRole('link', { name: 'Territories on the map' }).click();
  await mapOf(page);

  const run = `E${Date.now() % 1_000_000}`;
  const [one, two] = [`${run}-1`, `${run}-2`];
  const first = await make(page, one, [0.3, 0.2, 0.72, 0.8]);
  await first.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(`${one} is saved.`)).toBeVisible();

  // The second lies over the first: said while it is drawn, and by the check.
  const second = await make(page, two, [0.6, 0.2, 0.97, 0.8]);
  await expect(second.getByTestId('live-sums')).toContainText(`also in ${one}`);
  await second.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(`${two} is saved.`)).toBeVisible();
  await page.keyboard.press('c');
  const overlap = page.locator(`[data-overlap="${one} ${two}"]`);
  await expect(overlap).toContainText(/in both/);
  await overlap.getByRole('button', { name: new RegExp(`${one} and ${two}`) }).click();
  await accessible(page);
  await overlap.getByRole('button', { name: `Cut it from ${one}` }).click();
  await expect(page.getByText(`${one} ends where ${two} begins.`)).toBeVisible();
  await expect(overlap).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect(overlap).toBeVisible();

  expect(complaints).toEqual([]);
  await forget(page, [one, two]);
});

test('the list does what the map does, and conflicts and wrong files are told', async ({ page }) => {
  test.setTimeout(120_000);
  await logIn(page, PLANNER);
  const run = `E${Date.now() % 1_000_000}`;
  const [one, two] = [`${run}-1`, `${run}-2`];
  await split(page, [one, two]);
  await page.goto('/scenarios/territories?look=outlets');

  // Without a pointer: an outlet of the one is given to the other.
  await page.getByRole('combobox', { name: 'Territory', exact: true }).click();
  await page.getByRole('option', { name: `${one} · Territory` }).click();
  const whose = page.getByRole('combobox', { name: /^Territory of / }).first();
  await expect(whose).toBeVisible();
  await whose.selectOption({ label: two });
  await expect(page.getByText(`1 outlet is in ${two} now.`)).toBeVisible();
  await accessible(page);

  // Somebody else changes it meanwhile.
  await page.getByRole('tab', { name: 'Territories' }).click();
  await page.locator(`[data-territory="${two}"]`).click();
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  const change = page.getByRole('form', { name: `Change ${two}` });
  const found = await page.request.get(`/api/v1/territories?code=${two}`);
  const { id, version } = (await found.json()).items[0];
  const other = await page.request.patch(`/api/v1/territories/${id}`, {
    headers: sent(page, version),
    data: { name: 'Theirs' },
  });
  expect(other.status()).toBe(200);
  await change.getByLabel('Name').fill('Mine');
  await change.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(change.getByText('Somebody changed it meanwhile')).toBeVisible();
  await change.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(page.locator(`[data-territory="${two}"]`)).toContainText('Mine');

  // A file is tried before it is taken, and says which feature is wrong and where.
  await page.getByRole('button', { name: 'Import …' }).click();
  const file = page.getByRole('form', { name: 'Read territories from a file' });
  const eight = [
    [105.8, 21],
    [105.82, 21.02],
    [105.82, 21],
    [105.8, 21.02],
    [105.8, 21],
  ];
  await file.locator('input[type=file]').setInputFiles({
    name: 'wrong.geojson',
    mimeType: 'application/geo+json',
    buffer: Buffer.from(
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            geometry: { type: 'Polygon', coordinates: [eight] },
            properties: { code: `${run}-3`, name: 'Eight', org_unit_code: 'HN-T1' },
          },
        ],
      }),
    ),
  });
  await file.getByRole('button', { name: 'Check the file' }).click();
  await expect(file.getByText(/Feature 1/)).toBeVisible();
  await expect(file.getByText(/crosses or touches itself/)).toBeVisible();
  await file.getByRole('button', { name: 'Cancel' }).click();

  // Deleted with an undo, in Vietnamese, on a phone's width.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByTestId('language').click();
  await page.getByRole('menuitem', { name: 'Tiếng Việt' }).click();
  await expect(page.getByRole('heading', { name: 'Địa bàn trên bản đồ' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await accessible(page);
  await page.getByRole('button', { name: 'Xóa', exact: true }).click();
  await expect(page.getByText(`Đã xóa ${two}.`)).toBeVisible();
  await page.getByRole('button', { name: 'Hoàn tác' }).first().click();
  await expect(page.locator(`[data-territory="${two}"]`)).toBeVisible();
  await forget(page, [one, two]);
});
