// Draws the phone app's PNG icons from its SVG: `node build/phone_icons.mjs`. Their files are kept in the tree, so that a
// build needs no browser.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

const dir = join(import.meta.dirname, '../public/m');
const svg = readFileSync(join(dir, 'icon.svg'), 'utf8');
// A launcher may cut a circle out of a maskable one: its ground reaches the edges, its drawing keeps to the middle.
const ICONS = [
  { name: 'icon-192', size: 192, room: 0 },
  { name: 'icon-512', size: 512, room: 0 },
  { name: 'icon-maskable-512', size: 512, room: 0.14, ground: '#26217a' },
];

const browser = await chromium.launch({
  executablePath: process.env.FIELDBEAT_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
for (const { name, size, room, ground } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const margin = Math.round(size * room);
  const edge = size - 2 * margin;
  await page.setContent(
    `<body style="margin:0;background:${ground ?? 'transparent'}"><div style="margin:${margin}px;width:${edge}px;height:${edge}px">${svg.replace('<svg ', `<svg width="${edge}" height="${edge}" `)}</div></body>`,
  );
  await page.screenshot({ path: join(dir, `${name}.png`), omitBackground: !ground });
  await page.close();
}
await browser.close();
