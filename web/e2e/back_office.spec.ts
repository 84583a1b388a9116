// The back office's story: a van's stop is told and its goods counted back, kilometres that are approved in part take a
// reason, and an order that the ERP refused is sent again.
import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { accessible, logIn } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no back office');

type Row = { id: string; version: number };

const send = async <T extends object>(page: Page, path: string, data: object, of?: Row): Promise<T> => {
  const headers: Record<string, string> = of ? { 'if-match': `"v${of.version}"` } : {};
  const answer = await page.request.post(`/api/v1/${path}`, { data, headers });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as T;
};
const first = async (page: Page, path: string) =>
  (await (await page.request.get(`/api/v1/${path}`)).json()).items[0];

/** A confirmed order of two pieces of what a distributor has in stock. */
async function confirmed(page: Page): Promise<{ order: Row; rep: number; unit: string }> {
  const warehouse = await first(page, 'stock-locations?kind=warehouse&limit=1');
  const stock = await (await page.request.get(`/api/v1/stock-locations/${warehouse.id}/balances`)).json();
  const goods = stock.items.find((row: { available_milli: number }) => row.available_milli > 100_000);
  const product = await (await page.request.get(`/api/v1/products/${goods.product_id}`)).json();
  const unit = Object.entries(product.units as Record<string, number>).find(([, pieces]) => pieces === 1)![0];
  const rep = await first(page, 'reps?limit=1');
  const outlet = await first(page, 'outlets?limit=1');
  const order = await send<Row>(page, 'orders', {
    id: randomUUID(),
    rep_id: rep.id,
    outlet_id: outlet.id,
    lines: [{ product_code: product.code, unit, quantity: 2 }],
  });
  return { order: await send<Row>(page, `orders/${order.id}/confirm`, {}, order), rep: rep.id, unit };
}

test('a stop is refused in part, and the goods that came back are counted with a reason', async ({
  page,
}) => {
  await logIn(page, /administrator|quản trị|管理员/i);
  const { order, rep } = await confirmed(page);
  const trip = await send<Row>(page, 'deliveries', { id: randomUUID(), rep_id: rep, orders: [order.id] });
  await page.goto(`/stock?tab=trips&trip=${trip.id}`);
  const detail = page.locator('.fb-plans-detail');
  await detail
    .getByRole('button', { name: /load|chất|装/i })
    .first()
    .click();
  await expect(page.getByTestId('trip-state')).toHaveAttribute('data-state', 'out');
  const stop = page.locator(`[data-stop="${order.id}"]`);
  await stop.getByRole('button').first().click();
  await stop.locator('.mantine-SegmentedControl-label').nth(1).click();
  // Goods, receiver, reason: the goods come with the order.
  await expect(stop.getByRole('textbox')).toHaveCount(3);
  await stop.getByRole('textbox').first().fill('1');
  await stop.getByRole('textbox').nth(1).fill('Chị Lan');
  await stop.getByRole('textbox').nth(2).fill('một gói bị rách');
  await accessible(page);
  await stop.locator('button[type=submit]').click();
  await expect(stop.locator('.fb-order-state')).toHaveAttribute('data-state', 'partly');
  await expect(stop).toContainText('một gói bị rách');

  const settle = detail.locator('form.fb-parts-form');
  await settle.getByRole('textbox').first().fill('0');
  const button = settle.locator('button[type=submit]');
  await expect(button).toBeDisabled();
  await settle.getByRole('textbox').nth(1).fill('gói rách đã hủy');
  await button.click();
  await expect(page.getByTestId('trip-state')).toHaveAttribute('data-state', 'settled');
  await expect(detail).toContainText('gói rách đã hủy');
});

test('kilometres that are approved in part take a reason', async ({ page }) => {
  await logIn(page, /administrator|quản trị|管理员/i);
  const settings = await (await page.request.get('/api/v1/settings')).json();
  expect(settings.settings.km_rate_minor).toBeGreaterThan(0);
  const rep = await first(page, 'reps?limit=1');
  const id = randomUUID();
  await send(page, 'expenses', { id, rep_id: rep.id, category: 'mileage', claimed_m: 321_000 });
  await page.context().clearCookies();
  await logIn(page, /director|giám đốc|总监/i);
  await page.goto('/money?tab=expenses');
  const row = page.locator(`[data-expense="${id}"]`);
  await expect(row).toContainText('321');
  await row.getByRole('button').first().click();
  const approve = row.locator('button[type=submit]');
  await row.getByRole('textbox').first().fill('1000');
  await expect(approve).toBeDisabled();
  await row.getByRole('textbox').last().fill('đi hộ tuyến bên');
  await accessible(page);
  await approve.click();
  await expect(row.locator('.fb-order-state')).toHaveAttribute('data-state', 'approved');
  await expect(row).toContainText('đi hộ tuyến bên');
});

test('an order that the ERP refused says why, and is sent again', async ({ page }) => {
  await logIn(page, /administrator|quản trị|管理员/i);
  const { order } = await confirmed(page);
  const mark = { kind: 'order', id: order.id, state: 'rejected', reason: 'no such material' };
  await send(page, 'erp-marks/batch', { items: [mark] });
  await page.goto('/import?tab=erp');
  const row = page.locator(`[data-erp="${order.id}"]`);
  await expect(row).toContainText('no such material');
  await accessible(page);
  await row.getByRole('checkbox').check();
  await page.locator('.fb-erp-head').getByRole('button').last().click();
  await expect(row).toHaveCount(0);
  await expect(page.locator('.fb-erp [role=status]')).toContainText('1');
});
