import { describe, expect, it } from 'vitest';
import type { CreditAccount } from '../src/api/trade';
import type { Rights } from '../src/app/rights';
import {
  accountsOf,
  ageOf,
  byDay,
  customerBody,
  customerDraft,
  KINDS,
  type Kind,
  placeOf,
  type TimelineItem,
} from '../src/customers/customers';
import { sizeOf } from '../src/customers/emails';
import { dateIn } from '../src/format/format';
import { faultKey, type Mailbox, putOf } from '../src/settings/mailboxes';

const office: Rights = ['read_field', 'read_trade', 'read_receivables'];
const trade: Rights = ['read_trade', 'read_receivables'];
const field: Rights = ['read_field'];

const item = (kind: Kind, at: string, over: Partial<TimelineItem> = {}): TimelineItem => ({
  kind,
  id: `${kind} ${at}`,
  at,
  outlet_id: 1,
  outlet_name: 'Tạp hóa Lan',
  rep_name: 'An',
  visit_id: null,
  state: 'valid',
  amount_minor: null,
  number: null,
  sort: null,
  subject: null,
  direction: null,
  date_doubtful: null,
  order_id: null,
  ...over,
});
const account = (id: number): CreditAccount => ({
  id,
  customer_id: 1,
  customer_code: 'C1',
  customer_name: 'Bà Lan',
  partner_id: id === 1 ? null : id,
  limit_minor: null,
  terms_days: 0,
  overdue_days: null,
  ledger_minor: 0,
  unbilled_minor: 0,
  unconfirmed_minor: 0,
  exposure_minor: 0,
  oldest_due: null,
  version: 1,
});
const inHanoi = (at: number) => dateIn(at, 'Asia/Ho_Chi_Minh');

describe('the timeline of a customer', () => {
  const items = [
    item('order', '2026-11-25T17:30:00Z'),
    item('visit', '2026-11-25T17:00:00Z'),
    item('invoice', '2026-11-25T16:59:59Z'),
    item('visit', '2026-11-23T02:00:00Z'),
  ];
  it('stands under the days of the company, not of the clock it was told by', () => {
    expect(byDay(items, undefined, inHanoi).map((day) => [day.date, day.items.map((i) => i.kind)])).toEqual([
      ['2026-11-26', ['order', 'visit']],
      ['2026-11-25', ['invoice']],
      ['2026-11-23', ['visit']],
    ]);
  });
  it('has no day without an item of the kind asked for', () => {
    expect(byDay(items, 'visit', inHanoi).map((day) => day.date)).toEqual(['2026-11-26', '2026-11-23']);
    expect(byDay(items, 'return', inHanoi)).toEqual([]);
  });
  it('loses nothing and keeps the order, whatever the kind', () => {
    for (const kind of [undefined, ...KINDS])
      expect(byDay(items, kind, inHanoi).flatMap((day) => day.items)).toEqual(
        items.filter((i) => kind === undefined || i.kind === kind),
      );
  });
});

describe('where an item leads', () => {
  const at = '2026-11-26T01:00:00Z';
  const accountOf = accountsOf([account(1)], []);
  it('is the visit, the order or the account', () => {
    expect(placeOf(item('visit', at, { visit_id: 'v' }), accountOf, office)).toEqual({
      to: 'visit',
      visit: 'v',
    });
    expect(placeOf(item('order', at, { id: 'o', visit_id: 'v' }), accountOf, office)).toEqual({
      to: 'order',
      order: 'o',
    });
    for (const kind of ['invoice', 'collection', 'return'] as const)
      expect(placeOf(item(kind, at), accountOf, trade)).toEqual({ to: 'account', account: 1 });
    for (const kind of ['quotation', 'return'] as const)
      expect(placeOf(item(kind, at, { visit_id: 'v' }), accountOf, trade)).toEqual({
        to: 'visit',
        visit: 'v',
      });
  });
  it('is the desk for what belongs to no visit, and the order for goods that came', () => {
    expect(placeOf(item('task', at, { id: 't', state: 'done' }), accountOf, office)).toEqual({
      to: 'relation',
      search: { tab: 'tasks', one: 't', ended: 1 },
    });
    expect(placeOf(item('contract', at, { number: 'K1' }), accountOf, office)).toEqual({
      to: 'relation',
      search: { tab: 'contracts', one: 'K1' },
    });
    expect(placeOf(item('contract', at, { number: 'K1' }), accountOf, trade)).toBeNull();
    for (const kind of ['stock_count', 'display', 'expense', 'task'] as const)
      expect(placeOf(item(kind, at, { visit_id: 'v' }), accountOf, office)).toEqual({
        to: 'visit',
        visit: 'v',
      });
    const delivery = item('delivery', at, { order_id: 'o', visit_id: 'v' });
    expect(placeOf(delivery, accountOf, office)).toEqual({ to: 'order', order: 'o' });
    expect(placeOf(delivery, accountOf, field)).toEqual({ to: 'visit', visit: 'v' });
  });
  it('is never a page that the reader does not have', () => {
    expect(placeOf(item('order', at), accountOf, field)).toBeNull();
    expect(placeOf(item('order', at, { visit_id: 'v' }), accountOf, field)).toEqual({
      to: 'visit',
      visit: 'v',
    });
    expect(placeOf(item('invoice', at), accountOf, field)).toBeNull();
    expect(placeOf(item('quotation', at), accountOf, [])).toBeNull();
  });
  it('is the account that the document names where there are several', () => {
    const of = accountsOf([account(1), account(2)], [{ id: 'i', account_id: 2 }]);
    expect(placeOf(item('invoice', at, { id: 'i' }), of, office)).toEqual({ to: 'account', account: 2 });
    expect(placeOf(item('invoice', at, { id: 'other' }), of, office)).toBeNull();
    expect(accountsOf([], [])('i')).toBeUndefined();
  });
});

describe('a customer that is written', () => {
  const was = {
    id: 1,
    code: 'C1',
    name: 'Lan',
    phone: '090',
    org_unit_code: 'T1',
    active: true,
    industry: null,
    since: '2019-03-12',
    version: 4,
  };
  it('sends only what is different, so that fields kept elsewhere stay untouched', () => {
    expect(customerBody({ ...customerDraft(was), industry: ' food ', since: '' }, was)).toEqual({
      industry: 'food',
      since: null,
    });
    expect(customerBody(customerDraft(was), was)).toEqual({});
  });
  it('is sent whole where it is new', () => {
    expect(
      customerBody({ ...customerDraft(undefined), code: ' C2 ', name: 'An', unit: 'T1' }, undefined),
    ).toEqual({
      code: 'C2',
      name: 'An',
      phone: null,
      org_unit_code: 'T1',
      industry: null,
      since: null,
      active: true,
    });
  });
  it('counts the years and months of the relation that are full', () => {
    expect(ageOf('2019-03-12', '2026-11-26')).toEqual({ years: 7, months: 8 });
    expect(ageOf('2019-03-12', '2026-03-11')).toEqual({ years: 6, months: 11 });
    expect(ageOf('2026-12-01', '2026-11-26')).toEqual({ years: 0, months: 0 });
  });
});

describe('what belongs to no visit', () => {
  const at = '2026-11-25T10:00:00Z';
  const none = () => undefined;
  it('is at its own desk, on the side where it stands', () => {
    expect(placeOf(item('case', at, { id: 'c', state: 'open' }), none, office)).toEqual({
      to: 'relation',
      search: { tab: 'cases', one: 'c', ended: undefined },
    });
    expect(placeOf(item('opportunity', at, { id: 'o', state: 'won' }), none, office)).toEqual({
      to: 'relation',
      search: { tab: 'opportunities', one: 'o', ended: 1 },
    });
    expect(placeOf(item('appointment', at, { id: 'a' }), none, office)).toEqual({
      to: 'appointment',
      appointment: 'a',
    });
    expect(placeOf(item('activity', at, { id: 'x' }), none, field)).toEqual({
      to: 'activity',
      activity: 'x',
    });
  });
  it('is nowhere for who has no such page, and at the visit where there is one', () => {
    expect(placeOf(item('case', at), none, trade)).toBeNull();
    expect(placeOf(item('case', at, { visit_id: 'v' }), none, office)).toEqual({
      to: 'visit',
      visit: 'v',
    });
  });
});

describe('what is attached to an e-mail', () => {
  it('is told in the unit that says most', () => {
    expect(sizeOf(999)).toEqual({ value: 999, unit: 'byte' });
    expect(sizeOf(1_499)).toEqual({ value: 1, unit: 'kilobyte' });
    expect(sizeOf(31_457_280)).toEqual({ value: 31.5, unit: 'megabyte' });
  });
});

describe('a mailbox', () => {
  it('says what to do of every fault, known or not', () => {
    expect(faultKey('mailbox_login_refused')).toBe('mailbox_login_refused');
    expect(faultKey('mailbox_refused')).toBe('mailbox_broken_off');
  });
  it('is sent back without what the server says of it', () => {
    const one = {
      ...({} as Mailbox),
      id: 3,
      name: 'Sales',
      state: 'failing',
      fault: 'x',
      kept: 5,
      version: 2,
    } as Mailbox;
    const put = putOf(one);
    for (const told of ['id', 'state', 'fault', 'kept', 'version', 'password'])
      expect(put).not.toHaveProperty(told);
  });
});
