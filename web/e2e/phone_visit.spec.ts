// At the shop without a network: an order with its price and a promotion, money and a count; then the office has them at
// the price that was promised. Needs a real server and the built page.
import { expect, test } from '@playwright/test';
import { all, begin, checkIn, enrol, PHONE, put } from './hire';
import { accessible } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'needs a server');
test.use(PHONE);

interface Order {
  total_minor: number;
  state: string;
  holds: string[];
}

test('a shop without a network is told the price that the office keeps', async ({
  page,
  context,
  baseURL,
}) => {
  const { api, complaints, button, mark, rep, customer, outlet, code } = await begin(page, baseURL, 'PV');
  // The customer alone gets a case of tea for ten.
  const tea = (await all<{ id: number; code: string }>(api, 'products?limit=200')).find(
    (product) => product.code === 'SP-001',
  )!.id;
  const { id: scheme } = await put(api, 'schemes', mark, {
    name: mark,
    stack_group: 90,
    audience: { customers: [customer] },
    products: { products: [tea] },
    rule: {
      type: 'quantity',
      every: true,
      tiers: [
        {
          at_least_milli: 240_000,
          benefit: { type: 'free', product: tea, unit: 'thùng', quantity_milli: 1_000 },
        },
      ],
    },
  });
  const link = page.getByTestId('link');

  await enrol(page, code);
  await checkIn(page, mark);

  // No network, and a page that was loaded without it: steps, prices and promotions are on the phone.
  await context.setOffline(true);
  await page.reload();
  await button(/^Đặt hàng/).click();
  await page.getByRole('searchbox').fill('tra xanh khong do');
  await expect(page.locator('.v-good')).toHaveCount(1);
  await expect(page.locator('.v-price')).toContainText('₫');
  await page.locator('.v-good').getByRole('textbox').fill('8');
  await expect(page.getByText(/Thêm 2 thùng .* tặng 1 thùng/)).toBeVisible();
  await button('Thêm').click();
  await expect(page.locator('.v-good').getByRole('textbox')).toHaveValue('10');
  await accessible(page);
  await button('Xem lại').click();
  await expect(page.getByText(/Cứ mua 10 thùng/)).toBeVisible();
  await accessible(page);
  const send = async () => {
    const total = (await page.getByTestId('order-total').textContent())!.replace(/\D/g, '');
    // A second tap on "review" is ignored for a moment; the story is faster than that.
    await expect(async () => {
      await button(/^Chốt/).click({ timeout: 500 });
      await expect(button(/^Chốt/)).toBeHidden({ timeout: 500 });
    }).toPass();
    return total;
  };
  const promised = await send();
  await expect(button(/^Đơn hàng/)).toContainText('Chờ gửi');

  await button(/^Thu tiền/).click();
  await button('Thu tiền').click();
  await expect(page.getByText('Vui lòng nhập mục này.')).toHaveCount(2);
  await page.getByLabel('Số tiền').fill('250.000');
  await page.getByText('Tiền mặt').click();
  await accessible(page);
  await button(/^Thu 250\.000/).click();
  await button(/^Kiểm tồn kho/).click();
  await page.locator('.v-good').first().getByRole('button', { name: 'Hết hàng' }).click();
  await button('Gửi kiểm tồn 1 sản phẩm').click();
  await expect(page.getByText('Chờ gửi').first()).toBeVisible();
  await accessible(page);

  await context.setOffline(false);
  await expect(link).toHaveAttribute('data-waiting', '0');
  await expect(button(/^Đơn hàng/)).toContainText('Chờ xác nhận');

  await expect.poll(async () => (await all<Order>(api, `orders?rep_id=${rep}`)).length).toBe(1);
  const order = (await all<Order>(api, `orders?rep_id=${rep}`))[0]!;
  expect(String(order.total_minor)).toBe(promised);
  expect(order).toMatchObject({ state: 'submitted', holds: [] });
  await expect
    .poll(async () =>
      (await all<{ amount_minor: number }>(api, `collections?rep_id=${rep}`)).map((c) => c.amount_minor),
    )
    .toEqual([250_000]);
  await expect.poll(async () => (await all(api, `stock-counts?outlet_id=${outlet}`)).length).toBe(1);

  // Changed, then called off, while it still may be.
  await button(/^Đơn hàng/).click();
  await button('Sửa đơn').click();
  await page.locator('.v-good').filter({ hasText: 'Trà xanh' }).getByRole('textbox').fill('12');
  await button('Xem lại').click();
  await expect(page.getByText(/12 thùng ×/)).toBeVisible();
  await expect(page.locator('[data-stale]')).toHaveCount(0);
  const more = await send();
  await expect(page.getByTestId('order-state')).toHaveText('Chờ xác nhận');
  expect(Number(more)).toBeGreaterThan(Number(promised));
  await expect
    .poll(async () => String((await all<Order>(api, `orders?rep_id=${rep}`))[0]!.total_minor))
    .toBe(more);
  await button('Hủy đơn').click();
  await page.getByLabel('Vì sao hủy?').fill('Khách đổi ý');
  await button('Hủy ngay').click();
  await expect(button(/^Đơn hàng/)).toContainText('Đã hủy');
  await expect.poll(async () => (await all<Order>(api, `orders?rep_id=${rep}`))[0]!.state).toBe('cancelled');
  const over = await api.patch(`/api/v1/schemes/${scheme}`, {
    data: { active: false },
    headers: { 'If-Match': '"v1"' },
  });
  expect(over.ok(), await over.text()).toBe(true);
  expect(complaints).toEqual([]);
});
