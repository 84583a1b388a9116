// @vitest-environment node
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createClient, got, Problem } from '../src/client';
import { visitsSince } from '../src/client/examples/changes';
import { addContact } from '../src/client/examples/contact';
import { waiting } from '../src/client/examples/orders';
import { rename } from '../src/client/examples/outlet';

const DIR = new URL('../src/client/', import.meta.url);
const text = (name: string) => readFileSync(new URL(name, DIR), 'utf8');

type Answer = [status: number, body: object, headers?: Record<string, string>];
let stop = () => {};
const asked: { method: string; url: URL; headers: IncomingMessage['headers']; body: string }[] = [];

/** A server that gives these answers one after the other. */
async function serving(...answers: Answer[]): Promise<string> {
  asked.length = 0;
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const piece of request) body += piece;
    const { method = '', headers } = request;
    asked.push({ method, url: new URL(request.url ?? '', 'http://x'), headers, body });
    const [status, answer, more] = answers[asked.length - 1] ?? [500, {}];
    response.writeHead(status, { 'content-type': 'application/json', ...more });
    response.end(status === 204 ? undefined : JSON.stringify(answer));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  stop = () => void server.close();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(() => stop());

it('shows in its README the examples that are compiled here', () => {
  const readme = text('README.md');
  for (const name of ['orders', 'outlet', 'contact', 'changes'])
    expect(readme).toContain(text(`examples/${name}.ts`).replace("'../index'", "'./index'"));
});

it('reads a list page by page, with the token', async () => {
  const server = await serving(
    [200, { items: [{ id: 'a' }], next_cursor: 'c/1' }],
    [200, { items: [{ id: 'b' }], next_cursor: null }],
  );
  const orders = await waiting(server, 'secret', '2026-11-27');
  expect(orders.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(asked.map(({ url }) => url.searchParams.get('cursor'))).toEqual([null, 'c/1']);
  expect(asked[0]!.url.pathname).toBe('/api/v1/orders');
  expect(asked[0]!.headers.authorization).toBe('Bearer secret');
});

it('changes what was seen, and says when somebody was faster', async () => {
  const outlet = { id: 7, version: 3 };
  expect(await rename(await serving([200, outlet], [200, outlet]), 't', 7, 'Hoa')).toBe(true);
  expect(asked[1]).toMatchObject({ method: 'PATCH', body: '{"name":"Hoa"}' });
  expect(asked[1]!.headers['if-match']).toBe('"v3"');
  stop();
  expect(await rename(await serving([200, outlet], [412, { code: 'stale' }]), 't', 7, 'Hoa')).toBe(false);
});

it('sends a write again under its key', async () => {
  const contact = { name: 'Lan' } as Parameters<typeof addContact>[2];
  const server = await serving([503, {}, { 'retry-after': '0.01' }], [201, { code: 'C1' }]);
  expect(await addContact(server, 't', contact)).toEqual({ code: 'C1' });
  const keys = asked.map(({ headers }) => headers['idempotency-key']);
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(keys[1]).toBe(keys[0]);
});

it('goes on from the mark of the first page', async () => {
  const server = await serving(
    [200, { items: [{ id: 1 }], next_cursor: 'n', changes_cursor: 'm1' }],
    [200, { items: [{ id: 2 }], next_cursor: null, changes_cursor: 'm2' }],
  );
  const { visits, mark } = await visitsSince(server, 't', 'm0');
  expect([visits.length, mark]).toEqual([2, 'm1']);
  expect(asked.map(({ url }) => url.searchParams.get('updated_since'))).toEqual(['m0', 'm0']);
});

it('says in one way what went wrong', async () => {
  const fault = { code: 'invalid', errors: [{ pointer: '/name', code: 'required' }], request_id: 'r1' };
  const api = createClient({ server: await serving([422, fault]) });
  const refused = await got(api.GET('/api/v1/session')).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Problem);
  expect(refused).toMatchObject({ status: 422, code: 'invalid', errors: fault.errors, requestId: 'r1' });
  const away = createClient({ server: 'http://127.0.0.1:1' });
  await expect(got(away.GET('/api/v1/session'))).rejects.toMatchObject({ status: 0, code: 'unreachable' });
});
