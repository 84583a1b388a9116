import { chromium } from '@playwright/test';
import { makeFleet } from './fleet.mjs';
import { serve } from './server.mjs';

const reps = Number(process.argv[2] ?? 10000),
  secs = Number(process.argv[3] ?? 20);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
const server = await serve(
  [process.env.DIST ?? new URL('../dist', import.meta.url).pathname],
  makeFleet(reps, 30000),
);
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(server.url + '/map?at=105.8412,21.0325,12');
await page.waitForSelector('.fb-row', { timeout: 60000 });
await page.waitForTimeout(8000);
const cdp = await page.context().newCDPSession(page);
await cdp.send('Profiler.enable');
await cdp.send('Profiler.setSamplingInterval', { interval: 200 });
await cdp.send('Profiler.start');
await page.waitForTimeout(secs * 1000);
const { profile } = await cdp.send('Profiler.stop');
const self = new Map(),
  by = new Map(profile.nodes.map((n) => [n.id, n]));
const parent = new Map();
for (const n of profile.nodes) for (const c of n.children ?? []) parent.set(c, n.id);
const dt = profile.timeDeltas;
const tot = new Map(),
  incl = new Map();
profile.samples.forEach((id, i) => {
  const d = dt[i] / 1000;
  const n = by.get(id);
  const k = n.callFrame.functionName + ' ' + n.callFrame.url.split('/').pop() + ':' + n.callFrame.lineNumber;
  self.set(k, (self.get(k) ?? 0) + d);
  const seen = new Set();
  for (let x = id; x !== undefined; x = parent.get(x)) {
    const m = by.get(x);
    const kk =
      m.callFrame.functionName + ' ' + m.callFrame.url.split('/').pop() + ':' + m.callFrame.lineNumber;
    if (!seen.has(kk)) {
      seen.add(kk);
      incl.set(kk, (incl.get(kk) ?? 0) + d);
    }
  }
});
const show = (m, n) =>
  [...m]
    .filter(([k]) => !/^\((idle|root)\)/.test(k))
    .sort((a, b) => b[1] - a[1])
    .slice(0, n)
    .forEach(([k, v]) => console.log((v / secs).toFixed(2).padStart(8), 'ms/s', k));
console.log('SELF');
show(self, 25);
console.log('INCL');
show(incl, 60);
await browser.close();
await server.close();
process.exit(0);
