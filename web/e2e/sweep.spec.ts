// Every page that the administrator is offered, with every tab of it: nothing that axe takes seriously, no error, nothing
// refused by the policy, no request to elsewhere, and no text beyond the window's edge. Words differ by language and colours
// by scheme, so each language is gone through in light and one of them in dark; axe reads everything in the language with
// the longest words, in dark only what depends on colours, and in the others what depends on words. `make test-all` runs it
// (SWEEP), the stories of `make test` look at their own pages. On two busy cores a walk of 92 looks at 42 pages took
// 4 to 15 minutes; none may take more than 40. To look at a part:
// SWEEP_LANGUAGES=vi SWEEP_SCHEMES=light SWEEP_PAGES='^/(map|orders)'.
import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';

type Scheme = 'light' | 'dark';
interface Walk {
  language: 'vi' | 'en' | 'zh';
  scheme: Scheme;
  /** Of axe; all where none are named. */
  rules?: string[];
}
const WORDS = ['button-name', 'link-name', 'label', 'label-content-name-mismatch', 'aria-input-field-name'];
const WALKS: readonly Walk[] = [
  { language: 'vi', scheme: 'light' },
  { language: 'vi', scheme: 'dark', rules: ['color-contrast', 'link-in-text-block'] },
  { language: 'en', scheme: 'light', rules: WORDS },
  { language: 'zh', scheme: 'light', rules: WORDS },
];
const wanted = (one: string, of: string | undefined) => of === undefined || of.split(',').includes(one);
const PAGES = new RegExp(process.env.SWEEP_PAGES ?? '');

/** Where things move: the last is a phone's. */
const WIDTHS = [1440, 1024, 390] as const;
/** Where axe looks: between them the same pieces stand, only nearer to each other. */
const READ_AT: readonly number[] = [1440, 390];

const REST_MS = 400;
const LONGEST_MS = 8_000;

/** Addresses to which no bar leads. */
const APART = ['/replay', '/scenarios/territories'];

test.skip(!process.env.SWEEP, 'part of make test-all');
test.describe.configure({ retries: 0, timeout: 2_400_000 });

/** What was found, under the place where it was; each once. */
class Faults {
  readonly all = new Set<string>();
  add(where: string, what: string) {
    const fault = `${where}: ${what}`;
    if (!this.all.has(fault)) console.log(fault);
    this.all.add(fault);
  }
}

/** A page that notes everything it must not do, and when it last asked for something. */
async function watched(browser: Browser, language: string, scheme: Scheme, faults: Faults) {
  const context = await browser.newContext({
    baseURL: process.env.FIELDBEAT_URL,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    viewport: { width: WIDTHS[0], height: 900 },
  });
  await context.addInitScript((language) => {
    localStorage.setItem('fieldbeat.language', language);
    addEventListener('securitypolicyviolation', (e) =>
      console.error(`policy: ${e.violatedDirective} refused ${e.blockedURI || e.sourceFile}`),
    );
  }, language);
  const page = await context.newPage();
  const note = (what: string) => faults.add(placeOf(page), what);
  // Nobody is logged in yet: the page asks, and a browser calls every refusal an error.
  page.on('console', (message) => {
    if (message.type() === 'error' && !/401 \(Unauthorized\)/.test(message.text())) note(message.text());
  });
  page.on('pageerror', (error) => note(error.message));
  const own = new URL(process.env.FIELDBEAT_URL!).origin;
  const asked = new Set<unknown>();
  let last = Date.now();
  const ended = (request: unknown) => {
    asked.delete(request);
    last = Date.now();
  };
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== own) note(`asks ${url.origin}`);
    asked.add(request);
  });
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  /** Nothing has been asked for a while, so that what there is to show is shown. A live page never rests for long. */
  const settled = async () => {
    const from = Date.now();
    last = from;
    while (Date.now() - from < LONGEST_MS && (asked.size > 0 || Date.now() - last < REST_MS))
      await page.waitForTimeout(50);
    asked.clear();
  };
  return { page, settled };
}

const placeOf = (page: Page) => {
  const { pathname, search } = new URL(page.url());
  return `${pathname}${search}`;
};

/**
 * Texts beyond the window's edge that nobody can scroll to. What is cut with an ellipsis, or is for screen readers alone,
 * is meant so.
 */
const beyond = (page: Page) =>
  page.evaluate(() => {
    const cut = (style: CSSStyleDeclaration) =>
      style.overflowX !== 'visible' &&
      (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none');
    const reached = (text: Element): boolean => {
      for (let el: Element | null = text; el && el !== document.body; el = el.parentElement) {
        const style = getComputedStyle(el);
        if (style.clipPath !== 'none' || style.visibility === 'hidden' || style.opacity === '0') return true;
        if (
          (/auto|scroll/.test(style.overflowX) || cut(style)) &&
          el.getBoundingClientRect().right <= innerWidth + 1
        )
          return true;
      }
      return false;
    };
    const found: string[] = [];
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide > 1) found.push(`the page is ${wide} px wider than the window`);
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const words = node.textContent!.trim();
      const el = node.parentElement!;
      if (!words || /^(SCRIPT|STYLE|OPTION|TITLE)$/i.test(el.tagName)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (box.width > 1 && (box.right > innerWidth + 1 || box.left < -1) && !reached(el))
        found.push(
          `“${words.slice(0, 40)}” (${el.tagName.toLowerCase()}.${el.className}) ends at ${Math.round(box.right)} px`,
        );
    }
    return found.slice(0, 5);
  });

async function looked(page: Page, faults: Faults, rules?: string[]) {
  const where = placeOf(page);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    for (const what of await beyond(page)) faults.add(`${where} at ${width}`, what);
    if (!READ_AT.includes(width)) continue;
    const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'], preload: false });
    const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical')
        faults.add(
          `${where} at ${width}`,
          `${id}: ${nodes
            .slice(0, 3)
            .map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`)
            .join(' | ')}`,
        );
  }
  await page.setViewportSize({ width: WIDTHS[0], height: 900 });
}

const hrefs = (page: Page, links: string) =>
  page.locator(links).evaluateAll((all) => all.map((a) => new URL((a as HTMLAnchorElement).href).pathname));

/** The addresses that the bar and the menus of the top offer. */
async function offered(page: Page): Promise<string[]> {
  const found = await hrefs(page, '.fb-nav a');
  for (const button of await page.locator('.fb-nav-more, .fb-user').all()) {
    await button.click();
    await expect(page.getByRole('menuitem').first()).toBeVisible();
    found.push(...(await hrefs(page, 'a[role=menuitem]')));
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menuitem')).toHaveCount(0);
  }
  return found;
}

for (const { language, scheme, rules } of WALKS)
  test(`every page, ${language}, ${scheme}`, async ({ browser }) => {
    test.skip(!wanted(language, process.env.SWEEP_LANGUAGES) || !wanted(scheme, process.env.SWEEP_SCHEMES));
    const began = Date.now();
    const faults = new Faults();
    const { page, settled } = await watched(browser, language, scheme, faults);
    let looks = 0;
    const look = async () => {
      await settled();
      await looked(page, faults, rules);
      looks += 1;
    };
    await page.goto('/login');
    await look();
    await page.locator('[data-persona=admin]').first().click();
    await expect(page.locator('.fb-nav a').first()).toBeVisible();
    const pages = new Set([...(await offered(page)), ...APART].filter((path) => PAGES.test(path)));
    // Grows on its way: by the pages that stand beside one.
    for (const path of pages) {
      await page.goto(path);
      await look();
      for (const beside of await hrefs(page, 'main nav a[href^="/"]'))
        if (!/\d/.test(beside) && PAGES.test(beside)) pages.add(beside);
      const tabs = await page.getByRole('tab').count();
      for (let i = 1; i < tabs; i++) {
        await page.getByRole('tab').nth(i).click();
        await look();
      }
    }
    const minutes = ((Date.now() - began) / 60_000).toFixed(1);
    console.log(`${pages.size} pages, ${looks} looks in ${language}, ${scheme}: ${minutes} min`);
    if (!process.env.SWEEP_PAGES) expect(pages.size).toBeGreaterThan(30);
    expect([...faults.all]).toEqual([]);
    await page.context().close();
  });
