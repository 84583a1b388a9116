// A customer's new contact: made once, however often the network fails while it is sent.
import { createClient, got, newId, once, Problem, type Schema } from '../index';

export async function addContact(server: string, token: string, contact: Schema<'ContactPut'>) {
  const api = createClient({ server, token });
  const key = newId();
  for (let left = 3; ; left--)
    try {
      return await got(api.POST('/api/v1/contacts', { headers: once(key), body: contact }));
    } catch (error) {
      const passes = error instanceof Problem && (error.status === 0 || error.status === 503);
      if (!passes || left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000 * (error.retryAfterS ?? 1)));
    }
}
