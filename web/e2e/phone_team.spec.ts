// A supervisor with a phone on the road: signs in, sees who needs an eye, writes to a rep, deals with an alert, rides
// along and approves a leave; then there is no network, and then no session. Needs a real server and the built page.
import { type APIRequestContext, expect, request, test } from '@playwright/test';
import { accessible } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'the mock has no team');
test.use({ viewport: { width: 390, height: 844 }, locale: 'vi-VN', hasTouch: true });

const SUPERVISOR = 'supervisor.badinh';

async function as(baseURL: string | undefined, login: string): Promise<APIRequestContext> {
  const api = await request.newContext({ baseURL });
  await api.post('/api/v1/session/persona', { data: { login } });
  return api;
}

/** A rep of the supervisor's team who asks for a day off. */
async function hire(api: APIRequestContext) {
  const mark = `PT${Date.now().toString(36).toUpperCase()}`;
  const answer = await api.get('/api/v1/reps?limit=200');
  const reps = (await answer.json()).items as { code: string; org_unit_code: string }[];
  const { org_unit_code } = reps.find(({ code }) => code === 'HN-R005')!;
  const made = await api.put(`/api/v1/reps/by-code/fieldbeat/${mark}`, {
    data: { code: mark, name: 'Đoàn Thị Lựu', org_unit_code, phone: '0912 345 678' },
  });
  expect(made.ok(), await made.text()).toBe(true);
  const rep = (await made.json()).id as number;
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  const asked = await api.post('/api/v1/absences', {
    data: { rep_id: rep, kind: 'training', from: day, to: day, note: mark },
  });
  expect(asked.ok(), await asked.text()).toBe(true);
  const leave = () =>
    api.put(`/api/v1/reps/by-code/fieldbeat/${mark}`, {
      data: { code: mark, name: 'Đoàn Thị Lựu', org_unit_code, active: false },
    });
  return { mark, rep, absence: (await asked.json()).id as string, leave };
}

test('a supervisor leads the team from the phone', async ({ page, context, baseURL }) => {
  const admin = await as(baseURL, 'admin');
  const own = await as(baseURL, SUPERVISOR);
  const { mark, rep, absence, leave } = await hire(admin);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const tab = (name: RegExp) => page.getByRole('navigation', { name: 'Chính' }).getByRole('link', { name });
  const said = page.getByRole('status');

  await page.goto('/m/').catch(() => page.goto('/m/'));
  await page.getByRole('link', { name: 'Tôi là giám sát' }).click();
  await accessible(page);
  await page.locator(`[data-persona="${SUPERVISOR}"]`).click();
  await expect(page.getByRole('heading', { name: 'Đội' })).toBeVisible();
  await expect(page.locator('[data-rep]').nth(3)).toBeVisible();
  await accessible(page);
  await page.getByRole('searchbox').fill('luu doan');
  await expect(page.locator(`[data-rep="${mark}"]`)).toBeVisible();
  await page.getByRole('searchbox').fill(mark.toLowerCase());
  await expect(page.locator('[data-rep]')).toHaveCount(1);
  await page.locator('[data-rep]').click();

  await expect(page.getByRole('link', { name: 'Gọi' })).toHaveAttribute('href', 'tel:0912345678');
  await accessible(page);
  await page.getByRole('link', { name: 'Nhắn tin' }).click();
  await page.getByLabel('Tin nhắn cho Đoàn Thị Lựu').fill('Chiều nay họp lúc 16:30');
  await button('Gửi').click();
  await expect(said.filter({ hasText: 'Đã gửi cho Đoàn Thị Lựu.' })).toBeVisible();
  const messages = await (await own.get(`/api/v1/messages?rep_id=${rep}`)).json();
  expect(messages.items.map((m: { text: string }) => m.text)).toEqual(['Chiều nay họp lúc 16:30']);

  // All day with the rep: marked, and a coaching note that the next look still knows.
  await page.goto(`/m/#/team/rep/${rep}`);
  await button('Tôi đi cùng cả ngày').click();
  await page.getByLabel('Làm tốt').fill('Chào hàng tự tin');
  await page.getByLabel('Thống nhất').fill('Đếm tồn trước khi chào');
  await button('Lưu ghi chú').click();
  await expect(said.filter({ hasText: 'Đã lưu ghi chú' })).toBeVisible();
  const joint = await (await own.get(`/api/v1/joint-visits?rep_id=${rep}`)).json();
  expect(joint.items[0]).toMatchObject({
    visit_id: null,
    note: 'Làm tốt: Chào hàng tự tin\nThống nhất: Đếm tồn trước khi chào',
  });

  // An alert: dealt with, and taken back.
  let alert = '';
  await expect
    .poll(async () => {
      const board = await own.get('/api/v1/exceptions?kind=not_started&state=open,acknowledged');
      alert =
        (await board.json()).items.find((e: { rep_code: string }) => e.rep_code === 'HN-R005')?.id ?? '';
      return alert;
    })
    .not.toBe('');
  await tab(/Cảnh báo/).click();
  const row = page.locator(`[data-alert="${alert}"]`);
  await expect(async () => {
    await button('Làm mới').click();
    await expect(row).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await row.click();
  await button('Đã gọi, mọi việc ổn').click();
  await accessible(page);
  await button('Đã xử lý xong').click();
  await expect(said.filter({ hasText: 'Đã xử lý: Chưa bắt đầu' })).toBeVisible();
  await expect(row).toHaveCount(0);
  const done = await (await own.get(`/api/v1/exceptions/${alert}`)).json();
  expect(done).toMatchObject({ state: 'resolved', reason: 'Đã gọi, mọi việc ổn' });
  await button('Hoàn tác').click();
  await expect(row).toHaveCount(1);

  // A leave: what it would do, refused only with words, approved.
  await tab(/Chờ duyệt/).click();
  await page.locator(`[data-wait="absence"][data-id="${absence}"]`).click();
  await expect(page.getByText(mark)).toBeVisible();
  await expect(page.getByText('Nếu duyệt thì')).toBeVisible();
  await button('Từ chối').click();
  await expect(page.getByText('Hãy nêu lý do trước.')).toBeVisible();
  await accessible(page);
  await button('Duyệt').click();
  await expect(said.filter({ hasText: 'Đã duyệt cho Đoàn Thị Lựu nghỉ.' })).toBeVisible();
  expect(await (await own.get(`/api/v1/absences/${absence}`)).json()).toMatchObject({ state: 'approved' });

  await tab(/Đội/).click();
  await expect(page.locator('[data-rep]').first()).toBeVisible();
  // Without a network the app comes up all the same, with what it knew and as of when.
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByTestId('stale')).toContainText('Không có mạng');
  await expect(page.locator('[data-rep]').first()).toBeVisible();
  await context.setOffline(false);

  // Who is signed in lands on the team; whose session ran out is told and signs in again.
  await page.goto('/m/');
  await expect(page.getByRole('heading', { name: 'Đội' })).toBeVisible();
  await context.clearCookies();
  await button('Làm mới').click();
  await expect(page.getByText('Phiên đăng nhập đã hết hạn')).toBeVisible();
  await page.locator(`[data-persona="${SUPERVISOR}"]`).click();
  await tab(/Tôi/).click();
  await button('Đăng xuất').click();
  await expect(page.getByRole('heading', { name: 'Giám sát đăng nhập' })).toBeVisible();
  await button('Tôi là nhân viên bán hàng').click();
  await expect(page.getByLabel('Mã đăng ký')).toBeVisible();
  const left = await leave();
  expect(left.ok(), await left.text()).toBe(true);
  expect(complaints).toEqual([]);
});
