// Makes what one person begins with: the login with its password, the rep, the device and its code. Remembers what is
// made already, so that a row that failed goes on where it stopped. Requests alone.
import { request } from '../api/client';
import { cursorOf, everyPage, PAGE_MAX } from '../api/everyPage';
import type { Page } from '../api/trade';
import type { Language } from '../api/types';
import { type AppSetup, setUpApp } from '../devices/apps';
import { type Device, type Enrolment, makeDevice, newCode } from '../devices/devices';
import type { RepRecord } from '../reps/reps';
import { makePassword } from '../users/users';
import { type AppChoice, deviceFor, labelOf, type Person } from './people';

/** Companies with more reps give codes team by team, from a table. */
const PAGES_MAX = 10;

export const everyRep = (signal: AbortSignal): Promise<RepRecord[]> =>
  everyPage(
    (cursor) => request<Page<RepRecord>>(`reps?limit=${PAGE_MAX}${cursorOf(cursor)}`, { signal }),
    PAGES_MAX,
  );

export const everyDevice = (signal: AbortSignal): Promise<Device[]> =>
  everyPage(
    (cursor) =>
      request<Page<Device>>(`devices?revoked=false&limit=${PAGE_MAX}${cursorOf(cursor)}`, { signal }),
    PAGES_MAX,
  );

export interface Made {
  password?: string;
  rep?: number;
  linked?: true;
  device?: number;
  enrolment?: Enrolment;
  setup?: AppSetup;
}

export interface How {
  app: AppChoice;
  /** Of the cards, and of logins that are made. */
  language: Language;
  /** What a rep's first device is called. */
  usual: (code: string) => string;
}

/** Adds to `made` step by step; a step that is in it is not taken again. */
export async function issue(person: Person, how: How, made: Made): Promise<void> {
  if (person.login !== '' && made.password === undefined) {
    const password = makePassword();
    await request('users', {
      method: 'POST',
      body: {
        login: person.login,
        name: person.name,
        role: person.role,
        org_unit_code: person.unit,
        language: person.language ?? how.language,
        password,
      },
    });
    made.password = password;
  }
  if (person.role !== 'rep') return;
  await issueRep(person, made);
  if (made.device === undefined) await findDevice(person, how, made);
  if (how.app !== 'fieldbeat') made.setup ??= await setUpApp(made.device!, how.app);
  else made.enrolment ??= await newCode(made.device!);
}

async function issueRep(person: Person, made: Made): Promise<void> {
  const login = person.login || undefined;
  if (person.rep === undefined && made.rep === undefined) {
    const { code, name, unit, phone } = person;
    const body = { code, name, org_unit_code: unit, phone: phone || undefined, login };
    made.rep = (await request<RepRecord>('reps', { method: 'POST', body })).id;
    made.linked = true;
  }
  if (person.rep !== undefined && login !== undefined && !made.linked) {
    const at = `reps/by-code/fieldbeat/${encodeURIComponent(person.code)}`;
    await request(at, { method: 'PUT', body: { code: person.code, login } });
    made.linked = true;
  }
  made.rep ??= person.rep;
}

/** Asked anew, since an answer that was lost may have made one. */
async function findDevice(person: Person, how: How, made: Made): Promise<void> {
  const { items } = await request<Page<Device>>(`devices?revoked=false&limit=${PAGE_MAX}&rep_id=${made.rep}`);
  const found = deviceFor(items, person.code, how.app);
  if (found) {
    made.device = found.id;
    return;
  }
  const label = labelOf(person.code, how.app, how.usual(person.code));
  const own = how.app === 'fieldbeat';
  // What a page in a browser can prove; setting up another app says what that can.
  const grade = own ? 'web_app_only' : undefined;
  const { id, enrolment_code, expires_at } = await makeDevice({ label, rep_id: made.rep, grade });
  made.device = id;
  if (own) made.enrolment = { enrolment_code, expires_at };
}
