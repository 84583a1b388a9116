// Every order of a day that waits for somebody, page by page.
import { createClient, got, rowsOf, type Schema } from '../index';

export async function waiting(server: string, token: string, day: string): Promise<Schema<'Order'>[]> {
  const api = createClient({ server, token });
  const orders: Schema<'Order'>[] = [];
  const asked = { state: 'submitted', from: day, to: day, limit: 500 };
  const page = (cursor?: string) =>
    got(api.GET('/api/v1/orders', { params: { query: { ...asked, cursor } } }));
  for await (const order of rowsOf(page)) orders.push(order);
  return orders;
}
