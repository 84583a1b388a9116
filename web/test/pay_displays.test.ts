// Displays and claims are paid on the page: what is typed for one payment is not taken for the next, and money is asked
// for anew. Drawn, with a server that only says yes.
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { act, createElement, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { queryClient } from '../src/api/queries';
import type { Rights } from '../src/app/rights';
import '../src/i18n';
import { setLanguage } from '../src/i18n';
import { ClaimDetail } from '../src/trade_marketing/ClaimDetail';
import type { Programme } from '../src/trade_marketing/displays';
import { ProgrammeDetail } from '../src/trade_marketing/ProgrammeDetail';

const rights: Rights = ['pay_displays', 'read_claims', 'check_claims', 'manage_receivables'];

const rows = ['d1', 'd2'].map((id) => ({
  id,
  programme_id: 1,
  outlet_id: 1,
  outlet_code: id,
  outlet_name: id,
  currency: 'VND',
  reward_minor: 1,
  state: 'approved',
  rep_name: null,
  first_by_id: null,
  executed_on: null,
  photos: 0,
}));
const programme = { id: 1, name: 'P', classes: [], channels: [], reward_minor: 1, currency: 'VND' };

const claim = {
  id: 'c1',
  title: 'C',
  state: 'approved',
  currency: 'VND',
  claimed_minor: 1,
  approved_minor: 1,
  partner_customer_id: 1,
  date: '2026-11-26',
  lines: [],
  steps: [],
  credit: null,
  version: 1,
};

let sent: { items: { id: string; reference?: string }[] }[] = [];
let root: Root;

beforeEach(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  sent = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (path.endsWith('/session')) return Response.json({ user: { role: 'accounting' }, rights });
    if (path.includes('/claims/')) return Response.json(claim);
    if (init.method !== 'POST') return Response.json({ items: rows, next_cursor: null });
    const body = JSON.parse(String(init.body));
    sent.push(body);
    return Response.json({ results: body.items.map(({ id }: { id: string }) => ({ id, status: 'done' })) });
  });
  await setLanguage('en', false);
  root = createRoot(document.body.appendChild(document.createElement('div')));
});

afterEach(async () => {
  await act(async () => root.unmount());
  queryClient.clear();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Draws it, and answers what is asked for anew. */
async function draw(page: ReactNode) {
  const told = vi.spyOn(queryClient, 'invalidateQueries');
  const provider = createElement(QueryClientProvider, { client: queryClient }, page);
  await act(async () => root.render(createElement(MantineProvider, null, provider)));
  return () => told.mock.calls.map(([filter]) => filter?.queryKey?.[0]);
}

const one = async <E extends Element>(find: () => E | undefined | null): Promise<E> =>
  vi.waitFor(async () => {
    await act(async () => {});
    const found = find();
    if (!found) throw new Error('not there yet');
    return found;
  });
const box = (id: string) =>
  one(() => document.querySelector<HTMLInputElement>(`[data-display="${id}"] input[type=checkbox]`));
const reference = () =>
  one(() => document.querySelector<HTMLInputElement>('input[aria-label^="Paid outside"]'));
const button = (named: RegExp) => () =>
  one(() => [...document.querySelectorAll('button')].find((b) => named.test(b.textContent) && !b.disabled));
const pay = button(/^Paid/);
const press = async (find: () => Promise<HTMLElement>) => {
  const target = await find();
  await act(async () => target.click());
};

it('takes a reference for one payment, and tells what money shows', async () => {
  const told = await draw(
    createElement(ProgrammeDetail, {
      programme: programme as unknown as Programme,
      rights,
      user: 1,
      onChange: undefined,
    }),
  );
  await press(() => box('d1'));
  const field = await reference();
  await act(async () => {
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {};
    set?.call(field, 'UNC-12');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await press(pay);
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  await vi.waitFor(async () => {
    await act(async () => {});
    expect(field.value).toBe('');
  });
  expect(told()).toEqual(['displays', 'money']);
  await press(() => box('d2'));
  await press(pay);
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  const paid = sent.map(({ items }) => items.map(({ id, reference }) => [id, reference]));
  expect(paid).toEqual([[['d1', 'UNC-12']], [['d2', undefined]]]);
});

it('asks for money anew where a claim is settled', async () => {
  const told = await draw(createElement(ClaimDetail, { id: 'c1', rights, user: 2 }));
  await press(button(/^Settle/));
  await vi.waitFor(() => expect(told()).toEqual(['claims', 'money']));
});
