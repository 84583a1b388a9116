// Devices as records: whose they are, how long they are silent, and the code by which a phone becomes one. Pure but
// for the requests at the end.
import { request } from '../api/client';
import type { EvidenceGrade } from '../api/types';
import { type RecordSearch, recordOf, recordSearch, writeRecord } from '../records/records';

export interface Device {
  id: number;
  label: string;
  rep_id: number | null;
  rep_code: string | null;
  can_declare: boolean;
  grade: EvidenceGrade;
  model: string | null;
  os: string | null;
  app: string | null;
  app_version: string | null;
  enrolled_at: string;
  last_seen_at: string | null;
  backlog: number | null;
  revoked_at: string | null;
  /** Its token was made or changed. */
  token_issued_at?: string | null;
  /** Two show the same token, since then. */
  cloned_at?: string | null;
  /** It is lost or stolen since then, and was told to wipe itself then. */
  lost_at?: string | null;
  wipe_told_at?: string | null;
  version: number;
}

export const GRADES: readonly EvidenceGrade[] = ['native_app', 'tracker_web_app', 'web_app_only', 'import'];
export const ACTS = ['new', 'edit', 'app', 'track', 'lost'] as const;
export const SHOWS = ['used', 'revoked', 'all'] as const;
export type Show = (typeof SHOWS)[number];

export interface DeviceSearch extends RecordSearch {
  rep?: number;
  /** Left out: those in use. */
  show?: Show;
}

export const deviceSearch = (search: Record<string, unknown>): DeviceSearch => ({
  ...recordSearch(search),
  act: ACTS.find((act) => act === search.act),
  rep: Number.isInteger(search.rep) ? Number(search.rep) : undefined,
  show: SHOWS.find((show) => show === search.show && show !== 'used'),
});

export const asked = ({ rep, show }: DeviceSearch) => ({
  rep_id: rep,
  revoked: show === 'all' ? undefined : show === 'revoked',
});

export const HEALTHS = ['well', 'holding', 'quiet', 'unused', 'revoked'] as const;
export type Health = (typeof HEALTHS)[number];

/** A phone that was used yesterday is well at night. */
const QUIET_MS = 36 * 3_600_000;
/** A few items on their way are no backlog. */
const HOLDING = 200;

export function healthOf(
  device: Pick<Device, 'last_seen_at' | 'backlog' | 'revoked_at'>,
  now: number,
): Health {
  if (device.revoked_at !== null) return 'revoked';
  if (device.last_seen_at === null) return 'unused';
  if (now - Date.parse(device.last_seen_at) > QUIET_MS) return 'quiet';
  return (device.backlog ?? 0) > HOLDING ? 'holding' : 'well';
}

/** Where the phone app takes the code from its address. */
export const enrolLink = (origin: string, code: string): string =>
  `${origin}/m/?code=${encodeURIComponent(code)}`;

/** The dark squares of a code as one path, a unit a square. */
export const squares = (rows: readonly (readonly boolean[])[]): string =>
  rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');

export interface Enrolment {
  enrolment_code: string;
  expires_at: string;
}

export const deviceRecord = (id: number) => recordOf<Device>('devices', id);
export const makeDevice = (body: object) => request<Device & Enrolment>('devices', { method: 'POST', body });
export const changeDevice = (was: Device, body: object) => writeRecord<Device>('devices', was, body);
export const newCode = (id: number) =>
  request<Enrolment>(`devices/${id}/enrolment-code`, { method: 'POST', body: {} });
export const revokeDevice = (id: number) =>
  request<Device>(`devices/${id}/revoke`, { method: 'POST', body: {} });

export interface Lost {
  device: Device;
  unsent: number | null;
  replacement: (Device & Enrolment) | null;
}
export const reportLost = (id: number, replacement_label?: string) =>
  request<Lost>(`devices/${id}/lost`, { method: 'POST', body: { replacement_label } });
export const callOffWipe = (id: number) =>
  request<Device>(`devices/${id}/lost/cancel`, { method: 'POST', body: {} });

/** What the phone after this one may be called: counted on. */
export function nextLabel(label: string): string {
  const counted = /^(.*\S)\s+(\d+)$/.exec(label);
  return counted ? `${counted[1]} ${Number(counted[2]) + 1}` : `${label} 2`;
}
