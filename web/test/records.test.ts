import { describe, expect, it } from 'vitest';
import { actionParts, differences, placeOf } from '../src/audit_log/log';
import { enrolLink, healthOf, squares } from '../src/devices/devices';
import { type OrgUnit, subtree, treeOf } from '../src/org_units/units';
import {
  asked,
  metresBetween,
  type OutletRecord,
  outletBody,
  outletDraft,
  outletSearch,
} from '../src/outlets/records';
import { changed, listPath, pageBefore, pageNumber, recordSearch, stepTo } from '../src/records/records';
import { type RepRecord, repBody, repDraft } from '../src/reps/reps';
import { sections } from '../src/roles/roles';
import { placed, type RouteStop, stopChanges, stopDraft, stopsBody } from '../src/routes/routes';
import { viewOf } from '../src/saved_views/views';
import { makePassword } from '../src/users/users';

const outlet: OutletRecord = {
  id: 7,
  code: 'HN-7',
  name: 'Cà phê Lan',
  class: 'horeca',
  channel: 'cafe',
  address: null,
  phone: null,
  customer_id: 3,
  customer_code: 'C3',
  org_unit_id: 4,
  org_unit_code: 'T1',
  lat: 21.03,
  lng: 105.85,
  radius_m: null,
  polygon: null,
  closed_at: null,
  merged_into: null,
  version: 2,
};

describe('the address of a list', () => {
  it('keeps what is known and leaves the rest', () => {
    expect(recordSearch({ q: 42, at: 'abc', id: 7, act: 'edit' })).toEqual({
      q: '42',
      at: 'abc',
      id: 7,
      act: 'edit',
    });
    expect(outletSearch({ act: 'burn', state: 'lost', unit: '4' })).toEqual({});
  });
  it('becomes what the server is asked', () => {
    expect(listPath('outlets', asked({ q: 'cà phê', unit: 4, state: 'closed' }))).toBe(
      'outlets?q=c%C3%A0+ph%C3%AA&org_unit_id=4&closed=true',
    );
    expect(listPath('outlets', asked({}))).toBe('outlets');
  });
  it('finds the way back through pages that were walked', () => {
    stepTo('second', undefined);
    stepTo('third', 'second');
    expect([pageNumber(undefined), pageNumber('third'), pageNumber('by a link')]).toEqual([1, 3, undefined]);
    expect([pageBefore('third'), pageBefore('second')]).toEqual(['second', undefined]);
  });
});

describe('a record that is changed', () => {
  it('sends what differs alone', () => {
    expect(outletBody(outletDraft(outlet), outlet)).toEqual({});
    expect(outletBody({ ...outletDraft(outlet), phone: ' 0912 ', radius: '80' }, outlet)).toEqual({
      phone: '0912',
      radius_m: 80,
    });
    expect(changed({ a: 1, b: undefined }, undefined)).toEqual({ a: 1, b: undefined });
  });
  it('is placed where it is new', () => {
    const draft = { ...outletDraft(undefined), code: ' X1 ', name: 'X', unit: 4, place: { lat: 1, lng: 2 } };
    expect(outletBody(draft, undefined)).toMatchObject({ code: 'X1', lat: 1, lng: 2, org_unit_id: 4 });
  });
  it('moves a rep from a day only where the team changes', () => {
    const rep: RepRecord = {
      id: 1,
      code: 'R1',
      name: 'Lan',
      phone: null,
      active: true,
      org_unit_id: 4,
      org_unit_code: 'T1',
      version: 1,
    };
    expect(repBody({ ...repDraft(rep), from: '2026-12-01' }, rep)).toEqual({});
    expect(repBody({ ...repDraft(rep), unit: 5, from: '2026-12-01' }, rep)).toEqual({
      org_unit_id: 5,
      valid_from: '2026-12-01',
    });
  });
  it('measures how far a pin moves', () => {
    expect(metresBetween({ lat: 21, lng: 105 }, { lat: 21, lng: 105 })).toBe(0);
    expect(metresBetween({ lat: 21, lng: 105 }, { lat: 21.001, lng: 105 })).toBe(111);
    expect(metresBetween({ lat: 60, lng: 10 }, { lat: 60, lng: 10.002 })).toBe(111);
  });
});

describe('the company tree', () => {
  const unit = (id: number, name: string, parent_id: number | null): OrgUnit => ({
    id,
    code: `U${id}`,
    name,
    kind: 'team',
    parent_id,
    parent_code: null,
    version: 1,
  });
  const units = [
    unit(1, 'HQ', null),
    unit(2, 'Đông', 1),
    unit(3, 'Bắc', 1),
    unit(4, 'Tổ 10', 2),
    unit(5, 'Tổ 9', 2),
  ];
  it('is listed with children under their parent, by name', () => {
    expect(treeOf(units, 'vi').map(({ unit: { id }, depth }) => [id, depth])).toEqual([
      [1, 0],
      [3, 1],
      [2, 1],
      [5, 2],
      [4, 2],
    ]);
  });
  it('shows a part of which the top is out of sight', () => {
    expect(treeOf(units.slice(1, 2), 'vi').map(({ depth }) => depth)).toEqual([0]);
  });
  it('moves whole branches', () => {
    expect([...subtree(units, 2)].sort()).toEqual([2, 4, 5]);
  });
});

describe('the stops of a route', () => {
  const stop = (id: number): RouteStop => ({
    outlet_id: id,
    outlet_code: `O${id}`,
    outlet_name: `O${id}`,
    sequence: id,
    pattern: { calendar: { kind: 'cycle', weeks: 1, anchor: '2024-01-01' }, weekdays: [1] },
    window: null,
    service_minutes: 10,
    valid_from: null,
    valid_to: null,
  });
  const was = [1, 2, 3, 4].map(stop);
  it('keep their pattern unless a code replaces it', () => {
    const [first, second] = was.map(stopDraft);
    expect(stopsBody([second!, { ...first!, code: 'F8', weekdays: [1, 4] }])).toEqual([
      { outlet_id: 2, sequence: 1, pattern: was[1]!.pattern, service_minutes: 10 },
      { outlet_id: 1, sequence: 2, pattern: 'F8', weekdays: ['mon', 'thu'], service_minutes: 10 },
    ]);
  });
  it('are counted as they change', () => {
    const now = was.map(stopDraft);
    expect(stopChanges(was, now)).toEqual({ added: 0, removed: 0, changed: 0, moved: 0 });
    const added = { ...now[0]!, outlet_id: 9, pattern: null, code: 'F4' };
    expect(stopChanges(was, [{ ...now[1]!, service_minutes: 5 }, now[3]!, added])).toEqual({
      added: 1,
      removed: 2,
      changed: 1,
      moved: 0,
    });
    expect(stopChanges(was, placed(now, 0, 1)).moved).toBe(2);
    expect(placed([1, 2, 3], 0, 9)).toEqual([2, 3, 1]);
  });
});

describe('devices', () => {
  const now = Date.parse('2026-11-26T12:00:00Z');
  const health = (last: string | null, backlog: number | null = 0, revoked: string | null = null) =>
    healthOf({ last_seen_at: last, backlog, revoked_at: revoked }, now);
  it('are as well as they speak', () => {
    expect(health('2026-11-26T11:59:00Z')).toBe('well');
    expect(health('2026-11-26T11:59:00Z', 5000)).toBe('holding');
    expect(health('2026-11-24T11:59:00Z')).toBe('quiet');
    expect(health(null)).toBe('unused');
    expect(health(null, null, '2026-11-01T00:00:00Z')).toBe('revoked');
  });
  it('are enrolled by a link that a camera reads', () => {
    expect(enrolLink('https://x.vn', 'AB-12')).toBe('https://x.vn/m/?code=AB-12');
    expect(
      squares([
        [true, false],
        [false, true],
      ]),
    ).toBe('M0 0h1v1h-1zM1 1h1v1h-1z');
  });
});

describe('passwords made here', () => {
  it('are long, without signs that look alike, and fair', () => {
    const made = makePassword();
    expect(made).toMatch(/^[a-zA-Z2-9]{14}$/);
    expect(made).not.toMatch(/[lIO01o]/);
    const bytes = [255, 255, ...Array(20).fill(0)];
    expect(makePassword((into) => into.map(() => bytes.shift() ?? 1))).toHaveLength(14);
  });
});

describe('roles', () => {
  it('show the rights that there are, unknown ones last', () => {
    const rows = [{ role: 'rep' as const, rights: ['read_field', 'fly'] }];
    const words = (right: string) => (right === 'fly' ? 'Bay' : 'Xem nhân viên');
    expect(sections(rows, words, '').map(({ group, rights }) => [group, rights])).toEqual([
      ['field', ['read_field']],
      [null, ['fly']],
    ]);
    expect(sections(rows, words, 'nhan vien')).toHaveLength(1);
  });
});

describe('the audit log', () => {
  it('tells what changed from what to what', () => {
    expect(differences({ before: { a: 1, b: 2 }, after: { a: 1, b: 3, c: 4 } })).toEqual([
      { field: 'b', before: 2, after: 3 },
      { field: 'c', before: undefined, after: 4 },
    ]);
    expect(differences({ code: 'X' })).toEqual([]);
  });
  it('leads to what it speaks of', () => {
    expect(actionParts('credit_accounts.change')).toEqual({ noun: 'credit_accounts', verb: 'change' });
    expect(actionParts('batch')).toEqual({ noun: '', verb: 'batch' });
    expect(placeOf('outlets/17')).toEqual({ to: '/masters/outlets', id: 17 });
    expect(placeOf('settings/4')).toBeNull();
  });
});

describe('a saved view', () => {
  it('is the filters, whatever is open and in whatever order', () => {
    expect(viewOf('?q=lan&unit=4&id=7&at=abc&act=edit')).toBe(viewOf('unit=4&q=lan'));
    expect(viewOf('?id=7')).toBe('');
  });
});
