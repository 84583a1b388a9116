// What the map costs the page's main thread, in Chromium: `npm run bench`. The map by itself against GeoJSON `setData` of
// the same reps and outlets, then the whole page with list and drawer, and how long it takes to load. SECONDS (20) a case,
// REPS (10000,50000), OUTLETS (30000), ONLY (a part of a case's name). Prints a table, writes target/map.json, and says
// which goals were missed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { makeFleet } from './fleet.mjs';
import { serve } from './server.mjs';

const target = fileURLToPath(new URL('../../target', import.meta.url));
const seconds = Number(process.env.SECONDS ?? 20);
const sizes = (process.env.REPS ?? '10000,50000').split(',').map(Number);
const outlets = Number(process.env.OUTLETS ?? 30_000);
const only = process.env.ONLY ?? '';
const WARM_MS = 6_000;
/** Milliseconds of main thread per update. */
const GOAL = (reps) => (reps <= 10_000 ? 15 : 50);
const CLICK_GOAL_MS = 100;
const LONG_TASK_MS = 50;
const LOAD_GOAL_MS = 2_000;
const LOADS = 5;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});

/** What the main thread of a page does in steady state. All in thread time: what other processes take does not count. */
async function steady(page) {
  const cdp = await page.context().newCDPSession(page);
  await page.waitForTimeout(WARM_MS);
  const meter = await mainThread(cdp);
  const tasks = await traceTasks();
  const [before, had] = [await meter(), await updates(page)];
  await page.waitForTimeout(seconds * 1000);
  const [after, has] = [await meter(), await updates(page)];
  // One comes a second. Where the drawing falls behind, several are taken in and one is drawn, which pays for them all.
  const drawn = Math.max(1, has - had);
  const longest = (await tasks()).sort((a, b) => b - a);
  const per = (name) => (after[name] - before[name]) / drawn;
  return {
    drawn,
    second_ms: round((after.TaskDuration - before.TaskDuration) / seconds),
    main_ms: round(per('TaskDuration')),
    script_ms: round(per('ScriptDuration')),
    layout_ms: round(per('LayoutDuration') + per('RecalcStyleDuration')),
    longest_task_ms: round(longest[0] ?? 0),
    long_tasks: longest.filter((ms) => ms > LONG_TASK_MS).length,
  };
}

/** Updates that came to the screen. */
const updates = (page) =>
  page.evaluate(() => Number(document.querySelector('[data-updates]')?.dataset.updates ?? 0));

/** Reads Chromium's sums of the main thread, in milliseconds of thread time. */
async function mainThread(cdp) {
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () =>
    Object.fromEntries(
      (await cdp.send('Performance.getMetrics')).metrics.map((m) => [m.name, m.value * 1000]),
    );
}

/** Starts a trace; what it returns ends it and gives the thread time of each task of a renderer's main thread. */
async function traceTasks() {
  const cdp = await browser.newBrowserCDPSession();
  const events = [];
  cdp.on('Tracing.dataCollected', ({ value }) => {
    for (const { name, ph, pid, tid, tdur, args } of value)
      if (name === 'RunTask' || (ph === 'M' && name === 'thread_name'))
        events.push({ name, key: `${pid}.${tid}`, tdur, args });
  });
  const traceConfig = { includedCategories: ['disabled-by-default-devtools.timeline', '__metadata'] };
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
  return async () => {
    const ended = new Promise((done) => cdp.once('Tracing.tracingComplete', done));
    await cdp.send('Tracing.end');
    await ended;
    await cdp.detach();
    const main = new Set(
      events.filter((e) => e.name === 'thread_name' && e.args.name === 'CrRendererMain').map((e) => e.key),
    );
    return events.filter((e) => e.name === 'RunTask' && main.has(e.key)).map((e) => (e.tdur ?? 0) / 1000);
  };
}
const round = (ms) => Math.round(ms * 10) / 10;

const rows = [];
async function measure(name, reps, path, prepare, more = async () => ({})) {
  if (!name.includes(only)) return;
  const fleet = makeFleet(reps, outlets);
  const server = await serve([join(target, 'bench-map'), join(target, '../web/dist')], fleet);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on('pageerror', (error) => console.error(`${name}: ${error}`));
  await page.goto(server.url + path).catch(() => page.goto(server.url + path));
  await prepare(page);
  const row = { name, reps, ...(await steady(page)), ...(await more(page)) };
  if (process.env.SHOTS)
    await page.screenshot({
      path: join(process.env.SHOTS, `${name}-${reps}.png`.replace(/\W+/g, '-').replace(/-png$/, '.png')),
    });
  rows.push(row);
  console.log(JSON.stringify(row));
  await page.close();
  await server.close();
}

/**
 * From an address to a map that answers and shows its reps, in a browser that has nothing of it: five times, each with a
 * profile of its own. `list`: the reps can be read and picked; `map`: the marks of the reps are drawn.
 */
async function load(reps) {
  if (!'load'.includes(only)) return;
  const fleet = makeFleet(reps, outlets);
  const server = await serve([join(target, '../web/dist')], fleet);
  const [lists, maps, busy, bytes] = [[], [], [], []];
  for (let i = 0; i < LOADS; i++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const meter = await mainThread(await context.newCDPSession(page));
    await page.addInitScript(watchLoad);
    const sent = server.state.bytes;
    await page.goto(`${server.url}/map?at=105.8412,21.0325,12`, { waitUntil: 'commit' });
    await page.waitForFunction(() => window.loaded?.map && window.loaded.list, null, { timeout: 120_000 });
    const at = await page.evaluate(() => window.loaded);
    lists.push(at.list);
    maps.push(at.map);
    busy.push((await meter()).TaskDuration);
    bytes.push(server.state.bytes - sent);
    await context.close();
  }
  await server.close();
  const row = {
    name: 'load',
    reps,
    list_ms: middle(lists),
    map_ms: middle(maps),
    map_max_ms: Math.round(maps.at(-1)),
    load_main_ms: middle(busy),
    sent_kb: Math.round(middle(bytes) / 1024),
  };
  rows.push(row);
  console.log(JSON.stringify(row));
}

/** In the page, before anything of it: milliseconds since the navigation began. */
function watchLoad() {
  window.loaded = {};
  const look = () => {
    const { loaded } = window;
    const map = document.querySelector('[data-testid=map]');
    if (!loaded.list && document.querySelector('.fb-row')) loaded.list = performance.now();
    if (
      !loaded.map &&
      map?.dataset.ready === 'true' &&
      Number(map.dataset.reps) > 0 &&
      Number(map.dataset.updates) > 0
    )
      loaded.map = performance.now();
    if (!loaded.map || !loaded.list) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

const middle = (list) => Math.round(list.sort((a, b) => a - b)[Math.floor(list.length / 2)]);

const drawn = (page) => page.waitForSelector('body[data-ready]', { timeout: 60_000, state: 'attached' });
const map = (query) => `/bench/map.html?${query}`;

/** From the click on a row to the frame that shows the drawer of that rep: main thread, and on the clock. */
async function clicks(page) {
  const meter = await mainThread(await page.context().newCDPSession(page));
  const [busy, waits] = [[], []];
  for (let i = 0; i < 12; i++) {
    const before = await meter();
    waits.push(await page.evaluate(openDrawer, i));
    busy.push((await meter()).TaskDuration - before.TaskDuration);
    await page.waitForTimeout(700);
    await page.keyboard.press('Escape');
    await page.waitForTimeout(700);
  }
  return {
    click_main_ms: middle(busy),
    click_main_max_ms: Math.round(busy.at(-1)),
    click_wall_ms: middle(waits),
  };
}

/** In the page. */
function openDrawer(nth) {
  return new Promise((done) => {
    const rows = [...document.querySelectorAll('.fb-row')];
    const row = rows[nth % rows.length];
    const name = row.querySelector('.fb-row-name').textContent;
    const started = performance.now();
    const watch = new MutationObserver(() => {
      if (!document.querySelector('.fb-drawer')?.textContent.includes(name)) return;
      watch.disconnect();
      // A task after the next frame: it is on the screen.
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - started)));
    });
    watch.observe(document.body, { childList: true, subtree: true, characterData: true });
    row.click();
  });
}

for (const reps of sizes) {
  await measure('repaint alone', reps, map('draw=nothing'), drawn);
  await measure('map', reps, map('draw=marks'), drawn);
  await measure('map, still', reps, map('draw=marks&still=1'), drawn);
  await measure('map, still, text feed', reps, map('draw=marks&still=1&fmt=json'), drawn);
  await measure('setData circle', reps, map('draw=circle'), drawn);
  await measure('setData symbol', reps, map('draw=symbol'), drawn);
  await measure(
    'page',
    reps,
    '/map?at=105.8412,21.0325,12',
    (page) => page.waitForSelector('.fb-row', { timeout: 60_000 }),
    clicks,
  );
}
for (const reps of [60, sizes[0]]) await load(reps);
await browser.close();

const of = (name, reps) => rows.find((row) => row.name === name && row.reps === reps);
const ratios = sizes.flatMap((reps) => {
  const [ours, circle, symbol] = ['map, still', 'setData circle', 'setData symbol'].map((name) =>
    of(name, reps),
  );
  return ours && circle && symbol
    ? [{ reps, circle: round(circle.main_ms / ours.main_ms), symbol: round(symbol.main_ms / ours.main_ms) }]
    : [];
});
const missed = rows.flatMap((row) => {
  if (row.map_ms > LOAD_GOAL_MS)
    return [`load, ${row.reps}: ${row.map_ms} ms to a map with its reps, goal ${LOAD_GOAL_MS}`];
  if (!/^(map|page)/.test(row.name)) return [];
  const found = [];
  if (row.main_ms > GOAL(row.reps))
    found.push(`${row.name}, ${row.reps}: ${row.main_ms} ms an update, goal ${GOAL(row.reps)}`);
  if (row.reps <= 10_000 && row.long_tasks > 0)
    found.push(`${row.name}, ${row.reps}: a task of ${row.longest_task_ms} ms, goal ${LONG_TASK_MS}`);
  if (row.click_main_ms > CLICK_GOAL_MS)
    found.push(
      `${row.name}, ${row.reps}: ${row.click_main_ms} ms from click to drawer, goal ${CLICK_GOAL_MS}`,
    );
  return found;
});
console.table(rows);
console.table(ratios);
console.log(missed.length ? `missed:\n${missed.join('\n')}` : 'every goal is met');
mkdirSync(target, { recursive: true });
writeFileSync(
  join(target, 'map.json'),
  `${JSON.stringify({ seconds, outlets, rows, ratios, missed }, null, 2)}\n`,
);
