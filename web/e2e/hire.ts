// A rep of a story's own: with one outlet on a route of every day, and a code for a phone; and what the phone does first.
import { type APIRequestContext, expect, type Page, request } from '@playwright/test';

export const PLACE = { latitude: 21.0312, longitude: 105.8444 };

/** What a rep's phone is to the stories: its size, language, place and fingers. */
export const PHONE = {
  viewport: { width: 390, height: 844 },
  locale: 'vi-VN',
  permissions: ['geolocation'],
  geolocation: PLACE,
  hasTouch: true,
};

export const put = async (api: APIRequestContext, path: string, code: string, data: object) => {
  const answer = await api.put(`/api/v1/${path}/by-code/fieldbeat/${code}`, { data: { code, ...data } });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as { id: number };
};

export const all = async <T>(api: APIRequestContext, path: string) =>
  ((await (await api.get(`/api/v1/${path}`)).json()) as { items: T[] }).items;

/** `name` begins the codes of all that is made. */
async function hire(api: APIRequestContext, name: string) {
  const mark = `${name}${Date.now().toString(36).toUpperCase()}`;
  const [{ org_unit_code }] = (await all<{ org_unit_code: string }>(api, 'reps?limit=1')) as [
    { org_unit_code: string },
  ];
  const customer = await put(api, 'customers', mark, { name: 'Bà Tư', org_unit_code });
  const outlet = await put(api, 'outlets', mark, {
    name: 'Tạp hoá Bà Tư',
    org_unit_code,
    customer_code: mark,
    lat: PLACE.latitude,
    lng: PLACE.longitude,
    radius_m: 80,
    class: 'general',
  });
  const rep = await put(api, 'reps', mark, { name: 'Ngô Thị Lan', org_unit_code });
  const pattern = {
    calendar: { kind: 'cycle', weeks: 1, anchor: '2024-01-01' },
    weekdays: [1, 2, 3, 4, 5, 6, 7],
  };
  await put(api, 'routes', mark, {
    name: mark,
    org_unit_code,
    rep_code: mark,
    outlets: [{ outlet_code: mark, pattern }],
  });
  const device = await api.post('/api/v1/devices', {
    data: { label: mark, rep_code: mark, grade: 'web_app_only', can_declare: true },
  });
  expect(device.ok(), await device.text()).toBe(true);
  return {
    mark,
    rep: rep.id,
    customer: customer.id,
    outlet: outlet.id,
    code: (await device.json()).enrolment_code as string,
  };
}

/** How a story of a rep's phone begins: somebody is hired, and whatever the page complains of is kept. */
export async function begin(page: Page, baseURL: string | undefined, name: string) {
  const api = await request.newContext({ baseURL });
  await api.post('/api/v1/session/persona', { data: { login: 'admin' } });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  const button = (words: string | RegExp) =>
    page.getByRole('button', { name: words, exact: typeof words === 'string' });
  return { api, complaints, button, ...(await hire(api, name)) };
}

/** The phone is the rep's, and the app is on it. */
export async function enrol(page: Page, code: string) {
  await page.goto(`/m/?code=${code}`).catch(() => page.goto(`/m/?code=${code}`));
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await expect(page.getByTestId('link')).toHaveAttribute('data-state', 'online');
  await page.evaluate(() => navigator.serviceWorker.ready);
}

/** Starts work and checks in at the outlet. */
export async function checkIn(page: Page, mark: string) {
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await button('Tôi đồng ý').click();
  await button('Bắt đầu ca').click();
  await page.locator(`[data-stop="${mark}"]`).click();
  await page.getByRole('link', { name: 'Check-in' }).click();
  await expect(page.getByTestId('distance')).toHaveText('0 m');
  await button('Check-in').click();
  await expect(page.getByTestId('link')).toHaveAttribute('data-waiting', '0');
}
