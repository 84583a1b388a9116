// The rules of the first-run form, and how the server's faults find their field. Pure.
import type { Language } from '../api/types';

export interface SetupForm {
  name: string;
  time_zone: string;
  currency: string;
  language: Language;
  hours_from: string;
  hours_to: string;
  admin_name: string;
  login: string;
  password: string;
  repeat: string;
}

export const PASSWORD_MIN = 8;

export type Fault = 'required' | 'hours' | 'login' | 'short' | 'differs' | 'refused';

export function validateSetup(
  form: SetupForm,
  word: (fault: Fault) => string,
): Partial<Record<keyof SetupForm, string>> {
  const faults: Partial<Record<keyof SetupForm, string>> = {};
  for (const field of [
    'name',
    'time_zone',
    'currency',
    'hours_from',
    'hours_to',
    'admin_name',
    'login',
  ] as const)
    if (!form[field]?.trim()) faults[field] = word('required');
  if (!faults.hours_from && !faults.hours_to && form.hours_to <= form.hours_from)
    faults.hours_to = word('hours');
  if (!faults.login && /\s/.test(form.login.trim())) faults.login = word('login');
  if ([...form.password].length < PASSWORD_MIN) faults.password = word('short');
  else if (form.password !== form.repeat) faults.repeat = word('differs');
  return faults;
}

const FIELDS: Record<string, keyof SetupForm> = {
  '/company/name': 'name',
  '/company/time_zone': 'time_zone',
  '/company/currency': 'currency',
  '/company/language': 'language',
  '/company/working_hours': 'hours_to',
  '/company/working_hours/0': 'hours_from',
  '/company/working_hours/1': 'hours_to',
  '/administrator/name': 'admin_name',
  '/administrator/login': 'login',
  '/administrator/password': 'password',
};

export const fieldOf = (pointer: string): keyof SetupForm | undefined => FIELDS[pointer];
