// An outlet gets another name, unless somebody else changed it since it was read.
import { createClient, got, ifMatch, Problem } from '../index';

export async function rename(server: string, token: string, id: number, name: string): Promise<boolean> {
  const api = createClient({ server, token });
  const params = { path: { id } };
  const outlet = await got(api.GET('/api/v1/outlets/{id}', { params }));
  try {
    const seen = { ...params, header: ifMatch(outlet) };
    await api.PATCH('/api/v1/outlets/{id}', { params: seen, body: { name } });
    return true;
  } catch (error) {
    if (error instanceof Problem && error.status === 412) return false;
    throw error;
  }
}
