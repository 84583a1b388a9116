import { describe, expect, it } from 'vitest';
import { deviceFor, type Known, labelOf, rowsOf } from '../src/code_sheet/people';
import { cellsOf, tableOf, textOf } from '../src/code_sheet/table';
import type { Device } from '../src/devices/devices';
import type { OrgUnit } from '../src/org_units/units';
import type { RepRecord } from '../src/reps/reps';

describe('a table of people', () => {
  it('is what a spreadsheet copies, with headings of three countries', () => {
    const table = tableOf('Mã NV\tHọ tên\tĐội\tGhi chú\r\nR1\tLê A\tT1\tx\r\n\r\nR2\tĐỗ B\tT2\t');
    expect(table.unknown).toEqual(['Ghi chú']);
    expect(table.lines).toEqual([
      { line: 2, cells: { code: 'R1', name: 'Lê A', unit: 'T1' } },
      { line: 4, cells: { code: 'R2', name: 'Đỗ B', unit: 'T2' } },
    ]);
    expect(tableOf('工号,姓名,团队\n7,王,华东').lines[0]!.cells).toEqual({
      code: '7',
      name: '王',
      unit: '华东',
    });
  });
  it('reads CSV with its quotes, and with semicolons', () => {
    expect(cellsOf('code;name\n"R;1";"Nguyễn ""An"""')).toEqual([
      ['code', 'name'],
      ['R;1', 'Nguyễn "An"'],
    ]);
    expect(cellsOf('code,name\nR1,"two\nlines"')[1]).toEqual(['R1', 'two\nlines']);
  });
  it('says nothing of rows whose columns have no names', () => {
    expect(tableOf('R1\tLê A')).toMatchObject({ headed: false, lines: [] });
  });
  it('is read in the writing of older spreadsheets', () => {
    expect(textOf(new Uint8Array([0xff, 0xfe, 0x41, 0x00]), 'en')).toBe('A');
    expect(textOf(new TextEncoder().encode('Đỗ'), 'vi')).toBe('Đỗ');
    expect(textOf(new Uint8Array([0xcd, 0xf5]), 'zh')).toBe('王');
  });
});

const rep = (id: number, code: string, more: Partial<RepRecord> = {}): RepRecord => ({
  id,
  code,
  name: `Rep ${code}`,
  phone: null,
  active: true,
  org_unit_id: 1,
  org_unit_code: 'T1',
  version: 1,
  ...more,
});
const known: Known = {
  reps: [rep(1, 'R1'), rep(2, 'R2', { active: false })],
  units: [{ id: 1, code: 'T1', name: 'Tổ Ba Đình' } as OrgUnit],
  roles: [
    ['rep', 'Nhân viên bán hàng'],
    ['supervisor', 'Giám sát'],
  ],
  languages: [['vi', 'Tiếng Việt']],
  mayUsers: true,
};
const read = (text: string, more: Partial<Known> = {}) => rowsOf(tableOf(text).lines, { ...known, ...more });

describe('who gets a code', () => {
  it('leaves a rep who is there as he is', () => {
    expect(read('code,name\nr1,Another')[0]).toMatchObject({
      person: { code: 'R1', name: 'Rep R1', unit: 'T1', rep: 1 },
      faults: [],
    });
  });
  it('finds teams and roles by what they are called', () => {
    expect(read('login,name,unit,role\nnam,Nam,to ba dinh,giam sat')[0]).toMatchObject({
      person: { role: 'supervisor', unit: 'T1', login: 'nam', code: '' },
      faults: [],
    });
  });
  it('says what is wrong with a row before anything is made', () => {
    const faults = read(
      'code,name,unit,login,role\nR3,,T9,,\nR2,x,,,\nR4,x,T1,a,king\nR5,x,T1,b,\nR5,x,T1,b,\n,x,T1,,supervisor',
    ).map((row) => row.faults);
    expect(faults).toEqual([
      ['no_name', 'unknown_unit'],
      ['not_working'],
      ['unknown_role'],
      [],
      ['code_twice', 'login_twice'],
      ['no_login'],
    ]);
    expect(read('code,login\nR1,a', { mayUsers: false })[0]!.faults).toEqual(['may_not_users']);
  });
});

const device = (id: number, label: string, more: Partial<Device> = {}): Device =>
  ({ id, label, rep_code: 'R1', last_seen_at: null, revoked_at: null, ...more }) as Device;

describe('the device that a code is for', () => {
  const seen = (at: string) => ({ last_seen_at: at });
  it('is one that waits for its phone, else the one that spoke last', () => {
    const old = device(1, 'old', seen('2026-01-01T00:00:00Z'));
    const now = device(2, 'now', seen('2026-02-01T00:00:00Z'));
    expect(deviceFor([old, now], 'R1', 'fieldbeat')?.id).toBe(2);
    expect(deviceFor([old, now, device(3, 'new')], 'R1', 'fieldbeat')?.id).toBe(3);
    expect(
      deviceFor([device(4, 'gone', { revoked_at: '2026-01-01T00:00:00Z' })], 'R1', 'fieldbeat'),
    ).toBeUndefined();
    expect(deviceFor([old], 'R9', 'fieldbeat')).toBeUndefined();
  });
  it('keeps other apps apart from what Fieldbeat’s own phone uses', () => {
    const both = [device(1, 'R1-phone', seen('2026-01-01T00:00:00Z')), device(2, 'R1-traccar')];
    expect(deviceFor(both, 'R1', 'fieldbeat')?.id).toBe(1);
    expect(deviceFor(both, 'R1', 'traccar')?.id).toBe(2);
    expect(deviceFor(both, 'R1', 'owntracks')).toBeUndefined();
    expect(labelOf('R1', 'owntracks', 'R1-phone')).toBe('R1-owntracks');
    expect(labelOf('R1', 'fieldbeat', 'R1-phone')).toBe('R1-phone');
  });
});
