// Every page that a role is offered, with every tab of it, in three languages, light and dark, at three widths: nothing
// that axe takes seriously, no error, nothing refused by the policy, no request to elsewhere, nothing wider than the
// window. Takes long: `make test-all` runs it (FIELDBEAT_SWEEP), the stories of `make test` look at their own pages.
import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';

const LANGUAGES = ['vi', 'en', 'zh'] as const;
const SCHEMES = ['light', 'dark'] as const;
const WIDTHS = [1440, 1024, 390] as const;

test.skip(!process.env.FIELDBEAT_SWEEP, 'part of make test-all');
test.setTimeout(3_600_000);

interface Fault {
  where: string;
  what: string;
}

/** A page that notes everything it must not do, under the place where it is. */
async function watched(
  browser: Browser,
  look: { language: string; scheme: 'light' | 'dark' },
  faults: Fault[],
) {
  const context = await browser.newContext({
    baseURL: process.env.FIELDBEAT_URL,
    colorScheme: look.scheme,
    reducedMotion: 'reduce',
    viewport: { width: WIDTHS[0], height: 900 },
  });
  await context.addInitScript((language) => {
    localStorage.setItem('fieldbeat.language', language);
    addEventListener('securitypolicyviolation', (e) =>
      console.error(`policy: ${e.violatedDirective} refused ${e.blockedURI || e.sourceFile}`),
    );
  }, look.language);
  const page = await context.newPage();
  const here = () =>
    `${look.language} ${look.scheme} ${new URL(page.url()).pathname}${new URL(page.url()).search}`;
  page.on('console', (message) => {
    if (message.type() === 'error' && !/401 \(Unauthorized\)/.test(message.text()))
      faults.push({ where: here(), what: message.text() });
  });
  page.on('pageerror', (error) => faults.push({ where: here(), what: error.message }));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== new URL(process.env.FIELDBEAT_URL!).origin)
      faults.push({ where: here(), what: `asks ${url.origin}` });
  });
  return { page, here };
}

async function settled(page: Page) {
  await page.waitForLoadState('networkidle', { timeout: 8_000 }).catch(() => undefined);
  await expect(page.locator('body')).not.toBeEmpty();
}

async function looked(page: Page, where: string, faults: Fault[]) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 1) faults.push({ where: `${where} ${width}`, what: `${wide} px wider than the window` });
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical')
        faults.push({
          where: `${where} ${width}`,
          what: `${id}: ${nodes
            .map((n) => n.target.join(' '))
            .slice(0, 3)
            .join(' | ')}`,
        });
  }
  await page.setViewportSize({ width: WIDTHS[0], height: 900 });
}

/** The addresses that the navigation offers. */
async function offered(page: Page): Promise<string[]> {
  const bar = page.locator('.fb-nav a');
  const hrefs = await bar.evaluateAll((links) => links.map((a) => a.getAttribute('href')!));
  const more = page.getByTestId('nav-more');
  if (await more.count()) {
    await more.click();
    const items = page.getByRole('menuitem');
    await expect(items.first()).toBeVisible();
    hrefs.push(...(await items.evaluateAll((links) => links.map((a) => a.getAttribute('href')!))));
    await page.keyboard.press('Escape');
  }
  return hrefs.filter(Boolean);
}

for (const language of LANGUAGES)
  for (const scheme of SCHEMES)
    test(`every page, ${language}, ${scheme}`, async ({ browser }) => {
      const faults: Fault[] = [];
      const { page, here } = await watched(browser, { language, scheme }, faults);
      await page.goto('/login');
      await settled(page);
      await looked(page, here(), faults);
      await page.locator('[data-persona=admin]').first().click();
      await page.waitForURL((url) => url.pathname !== '/login');
      await settled(page);
      const pages = [
        ...(await offered(page)),
        '/settings',
        '/alerts',
        '/help',
        '/admin/users',
        '/scenarios/territories',
      ];
      expect(pages.length).toBeGreaterThan(15);
      for (const path of pages) {
        await page.goto(path);
        await settled(page);
        await looked(page, here(), faults);
        const tabs = await page.getByRole('tab').count();
        for (let i = 1; i < tabs; i++) {
          await page.getByRole('tab').nth(i).click();
          await settled(page);
          await looked(page, here(), faults);
        }
      }
      console.log(`${pages.length} pages in ${language}, ${scheme}: ${faults.length} faults`);
      expect(faults.map(({ where, what }) => `${where}: ${what}`)).toEqual([]);
      await page.context().close();
    });
