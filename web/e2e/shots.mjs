// Pictures of every state, for eyes: `node e2e/shots.mjs URL OUTDIR [name…]`. Not a test.
import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';

const [base = 'http://127.0.0.1:8090', out = 'shots', ...only] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.FIELDBEAT_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark']) {
    const tag = `${size}-${colorScheme}`;
    if (only.length && !only.some((name) => tag.includes(name))) continue;
    const context = await browser.newContext({
      viewport,
      colorScheme,
      locale: 'en-GB',
      deviceScaleFactor: size === 'phone' ? 2 : 1,
    });
    const page = await context.newPage();
    page.on(
      'console',
      (m) =>
        ['error', 'warning'].includes(m.type()) &&
        !m.text().includes('GPU stall') &&
        console.log(tag, m.type(), m.text().slice(0, 300)),
    );
    page.on('pageerror', (e) => console.log(tag, 'pageerror', e.message));
    const shot = (name) => page.screenshot({ path: `${out}/${tag}-${name}.png` });
    await page.goto(`${base}/login`);
    await page.waitForSelector('[data-persona]');
    await page.waitForTimeout(3000);
    await shot('login');
    await page.locator('[data-persona]').first().click();
    await page.waitForSelector('[data-testid=map][data-ready=true]');
    await page.waitForFunction(() => Number(document.querySelector('[data-testid=map]')?.dataset.reps) > 5);
    await page.waitForTimeout(6000);
    await shot('map');
    if (size === 'phone') {
      await page.getByText('Reps', { exact: true }).last().click();
      await page.waitForTimeout(500);
      await shot('list');
    }
    await page.locator('[data-rep="108"], [data-rep="113"]').first().click();
    await page.waitForTimeout(4500);
    await shot('rep');
    await page.locator('[data-visit]:has([data-overall=invalid]), [data-visit]').first().click();
    await page.waitForTimeout(4500);
    await shot('visit');
    if (size === 'wide') {
      await page.goto(`${base}/map?at=105.84,21.03,10.6`);
      await page.waitForTimeout(4000);
      await shot('cells');
      await page.goto(`${base}/map?at=105.8505,21.0335,16.2`);
      await page.waitForTimeout(4500);
      await shot('street');
    }
    await context.close();
  }
}
await browser.close();
