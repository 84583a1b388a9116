// The pictures of the documentation: `node e2e/shots.mjs URL OUTDIR [name…]`, against a demo whose history is in. What a
// picture needs and the demo has not (a solved scenario, two territories, a phone) is made for it and taken away again.
// Maps come to more than the 300 kB that a picture may have: they are brought to 256 colours before they are kept. Not a test.
import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';

const [base = 'http://127.0.0.1:8080', out = 'shots', ...only] = process.argv.slice(2);
const DESK = { viewport: { width: 1440, height: 900 }, locale: 'en-GB' };
const PHONE = {
  viewport: { width: 390, height: 844 },
  locale: 'en-GB',
  hasTouch: true,
  permissions: ['geolocation'],
  geolocation: { latitude: 21.0335, longitude: 105.82 },
};
/** Tiles and symbols fade in; nothing tells when they are done. */
const FADE_MS = 2_500;

/** The server's answer to the one who looks. */
function asking(page) {
  return async (method, path, data, version) => {
    const headers = { origin: new URL(base).origin, ...(version && { 'if-match': `"v${version}"` }) };
    const answer = await page.request.fetch(`${base}/api/v1/${path}`, { method, data, headers });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return answer.status() === 204 ? null : answer.json();
  };
}

const drawn = (page, map = 'map') =>
  page
    .locator(`[data-testid="${map}"][data-ready="true"], [data-testid="${map}"][data-dressed="true"]`)
    .waitFor();

async function repOf(ask, code) {
  const { items } = await ask('GET', 'reps/today');
  return items.find((rep) => rep.code === code).id;
}

async function onTheMap({ page }) {
  await page.goto(`${base}/map`);
  await drawn(page);
}

async function verdict({ page, ask }) {
  await page.goto(`${base}/map?rep=${await repOf(ask, 'HN-R046')}`);
  await drawn(page);
  await page.locator('[data-visit]:has([data-overall="invalid"])').first().click();
}

async function exceptions({ page }) {
  await page.goto(`${base}/exceptions`);
  await page.locator('.fb-review-list li button').nth(1).click();
}

async function replay({ page, ask }) {
  const { items } = await ask('GET', 'reps/today');
  const far = items.filter((rep) => rep.started).sort((a, b) => b.visited - a.visited);
  await page.goto(`${base}/replay?reps=${far[0].id},${far[1].id}`);
  await drawn(page);
  const field = await page.locator('.fb-axis-field').boundingBox();
  await page.mouse.click(field.x + field.width * 0.6, field.y + field.height * 0.4);
  await page.mouse.move(720, 76);
}

async function overview({ page }) {
  await page.goto(`${base}/overview`);
  await page.locator('[data-kpi]').first().waitFor();
}

async function coverage({ page }) {
  await page.goto(`${base}/reports?tab=coverage`);
  await page.locator('canvas.maplibregl-canvas').waitFor();
}

/** A solved scenario of the demo, or else one of a team that is thrown away again. */
async function solved({ page, ask, undo }) {
  const { items } = await ask('GET', 'scenarios?state=solved');
  const there = items.find(({ solutions }) => solutions > 1);
  if (there) return there.id;
  const { items: units } = await ask('GET', 'org-units?limit=100');
  const { id } = await ask('POST', 'scenarios', {
    name: 'Old Quarter, spring',
    org_unit_id: units.find(({ code }) => code === 'HN-T2').id,
    settings: { rounds: 10, ways: 'air' },
  });
  undo(async () => {
    const { version, state } = await ask('GET', `scenarios/${id}`);
    if (state === 'solving') throw new Error(`scenario ${id} is still being solved: throw it away by hand`);
    await ask('DELETE', `scenarios/${id}`, undefined, version);
  });
  await ask('POST', `scenarios/${id}/solve`, {});
  await page.goto(`${base}/scenarios/${id}`);
  await page.locator('[data-state="solved"]').waitFor({ timeout: 300_000 });
  return id;
}

async function scenario(at) {
  const { page } = at;
  await page.goto(`${base}/scenarios/${await solved(at)}?tab=compare&look=map`);
  const moved = page.getByRole('status').filter({ hasText: /another rep/ });
  await moved.waitFor();
  await page.locator('canvas.maplibregl-canvas').nth(1).waitFor();
  await moved.evaluate((line) => line.scrollIntoView());
}

async function territories({ page, ask, undo }) {
  const { items: reps } = await ask('GET', 'reps?limit=200');
  for (const [i, ring] of [
    [
      [105.838, 21.03],
      [105.8515, 21.0295],
      [105.8525, 21.041],
      [105.839, 21.0425],
      [105.838, 21.03],
    ],
    [
      [105.8505, 21.026],
      [105.8625, 21.0245],
      [105.861, 21.0385],
      [105.8495, 21.0395],
      [105.8505, 21.026],
    ],
  ].entries()) {
    const rep = reps.filter(({ org_unit_code }) => org_unit_code === 'HN-T2')[i];
    const { id, version } = await ask('POST', 'territories', {
      code: `HK-${i + 1}`,
      name: ['Hàng Đào', 'Hàng Buồm'][i],
      org_unit_code: 'HN-T2',
      rep_code: rep.code,
      shape: { kind: 'polygons', polygons: [[ring]] },
    });
    undo(() => ask('DELETE', `territories/${id}`, undefined, version));
  }
  await page.goto(`${base}/scenarios/territories`);
  await drawn(page, 'territory-map');
}

async function order({ page, ask }) {
  const { items } = await ask('GET', 'orders?limit=200');
  const gifts = ({ lines }) => lines.filter(({ free, discount_minor }) => free || discount_minor > 0).length;
  const [rich] = items.sort((a, b) => gifts(b) - gifts(a));
  await page.goto(`${base}/orders?show=all&id=${rich.id}`);
  const why = page.getByText('Why it costs this');
  await why.click();
  await why.evaluate((summary) => summary.scrollIntoView());
}

async function photos({ page }) {
  await page.goto(`${base}/photos?show=all`);
  await page.locator('main img').first().waitFor();
  await page.waitForLoadState('networkidle');
}

async function outlet({ page, ask }) {
  const { items } = await ask('GET', 'outlets?limit=1&q=HN-0722');
  await page.goto(`${base}/masters/outlets?q=Leetee&id=${items[0].id}`);
  await page.locator('canvas.maplibregl-canvas').first().waitFor();
}

/** A phone of a rep of its own, with calls to make today: the stops, a visit, and an order before it is sent. */
async function phone({ page, ask, snap, undo }) {
  const code = `HN-P${Date.now().toString(36).toUpperCase()}`;
  const { items } = await ask('GET', 'outlets?limit=1000');
  const outlets = items.filter((outlet) => outlet.org_unit_code === 'HN-T2').slice(0, 8);
  const org_unit_code = outlets[0].org_unit_code;
  const rep = await ask('PUT', `reps/by-code/fieldbeat/${code}`, {
    code,
    name: 'Trần Thị Mai',
    org_unit_code,
  });
  undo(async () => {
    const { version } = await ask('GET', `reps/${rep.id}`);
    await ask('PATCH', `reps/${rep.id}`, { active: false }, version);
  });
  const pattern = {
    calendar: { kind: 'cycle', weeks: 1, anchor: '2024-01-01' },
    weekdays: [1, 2, 3, 4, 5, 6, 7],
  };
  await ask('PUT', `routes/by-code/fieldbeat/${code}`, {
    code,
    name: 'Trần Thị Mai',
    org_unit_code,
    rep_code: code,
    outlets: outlets.map((outlet) => ({ outlet_code: outlet.code, pattern })),
  });
  const device = await ask('POST', 'devices', {
    label: code,
    rep_code: code,
    grade: 'web_app_only',
    can_declare: true,
  });
  const button = (name) => page.getByRole('button', { name, exact: typeof name === 'string' });
  await page.goto(`${base}/m/?code=${device.enrolment_code}`);
  await button('Sign in').click();
  await page.locator('[data-testid="link"][data-state="online"]').waitFor();
  await button('Start work').click();
  const stop = page.locator('[data-stop]').first();
  await stop.waitFor();
  await page.getByText('At work').evaluate((head) => head.scrollIntoView());
  await page.evaluate(() => scrollBy(0, -80));
  await snap('phone-today');
  const stopped = await stop.getAttribute('data-stop');
  const [{ lat, lng }] = outlets.filter((outlet) => outlet.code === stopped);
  await page.context().setGeolocation({ latitude: lat, longitude: lng, accuracy: 6 });
  await stop.click();
  await page.getByRole('link', { name: 'Check in' }).click();
  await page.getByTestId('distance').waitFor();
  await button('Check in').click();
  await button(/^Order/).waitFor();
  await snap('phone-visit');
  await button(/^Order/).click();
  await page.getByRole('searchbox').fill('tra');
  await page.locator('.v-good').first().getByRole('textbox').fill('8');
  await snap('phone-order');
}

/** Whose eyes are used is chosen so that the call for help of the demo covers no other page than its own. */
const SHOTS = [
  { name: 'map', as: 'director', show: onTheMap },
  { name: 'verdict', as: 'supervisor.hoankiem', show: verdict },
  { name: 'exceptions', as: 'director', show: exceptions },
  { name: 'replay', as: 'supervisor.badinh', show: replay },
  { name: 'overview', as: 'manager.west', show: overview },
  { name: 'coverage', as: 'accountant', show: coverage },
  { name: 'scenario', as: 'planner', show: scenario },
  { name: 'territories', as: 'planner', show: territories },
  { name: 'order', as: 'accountant', show: order },
  { name: 'photos', as: 'accountant', show: photos },
  { name: 'outlet', as: 'planner', show: outlet },
  { name: 'phone', as: 'admin', on: PHONE, show: phone },
];

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.FIELDBEAT_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
for (const { name, as, on = DESK, show } of SHOTS) {
  if (only.length > 0 && !only.includes(name)) continue;
  const context = await browser.newContext({ ...on, colorScheme: 'light', reducedMotion: 'reduce' });
  await context.addInitScript(() => localStorage.setItem('fieldbeat.language', 'en'));
  const page = await context.newPage();
  page.on('pageerror', (error) => console.log(name, error.message));
  const ask = asking(page);
  const made = [];
  const snap = async (file) => {
    await page.waitForTimeout(FADE_MS);
    await page.screenshot({ path: `${out}/${file}.png` });
    console.log(`${out}/${file}.png`);
  };
  await ask('POST', 'session/persona', { login: as });
  try {
    await show({ page, ask, snap, undo: (step) => made.unshift(step) });
    if (show !== phone) await snap(name);
  } catch (error) {
    console.log(name, error.message);
    await snap(`${name}.failed`);
    process.exitCode = 1;
  }
  for (const step of made) await step();
  await context.close();
}
await browser.close();
