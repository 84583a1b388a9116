// What the stories do alike.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Where a role begins is its own matter: a director at the overview, others at the map. */
export const inside = (page: Page) => page.waitForURL((url) => !url.pathname.startsWith('/login'));

export async function logIn(page: Page, persona: RegExp) {
  await page.goto('/login').catch(() => page.goto('/login'));
  await page.locator('[data-persona]').filter({ hasText: persona }).first().click();
  await inside(page);
}

export async function accessible(page: Page) {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze();
  expect(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)).toEqual([]);
}
