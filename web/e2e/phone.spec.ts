// The rep's story, on a phone in Vietnamese: signed in by a link, at work, two outlets, the network gone twice and the
// app reloaded without it; in the end the office has everything once. Needs a real server and the built page.
import { type APIRequestContext, expect, request, test } from '@playwright/test';
import { accessible } from './steps';

test.skip(!process.env.FIELDBEAT_URL, 'needs a server');
test.use({
  viewport: { width: 390, height: 844 },
  locale: 'vi-VN',
  permissions: ['geolocation'],
  hasTouch: true,
});

const HERE = { latitude: 21.0301, longitude: 105.8401 };
const north = (place: typeof HERE, metres: number) => ({
  ...place,
  latitude: place.latitude + metres / 111_195,
});
const SHOPS = [HERE, north(HERE, 900)];

/** A rep of its own with two outlets to call on today, and the code of a phone. */
async function hire(api: APIRequestContext) {
  const mark = `PH${Date.now().toString(36).toUpperCase()}`;
  const put = async (path: string, code: string, data: object) => {
    const answer = await api.put(`/api/v1/${path}/by-code/fieldbeat/${code}`, { data: { code, ...data } });
    expect(answer.ok(), await answer.text()).toBe(true);
    return (await answer.json()) as { id: number };
  };
  const { items } = await (await api.get('/api/v1/reps?limit=1')).json();
  const org_unit_code = items[0].org_unit_code as string;
  const outlets: { id: number; code: string; name: string }[] = [];
  for (const [i, { latitude, longitude }] of SHOPS.entries()) {
    const code = `${mark}-${i + 1}`;
    const name = ['Tạp hoá Đức Đạt', 'Quán Cô Hường'][i]!;
    const place = { lat: latitude, lng: longitude, radius_m: 80, class: 'grocery' };
    const { id } = await put('outlets', code, { name, org_unit_code, ...place });
    outlets.push({ id, code, name });
  }
  const rep = await put('reps', mark, { name: 'Lê Thị Mây', org_unit_code });
  // Whatever day the story is told on.
  const pattern = {
    calendar: { kind: 'cycle', weeks: 1, anchor: '2024-01-01' },
    weekdays: [1, 2, 3, 4, 5, 6, 7],
  };
  await put('routes', `${mark}-R`, {
    name: mark,
    org_unit_code,
    rep_code: mark,
    outlets: outlets.map(({ code }) => ({ outlet_code: code, pattern })),
  });
  const device = await api.post('/api/v1/devices', {
    data: { label: mark, rep_code: mark, grade: 'web_app_only', can_declare: true },
  });
  expect(device.ok(), await device.text()).toBe(true);
  return { rep: rep.id, outlets, code: (await device.json()).enrolment_code as string };
}

test('a day without a network is the same day for the office', async ({ page, context, baseURL }) => {
  const api = await request.newContext({ baseURL });
  await api.post('/api/v1/session/persona', { data: { login: 'admin' } });
  const { rep, outlets, code } = await hire(api);
  const [first, second] = outlets as [(typeof outlets)[0], (typeof outlets)[0]];

  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (said) => said.type() === 'error' && complaints.push(said.text()));
  page.on('request', (asked) => {
    const { host, protocol } = new URL(asked.url());
    if (protocol.startsWith('http') && host !== new URL(baseURL!).host) complaints.push(asked.url());
  });
  // The server's end of the line, to be cut as a server that restarts does.
  const lines: { close(options: { code: number }): Promise<void> }[] = [];
  await page.routeWebSocket('**/v1/device', (line) => {
    line.connectToServer();
    lines.push(line);
  });
  const link = page.getByTestId('link');
  const online = () => expect(link).toHaveAttribute('data-state', 'online');
  const drained = () => expect(link).toHaveAttribute('data-waiting', '0');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const note = async (text: string) => {
    await page.getByRole('button', { name: /Ghi chú, khiếu nại/ }).click();
    await page.getByRole('textbox').fill(text);
    await button('Lưu ghi chú').click();
    await expect(page.getByRole('link', { name: 'Check-out' })).toBeVisible();
  };

  await context.setGeolocation(HERE);
  await page.goto(`/m/?code=${code}`).catch(() => page.goto(`/m/?code=${code}`));
  await expect(page.getByLabel('Mã đăng ký')).toHaveValue(code);
  expect(new URL(page.url()).search).toBe('');
  await accessible(page);
  await button('Đăng nhập').click();
  await online();
  await expect(page.locator('[data-stop]')).toHaveCount(2);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await accessible(page);

  // Found without marks, though it is in the plan as well.
  await page.getByRole('searchbox').fill('duc dat');
  await expect(page.getByText('Tìm thấy 1')).toBeVisible();
  await page.getByRole('searchbox').fill('');
  // What is done with positions comes before the work that makes them.
  await expect(page.getByTestId('privacy-notice')).toBeVisible();
  await accessible(page);
  await button('Tôi đồng ý').click();
  await button('Bắt đầu ca').click();
  await expect(page.getByTestId('place')).toContainText('±');

  await page.locator(`[data-stop="${first.code}"]`).click();
  await accessible(page);
  await page.getByRole('link', { name: 'Check-in' }).click();
  await expect(page.getByTestId('distance')).toHaveText('0 m');
  await button('Check-in').click();
  await note('Chủ quán hẹn thứ hai');
  await drained();

  // The server goes away under the visit; the phone comes back by itself.
  await lines.at(-1)!.close({ code: 1012 });
  await expect(link).not.toHaveAttribute('data-state', 'online');
  await online();

  // Now the whole network, and a reload: what was made stays, and the day goes on.
  await context.setOffline(true);
  await expect(link).toHaveAttribute('data-state', 'offline');
  await note('Ghi khi mất mạng');
  await page.reload();
  await expect(page.getByRole('heading', { name: first.name })).toBeVisible();
  await expect(page.getByText(/mục chờ gửi từ/)).toBeVisible();
  await page.getByRole('link', { name: 'Check-out' }).click();
  await page.getByRole('radio', { name: 'Chủ vắng mặt' }).check();
  await button('Check-out').click();
  await expect(page.getByTestId('visited')).toContainText('1/2');

  // Too far from the second: said, and gone on with a reason.
  await context.setGeolocation(north(HERE, 300));
  await page.locator(`[data-stop="${second.code}"]`).click();
  await page.getByRole('link', { name: 'Check-in' }).click();
  await expect(page.getByText('Bạn có vẻ ở quá xa')).toBeVisible();
  await context.setGeolocation(SHOPS[1]!);
  await button('Đo lại').click();
  await expect(page.getByTestId('distance')).toHaveText('0 m');
  await button('Check-in').click();
  await page.getByRole('link', { name: 'Check-out' }).click();
  await page.getByRole('radio', { name: 'Còn nhiều hàng' }).check();
  await button('Check-out').click();
  await expect(page.getByTestId('visited')).toContainText('2/2');
  await context.setOffline(false);
  await online();
  await drained();

  await button('Kết thúc ca').click();
  await button('Kết thúc ca').click();
  await expect(button('Bắt đầu ca')).toBeVisible();
  await page.getByRole('link', { name: 'Đã gửi' }).click();
  // The answer to the notice, start, two calls in and out, two notes, end.
  await expect(page.locator('[data-outbox]')).toHaveCount(9);
  // A check-in right after another is remarked upon, and taken.
  await expect(page.locator('[data-outbox]:is([data-state=waiting], [data-state=refused])')).toHaveCount(0);
  await accessible(page);
  await page.getByRole('link', { name: 'Ngày của tôi' }).click();
  await expect(page.locator('[data-visit]')).toHaveCount(2);
  await accessible(page);

  // One tab at a time, so that nothing is sent twice over.
  const other = await context.newPage();
  await other.goto('/m/');
  await expect(other.getByRole('heading', { name: 'Đang mở ở thẻ khác' })).toBeVisible();
  await other.close();

  // The office has each of them once.
  const told = async (path: string) => (await (await api.get(`/api/v1/${path}`)).json()).items;
  await expect
    .poll(async () =>
      (await told(`visits?rep_id=${rep}`))
        .map((v: { outlet: { id: number }; state: string }) => `${v.outlet.id} ${v.state}`)
        .sort(),
    )
    .toEqual([`${first.id} closed`, `${second.id} closed`].sort());
  await expect
    .poll(async () => (await told(`activities?rep_id=${rep}`)).map((a: { note: string }) => a.note).sort())
    .toEqual(['Chủ quán hẹn thứ hai', 'Ghi khi mất mạng'].sort());
  const day = new Date(Date.now() - 3_600_000).toISOString();
  const track = await (
    await api.get(`/api/v1/reps/${rep}/track?from=${day}&to=${new Date().toISOString()}`)
  ).json();
  expect(track.features.length).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
});
