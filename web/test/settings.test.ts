import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { VisitReason } from '../src/api/reasons';
import { applied, changes, faultOf, firstDate, patch, refusedAt, touch } from '../src/settings/draft';
import { bodyOf, headersOf } from '../src/settings/gateways';
import { codeOf, grouped, lastPlace, moved, type ReasonGroup } from '../src/settings/reasons';
import { ALL, ERP_FIELDS, type NumberField } from '../src/settings/spec';

const saved = {
  dwell_min_s: 180,
  working_hours: ['08:00', '17:30'],
  exceptions: { idle: { on: true, after_min: 15 }, visit_days: 1 },
  classes: { rural: { geofence_m: 300, dwell_min_s: null, required_steps: [] } },
};

describe('a change of the settings', () => {
  const draft = { dwell_min_s: 240, 'exceptions/idle/after_min': 30, working_hours: ['08:00', '18:00'] };
  const after = applied(saved, draft);
  it('is told value by value', () => {
    expect(changes(saved, after)).toEqual([
      { path: 'dwell_min_s', before: 180, after: 240 },
      { path: 'working_hours', before: ['08:00', '17:30'], after: ['08:00', '18:00'] },
      { path: 'exceptions/idle/after_min', before: 15, after: 30 },
    ]);
    expect(saved.exceptions.idle.after_min).toBe(15);
  });
  it('sends only what differs, and an exception with nothing but its number', () => {
    expect(patch(saved, after)).toEqual({
      dwell_min_s: 240,
      working_hours: ['08:00', '18:00'],
      exceptions: { idle: { after_min: 30 } },
    });
    const two = applied(saved, { 'exceptions/idle/on': false, 'exceptions/visit_days': 2 });
    expect(patch(saved, two)).toEqual({ exceptions: { idle: { on: false }, visit_days: 2 } });
  });
  it('sends the classes as a whole, and sees one that is gone', () => {
    const more = applied(saved, { classes: { ...saved.classes, big: { dwell_min_s: 600 } } });
    expect(changes(saved, more)).toEqual([
      { path: 'classes/big/dwell_min_s', before: undefined, after: 600 },
    ]);
    expect(patch(saved, more)).toEqual({ classes: more.classes });
    const none = applied(saved, { classes: {} });
    expect(changes(saved, none)).toEqual([
      { path: 'classes/rural/geofence_m', before: 300, after: undefined },
    ]);
    expect(patch(saved, none)).toEqual({ classes: {} });
  });
  it('is none where a value is set back, or only written differently', () => {
    expect(touch(saved, { dwell_min_s: 240 }, 'dwell_min_s', 180)).toEqual({});
    const cleared = { rural: { geofence_m: 300, required_steps: [] } };
    expect(changes(saved, applied(saved, { classes: cleared }))).toEqual([]);
  });
  it('begins where the newest version begins, at the earliest', () => {
    expect(firstDate('2026-11-26', '2026-11-20')).toBe('2026-11-26');
    expect(firstDate('2026-11-26', '2026-12-01')).toBe('2026-12-01');
  });
});

describe('a value of the settings', () => {
  const field = (path: string) => ALL.find((one) => one.path === path)!;
  it('is refused by range, kind and order of times', () => {
    expect(faultOf(field('dwell_min_s'), 9)).toBe('out_of_range');
    expect(faultOf(field('dwell_min_s'), null)).toBe('invalid_type');
    expect(faultOf(field('dwell_min_s'), 10)).toBeUndefined();
    expect(faultOf(field('day_start'), '24:00')).toBe('invalid_time');
    expect(faultOf(field('working_hours'), ['08:00', '24:00'])).toBeUndefined();
    expect(faultOf(field('working_hours'), ['08:00', '07:00'])).toBe('invalid_time');
    expect(faultOf(field('working_hours'), ['17:00', '08:00'])).toBe('invalid_time');
    expect(faultOf(field('working_hours'), ['08:00', '17:00'])).toBeUndefined();
  });
  it('is found by the pointer of what refused it', () => {
    const errors = [{ pointer: '/settings/exceptions/idle/after_min', code: 'out_of_range' }];
    expect(refusedAt(errors, 'exceptions/idle/after_min')).toBe('out_of_range');
    expect(refusedAt(errors, 'exceptions/idle/on')).toBeUndefined();
  });
  it('has the ranges and defaults of the server', () => {
    const rust = readFileSync(join(import.meta.dirname, '../../src/api/settings_document.rs'), 'utf8');
    const constants = ['api/outlet_closures.rs', 'store/setting.rs']
      .map((file) => readFileSync(join(import.meta.dirname, '../../src', file), 'utf8'))
      .flatMap((text) => [...text.matchAll(/const (\w+): i64 = ([\d_]+)/g)]);
    const named = new Map(constants.map(([, name, value]) => [name!, value!]));
    const table = rust.slice(rust.indexOf('const NUMBERS'), rust.indexOf('];'));
    const number = (text: string) => Number((named.get(text) ?? text).replaceAll('_', ''));
    const rows = [...table.matchAll(/\("(\w+)", ([\w]+), ([\w]+), (\w+)\)/g)]
      .map(([, name, ...numbers]) => [name!, ...numbers.map((n) => number(n!))])
      .sort();
    expect(rows.length).toBeGreaterThan(30);
    const own = ALL.filter((one): one is NumberField => one.kind === 'number')
      .filter(({ path }) => !path.includes('/'))
      .map(({ path, least, most, standard }) => [path, least, most, standard])
      .sort();
    expect(own).toEqual(rows);
  });
  it('has the ranges of the thresholds', () => {
    const rust = readFileSync(join(import.meta.dirname, '../../domain/src/exception/thresholds.rs'), 'utf8');
    const rows = [...rust.matchAll(/fits\(\s*self\.([\w.]+?)(?:\.into\(\))?,\s*([\d_]+),\s*([\d_]+),?\s*\)/g)]
      .map(([, path, least, most]) => [
        `exceptions/${path!.replace('.', '/')}`,
        Number(least!.replaceAll('_', '')),
        Number(most!.replaceAll('_', '')),
      ])
      .sort();
    expect(rows.length).toBe(14);
    const own = ALL.filter((one): one is NumberField => one.kind === 'number')
      .filter(({ path }) => path.includes('/'))
      .map(({ path, least, most }) => [path, least, most])
      .sort();
    expect(own).toEqual(rows);
  });
});

describe('a choice of the settings', () => {
  it('offers what the server knows', () => {
    const rust = readFileSync(join(import.meta.dirname, '../../src/store/erp_owned.rs'), 'utf8');
    const table = rust.slice(rust.indexOf('const FIELDS'), rust.indexOf('];'));
    expect([...table.matchAll(/"([\w.]+)"/g)].map(([, name]) => name)).toEqual([...ERP_FIELDS]);
    const words = readFileSync(join(import.meta.dirname, '../../src/store/setting.rs'), 'utf8').match(
      /WORDS: &\[&str\] = &\[(.+)\]/,
    )![1]!;
    const below = ALL.find(({ path }) => path === 'stock_below_zero')!;
    expect(below.kind === 'word' && below.words).toEqual(words.replaceAll('"', '').split(', '));
  });
  it('is sent as an empty list where everything was taken out', () => {
    const owned = { erp_owned: ['products.name'] };
    expect(patch(owned, applied(owned, { erp_owned: [] }))).toEqual({ erp_owned: [] });
  });
});

describe('a gateway', () => {
  it('has headers line by line and a JSON object', () => {
    expect(headersOf('Authorization: Bearer a:b\n\n x-key :1 ')).toEqual({
      Authorization: 'Bearer a:b',
      'x-key': '1',
    });
    expect(headersOf('no colon')).toBeUndefined();
    expect(bodyOf('{"to": "{to}"}')).toEqual({ to: '{to}' });
    for (const text of ['[]', 'null', '{to}', '']) expect(bodyOf(text)).toBeUndefined();
  });
});

describe('the lists of reasons', () => {
  const words = { name_en: '', name_vi: '', name_zh: '', active: true, version: 1 };
  const group = (code: string, sequence: number): ReasonGroup => ({ ...words, code, sequence });
  const reason = (code: string, group_code: string, sequence: number, uses: VisitReason['uses']) => ({
    ...group(code, sequence),
    group_code,
    uses,
  });
  const groups = [group('way', 2), group('outlet', 1)];
  const reasons = [
    reason('traffic', 'way', 2, ['missed']),
    reason('weather', 'way', 1, ['missed']),
    reason('closed', 'outlet', 1, ['non_productive']),
  ];
  const told = (use?: VisitReason['uses'][number]) =>
    grouped(groups, reasons, use).map((one) => [one.group.code, ...one.reasons.map(({ code }) => code)]);
  it('stand in their order, and by what they are offered for', () => {
    expect(told()).toEqual([
      ['outlet', 'closed'],
      ['way', 'weather', 'traffic'],
    ]);
    expect(told('missed')).toEqual([['way', 'weather', 'traffic']]);
  });
  it('write only what changes its place', () => {
    const rows = [group('a', 1), group('b', 2), group('c', 9)];
    expect(moved(rows, 'b', -1).map(({ code, sequence }) => [code, sequence])).toEqual([
      ['b', 1],
      ['a', 2],
      ['c', 3],
    ]);
    expect(moved(rows.slice(0, 2), 'a', -1)).toEqual([]);
    expect(lastPlace(rows)).toBe(10);
    expect(lastPlace([])).toBe(1);
  });
  it('suggest a code by the name', () => {
    expect(codeOf('Closed for good!')).toBe('closed_for_good');
    expect(codeOf('Đường cấm 2')).toBe('duong_cam_2');
  });
});
