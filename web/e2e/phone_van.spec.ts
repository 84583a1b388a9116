// A rep counts the own van without a network: what is typed survives a reload, what the office cannot take says why, and
// a day that it has closed is counted no more. Needs a real server and the built page.
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { all, begin, enrol, PHONE, put } from './hire';
import { accessible } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'needs a server');
test.use(PHONE);

interface VanDay {
  date: string;
  state: string;
}

test('what is in the van is counted on the phone, until the office closes the day', async ({
  page,
  context,
  baseURL,
}) => {
  const { api, complaints, button, mark, rep, code } = await begin(page, baseURL, 'PX');
  const counts = page.getByTestId('van-count');
  const product = (name: string) => page.locator('.v-good').filter({ hasText: name });

  await enrol(page, code);
  await page.getByRole('link', { name: 'Thêm' }).click();
  await page.getByRole('link', { name: 'Kiểm tồn xe' }).click();

  // Half typed, without a network, and the page loaded anew.
  await context.setOffline(true);
  await button(/^Gửi kiểm tồn/).click();
  await expect(page.getByText('Chưa kiểm sản phẩm nào.')).toBeVisible();
  await page.getByRole('searchbox').fill('tra xanh khong do');
  await product('Trà xanh').getByRole('textbox').first().fill('12');
  // What is there on coming back was kept; then also over a reload.
  await button('Quay lại').click();
  await page.getByRole('link', { name: 'Kiểm tồn xe' }).click();
  await expect(button('Gửi kiểm tồn 1 sản phẩm')).toBeVisible();
  await page.reload();
  await page.getByRole('searchbox').fill('tra xanh khong do');
  await expect(product('Trà xanh').getByRole('textbox').first()).toHaveValue('12');
  await page.getByRole('searchbox').fill('');
  await page.getByRole('button', { name: 'Hết hàng' }).last().click();
  await accessible(page);
  await button('Gửi kiểm tồn 2 sản phẩm').click();
  await expect(counts).toHaveCount(1);
  await expect(counts).toContainText('Chờ gửi');

  // The office has no van of this rep, and says so.
  await context.setOffline(false);
  await expect(counts).toContainText('chưa ghi xe nào là của bạn');
  await put(api, 'stock-locations', mark, { name: 'Xe Lan', kind: 'van', rep_code: mark });
  // What was counted before comes first.
  await product('Trà xanh').getByRole('textbox').first().fill('3,5');
  await button('Gửi kiểm tồn 1 sản phẩm').click();
  await expect(counts).toHaveCount(2);
  await expect(counts.first()).toContainText('Đã kiểm 1 sản phẩm');
  await accessible(page);
  const days = () => all<VanDay>(api, `van-days?rep_id=${rep}`);
  await expect.poll(async () => (await days()).length).toBe(1);

  const [{ date }] = (await days()) as [VanDay];
  const [{ id: van }] = (await all<{ id: number }>(api, `stock-locations?rep_id=${rep}&kind=van`)) as [
    { id: number },
  ];
  const closed = await api.post(`/api/v1/van-days/${van}/${date}/close`, {
    data: { id: randomUUID(), reason: 'Hàng tồn từ trước' },
  });
  expect(closed.ok(), await closed.text()).toBe(true);
  await product('Trà xanh').getByRole('textbox').first().fill('4');
  await button('Gửi kiểm tồn 1 sản phẩm').click();
  await expect(counts.first()).toContainText('đã được văn phòng chốt');
  expect(complaints).toEqual([]);
});
