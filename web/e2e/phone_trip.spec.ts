// A rep drives a trip and tells of its stops without a network: delivered, in part and refused. What was told before the
// office had loaded the trip waits for it. Needs a real server and the built page.
import { randomUUID } from 'node:crypto';
import { type APIRequestContext, expect, test } from '@playwright/test';
import { begin, enrol, PHONE } from './hire';
import { accessible } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'needs a server');
test.use(PHONE);

interface Versioned {
  version: number;
}

interface Trip extends Versioned {
  state: string;
  stops: { state: string; receiver: string | null; reason: string | null; photo_sha256: string | null }[];
}

async function post(api: APIRequestContext, path: string, data: object, seen?: Versioned) {
  const answer = await api.post(`/api/v1/${path}`, {
    data,
    ...(seen ? { headers: { 'If-Match': `"v${seen.version}"` } } : {}),
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as Versioned;
}

test('what becomes of the stops of a trip is told by who drives it', async ({ page, context, baseURL }) => {
  const { api, complaints, button, rep, outlet, code } = await begin(page, baseURL, 'PT');
  const orders: string[] = [];
  for (const quantity of [2, 3, 1]) {
    const id = randomUUID();
    const lines = [{ product_code: 'SP-001', unit: 'thùng', quantity }];
    const made = await post(api, 'orders', { id, rep_id: rep, outlet_id: outlet, lines });
    await post(api, `orders/${id}/confirm`, {}, made);
    orders.push(id);
  }
  const trip = randomUUID();
  const planned = await post(api, 'deliveries', { id: trip, rep_id: rep, vehicle: '29C-418.27', orders });

  const stop = (at: number) => page.locator(`[data-delivery="${orders[at]}"]`);
  const missing = page.getByText('Vui lòng nhập mục này.');

  await enrol(page, code);
  await page.getByRole('link', { name: /Giao hàng.*còn 3 điểm giao/ }).click();
  await expect(page.getByText('Chưa xếp hàng')).toBeVisible();
  await accessible(page);

  // Delivered, before the office has said that the trip is loaded.
  await context.setOffline(true);
  await stop(0).click();
  await expect(page.getByRole('list', { name: 'Hàng cho điểm này' })).toContainText('2 thùng');
  await expect(button('Chỉ đường')).toBeVisible();
  await button('Ghi lại').click();
  await expect(missing).toHaveCount(1);
  await page.getByText('Đã giao', { exact: true }).click();
  await button('Ghi đã giao').click();
  await expect(missing).toHaveCount(1);
  await page.getByLabel('Tên người nhận hàng').fill('Bà Tư');
  await page.locator('input[type=file]').setInputFiles('public/m/icon-192.png');
  await expect(page.getByRole('img', { name: 'Ảnh 1' })).toBeVisible();
  await accessible(page);
  await button('Ghi đã giao').click();
  await expect(stop(0)).toContainText('Chờ gửi');
  await context.setOffline(false);
  await expect(stop(0)).toContainText('Đang chờ văn phòng xác nhận đã xếp hàng');
  await post(api, `deliveries/${trip}/load`, {}, planned);
  await expect(page.getByText('Đang đi giao')).toBeVisible();
  await expect(stop(0)).not.toContainText('Đang chờ');

  // In part, then refused, both with the page loaded anew in between.
  await context.setOffline(true);
  await stop(1).click();
  await page.getByText('Giao một phần', { exact: true }).click();
  await page.getByLabel('Tên người nhận hàng').fill('Con gái bà Tư');
  await page.getByLabel(/^Vì sao hàng quay về/).fill('Hết chỗ để hàng');
  await button('Ghi giao một phần').click();
  await expect(page.getByText('Đã giao hết: hãy chọn đã giao.')).toBeVisible();
  await page.getByRole('button', { name: /^Bớt một: Trà xanh/ }).click();
  await accessible(page);
  await button('Ghi giao một phần').click();
  await expect(stop(1)).toContainText('Giao một phần');
  await page.reload();
  await stop(2).click();
  await page.getByText('Khách không nhận', { exact: true }).click();
  await page.getByLabel(/^Vì sao hàng quay về/).fill('Khách nói chưa đặt');
  await button('Ghi khách không nhận').click();
  await expect(page.getByText('Đã ghi 3/3 điểm')).toBeVisible();
  await accessible(page);
  await stop(2).click();
  await expect(page.getByTestId('told')).toContainText('Khách nói chưa đặt');
  await accessible(page);
  // Nothing is left to be delivered there.
  await page.goto(`/m/#/outlet/${outlet}`);
  await expect(page.getByText('Đơn gần đây')).toBeVisible();
  await expect(page.getByText('Có hàng cần giao')).toHaveCount(0);
  await context.setOffline(false);

  const told = async () => (await (await api.get(`/api/v1/deliveries/${trip}`)).json()) as Trip;
  await expect
    .poll(async () => (await told()).stops.map(({ state, receiver, reason }) => [state, receiver, reason]))
    .toEqual([
      ['delivered', 'Bà Tư', null],
      ['partly', 'Con gái bà Tư', 'Hết chỗ để hàng'],
      ['refused', null, 'Khách nói chưa đặt'],
    ]);
  expect((await told()).stops[0]!.photo_sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(complaints).toEqual([]);
});
