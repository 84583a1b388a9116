// A customer is made offers without a network: one is declined at once, the other becomes an order at its
// price. Needs a real server and the built page.
import { expect, test } from '@playwright/test';
import { all, begin, checkIn, enrol, PHONE } from './hire';
import { accessible } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'needs a server');
test.use(PHONE);

interface Told {
  id: string;
  state: string;
  total_minor: number;
  reason?: string | null;
  valid_to?: string;
}

test('an offer is made, declined or ordered on the phone, at the price that was told', async ({
  page,
  context,
  baseURL,
}) => {
  const { api, complaints, button, mark, rep, outlet, code } = await begin(page, baseURL, 'PQ');
  const quotations = () => all<Told>(api, `quotations?rep_id=${rep}`);

  await enrol(page, code);
  await checkIn(page, mark);
  await context.setOffline(true);
  await page.reload();

  const offer = async (cases: string) => {
    await button(/^Đặt hàng/).click();
    await page.getByRole('searchbox').fill('tra xanh khong do');
    await page.locator('.v-good').getByRole('textbox').fill(cases);
    await button('Xem lại').click();
    await page.getByText('Báo giá', { exact: true }).click();
    await expect(page.getByLabel('Báo giá có hiệu lực đến')).toHaveValue(/^\d{4}-\d\d-\d\d$/);
    await accessible(page);
    await expect(page.locator('[data-stale]')).toHaveCount(0);
    const total = (await page.getByTestId('order-total').textContent())!.replace(/\D/g, '');
    // A second tap on "review" is ignored for a moment; the story is faster than that.
    await expect(async () => {
      await button(/^Báo giá .* đến/).click({ timeout: 500 });
      await expect(page.getByTestId('order-total')).toBeHidden({ timeout: 500 });
    }).toPass();
    return total;
  };

  // Made and declined before anybody else knows of it.
  await offer('2');
  await page.getByTestId('offer').click();
  await expect(page.getByTestId('offer-state')).toHaveText('Chờ gửi');
  await button('Khách từ chối').click();
  await button('Ghi là từ chối').click();
  await expect(page.getByText('Vui lòng nhập mục này.')).toBeVisible();
  await accessible(page);
  await page.getByLabel('Vì sao khách từ chối?').fill('Đắt quá');
  await button('Ghi là từ chối').click();
  await expect(page.getByTestId('offer-state')).toHaveText('Đã từ chối');
  await button('Quay lại').click();

  const promised = await offer('3');
  await button(/^Báo giá.*1 báo giá còn hiệu lực/).click();
  await expect(page.getByTestId('offer')).toHaveCount(2);
  await accessible(page);
  await context.setOffline(false);
  await expect(page.getByTestId('offer').first()).toContainText('Còn hiệu lực');
  await expect
    .poll(async () => (await quotations()).map(({ state, reason }) => [state, reason]).sort())
    .toEqual([
      ['declined', 'Đắt quá'],
      ['open', null],
    ]);
  const open = (await quotations()).find(({ state }) => state === 'open')!;
  expect(String(open.total_minor)).toBe(promised);

  // Later, from the outlet's page: the offer is the rep's to turn into an order, without a network again.
  await page.goto(`/m/#/outlet/${outlet}`);
  await context.setOffline(true);
  await page.getByRole('link', { name: '1 báo giá còn hiệu lực' }).click();
  await page.getByTestId('offer').first().click();
  await button(/^Đặt hàng /).click();
  await expect(page.getByTestId('order-state')).toHaveText('Chờ gửi');
  await accessible(page);
  await context.setOffline(false);
  await expect(page.getByTestId('order-state')).toHaveText('Chờ xác nhận');
  const [order] = await all<Told>(api, `orders?rep_id=${rep}`);
  expect(order).toMatchObject({ state: 'submitted' });
  expect(String(order!.total_minor)).toBe(promised);
  await expect
    .poll(async () => (await quotations()).map(({ state }) => state).sort())
    .toEqual(['declined', 'ordered']);
  expect(complaints).toEqual([]);
});
