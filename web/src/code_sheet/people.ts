// Who is to have a code: reps that are there and were picked, or the rows of a table held against what the company has.
// Says what would be made for each, and what is wrong with a row, before anything is made. Pure.
import type { Language, Role } from '../api/types';
import type { Device } from '../devices/devices';
import { fold } from '../format/format';
import type { OrgUnit } from '../org_units/units';
import type { RepRecord } from '../reps/reps';
import type { Line } from './table';

export interface Person {
  key: string;
  /** In the table. */
  line?: number;
  /** Of a rep; people of the office have none. */
  code: string;
  name: string;
  /** Its code. */
  unit: string;
  phone: string;
  /** Empty: no login is made. */
  login: string;
  role: Role;
  /** Left out: as the sheet is. */
  language?: Language;
  /** The rep who is there already; only a code is made then, and nothing of the rep changes. */
  rep?: number;
}

export type RowFault =
  | 'no_code'
  | 'no_name'
  | 'no_unit'
  | 'no_login'
  | 'unknown_unit'
  | 'unknown_role'
  | 'unknown_language'
  | 'code_twice'
  | 'login_twice'
  | 'not_working'
  | 'may_not_users';

export interface Row {
  person: Person;
  faults: RowFault[];
}

export interface Known {
  reps: readonly RepRecord[];
  units: readonly OrgUnit[];
  /** What roles and languages are called in the reader's language. */
  roles: readonly (readonly [Role, string])[];
  languages: readonly (readonly [Language, string])[];
  mayUsers: boolean;
}

export const ofRep = ({ id, code, name, org_unit_code, phone }: RepRecord): Person => ({
  key: `rep-${id}`,
  code,
  name,
  unit: org_unit_code,
  phone: phone ?? '',
  login: '',
  role: 'rep',
  rep: id,
});

/** By the stable word or by what it is called. */
const named = <T extends string>(text: string, all: readonly (readonly [T, string])[]): T | undefined =>
  all.find(([word, name]) => fold(text) === word || fold(text) === fold(name))?.[0];

export function rowsOf(lines: readonly Line[], known: Known): Row[] {
  const reps = new Map(known.reps.map((rep) => [fold(rep.code), rep]));
  const units = new Map(known.units.flatMap((unit) => [[fold(unit.name), unit] as const]));
  for (const unit of known.units) units.set(fold(unit.code), unit);
  const codes = new Set<string>();
  const logins = new Set<string>();
  const twice = (seen: Set<string>, text: string) => {
    const word = fold(text);
    if (text === '' || !seen.has(word)) {
      seen.add(word);
      return false;
    }
    return true;
  };
  return lines.map(({ line, cells }) => {
    const faults: RowFault[] = [];
    const fault = (is: boolean, what: RowFault) => is && faults.push(what);
    const role = cells.role === undefined ? 'rep' : named(cells.role, known.roles);
    const language = cells.language === undefined ? undefined : named(cells.language, known.languages);
    const code = role === 'rep' ? (cells.code ?? '') : '';
    const login = cells.login ?? '';
    const rep = code === '' ? undefined : reps.get(fold(code));
    const unit = cells.unit === undefined ? undefined : units.get(fold(cells.unit));
    fault(role === undefined, 'unknown_role');
    fault(cells.language !== undefined && language === undefined, 'unknown_language');
    fault(role === 'rep' && code === '', 'no_code');
    fault(role !== 'rep' && role !== undefined && login === '', 'no_login');
    fault(!rep && cells.name === undefined, 'no_name');
    fault(!rep && cells.unit === undefined, 'no_unit');
    fault(cells.unit !== undefined && !unit, 'unknown_unit');
    fault(rep?.active === false, 'not_working');
    fault(twice(codes, code), 'code_twice');
    fault(twice(logins, login), 'login_twice');
    fault(login !== '' && !known.mayUsers, 'may_not_users');
    return {
      person: {
        key: `line-${line}`,
        line,
        code: rep?.code ?? code,
        name: rep?.name ?? cells.name ?? '',
        unit: rep?.org_unit_code ?? unit?.code ?? '',
        phone: cells.phone ?? '',
        login,
        role: role ?? 'rep',
        language,
        rep: rep?.id,
      },
      faults,
    };
  });
}

export const APP_CHOICES = ['fieldbeat', 'traccar', 'owntracks', 'overland', 'gpslogger'] as const;
export type AppChoice = (typeof APP_CHOICES)[number];

/** Another app has a device of its own, so that what Fieldbeat's phone uses goes on. */
export const labelOf = (code: string, app: AppChoice, usual: string): string =>
  app === 'fieldbeat' ? usual : `${code}-${app}`;

const byUse = (a: Device, b: Device) => Date.parse(b.last_seen_at ?? '') - Date.parse(a.last_seen_at ?? '');

/**
 * The device that gets the fresh code: one that waits for its phone, else the phone that spoke last, which the new one
 * takes the place of. Undefined: one is made.
 */
export function deviceFor(devices: readonly Device[], code: string, app: AppChoice): Device | undefined {
  const mine = devices.filter((one) => one.rep_code === code && one.revoked_at === null);
  const others = APP_CHOICES.filter((one) => one !== 'fieldbeat').map((one) => labelOf(code, one, ''));
  if (app !== 'fieldbeat') return mine.find(({ label }) => label === labelOf(code, app, ''));
  const own = mine.filter(({ label }) => !others.includes(label));
  return own.find(({ last_seen_at }) => last_seen_at === null) ?? own.toSorted(byUse)[0];
}

export function byRep(devices: readonly Device[]): Map<string | null, Device[]> {
  const owned = new Map<string | null, Device[]>();
  for (const device of devices) owned.set(device.rep_code, [...(owned.get(device.rep_code) ?? []), device]);
  return owned;
}
