// The reviewer's story: a phone sends a photo and, for another outlet, the same one again; the wall shows both side by
// side, and one is rejected by keyboard. Then a display programme is made. Needs a real server.
import { createHash, randomUUID } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no photos');

/** A shelf drawn in the browser: the same boxes each time, encoded as asked. */
const draw = async (page: Page, quality: number, scale: number): Promise<Buffer> => {
  const url = await page.evaluate(
    ([quality, scale]) => {
      const canvas = document.createElement('canvas');
      canvas.width = 640 * scale;
      canvas.height = 480 * scale;
      const pen = canvas.getContext('2d')!;
      pen.scale(scale, scale);
      let seed = 7;
      const next = (most: number) => {
        seed = (seed * 48271) % 2147483647;
        return seed % most;
      };
      pen.fillStyle = '#ddd';
      pen.fillRect(0, 0, 640, 480);
      for (let i = 0; i < 60; i++) {
        pen.fillStyle = `rgb(${next(256)},${next(256)},${next(256)})`;
        pen.fillRect(next(600), next(440), 30 + next(90), 30 + next(90));
      }
      return canvas.toDataURL('image/jpeg', quality);
    },
    [quality, scale] as const,
  );
  return Buffer.from(url.split(',')[1]!, 'base64');
};

const found = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`);
};

test('a photo used twice is found, and rejected by keyboard', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto('/login').catch(() => page.goto('/login'));
  await page
    .locator('[data-persona]')
    .filter({ hasText: /administrator|quản trị|管理员/i })
    .first()
    .click();
  await page.waitForURL('**/map**');

  const reps = await (await page.request.get('/api/v1/reps?limit=1')).json();
  const outlets = await (await page.request.get('/api/v1/outlets?limit=2')).json();
  const made = await page.request.post('/api/v1/devices/batch', {
    data: { items: [{ label: `photo ${randomUUID()}`, rep_code: reps.items[0].code }] },
  });
  const headers = { authorization: `Bearer ${(await made.json()).results[0].token}` };
  const subject = `kệ ${randomUUID().slice(0, 8)}`;
  for (const [place, [quality, scale]] of [
    [0.9, 1],
    [0.5, 0.5],
  ].entries()) {
    const file = await draw(page, quality!, scale!);
    const blob = createHash('sha256').update(file).digest('hex');
    const put = await page.request.put(`/v1/device/blobs/${blob}`, { headers, data: file });
    expect(put.ok()).toBe(true);
    const at = Date.now() - (2 - place) * 60_000;
    const body = { blob, subject, outlet: outlets.items[place].code };
    const frame = { n: 1, type: 'record', kind: 'photo', id: randomUUID(), at, body };
    const sent = await page.request.post('/v1/device/frames', { headers, data: { frames: [frame] } });
    expect(sent.ok()).toBe(true);
  }
  await expect(async () => {
    await page.goto('/photos?finding=reused');
    await expect(page.locator('[data-photo]').filter({ hasText: subject })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await page.locator('[data-photo]').filter({ hasText: subject }).getByRole('button').click();
  const pair = page.locator('.fb-photo-pair img');
  await expect(pair).toHaveCount(2);
  for (const image of await pair.all()) await expect(image).toHaveJSProperty('complete', true);
  expect(await pair.first().evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  expect(await found(page)).toEqual([]);

  await page.locator('[data-photo][data-focused] button').focus();
  await page.keyboard.press('r');
  await expect(page.locator('[data-photo]').filter({ hasText: subject })).toHaveCount(0);
  await page.keyboard.press('u');
  await expect(page.locator('[data-photo]').filter({ hasText: subject })).toBeVisible();

  await page.goto('/photos?tab=displays');
  const code = `E2E-${randomUUID().slice(0, 8)}`;
  await page.getByRole('button', { name: /^(new|tạo mới|新建)$/i }).click();
  await page.getByRole('textbox', { name: /code|mã|编码/i }).fill(code);
  await page.getByRole('textbox', { name: /^(name|tên|名称)/i }).fill('Kệ đầu lối');
  await page.keyboard.press('Enter');
  // What must be seen is missing: there the reader is led.
  const requirement = page.getByRole('textbox', { name: /must be seen|yêu cầu|要求/i });
  await expect(requirement).toBeFocused();
  await requirement.fill('Hai mặt kệ');
  await page.getByRole('button', { name: /^(save|lưu|保存)$/i }).click();
  await expect(page.locator('.fb-plans-list li[data-focused]')).toContainText(code);
  await page.getByRole('button', { name: /enrol outlets|đăng ký điểm bán|登记网点/i }).click();
  await page
    .getByRole('textbox', { name: /codes of outlets|mã điểm bán|网点编码/i })
    .fill(`${outlets.items[0].code}, nowhere`);
  await page.locator('.fb-cat-form button[type=submit]').click();
  await expect(page.locator('[data-display]')).toHaveCount(1);
  await expect(page.locator('.fb-cat-form [role=status]')).toContainText('nowhere');
  expect(await found(page)).toEqual([]);
  expect(complaints).toEqual([]);
});
