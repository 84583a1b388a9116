// Reps as records: how their list is asked for and what a form of one holds. Pure.
import { changed, type RecordSearch, recordOf, recordSearch, writeRecord } from '../records/records';

export interface RepRecord {
  id: number;
  code: string;
  name: string;
  phone: string | null;
  active: boolean;
  /** Today's. */
  org_unit_id: number;
  org_unit_code: string;
  version: number;
}

export const ACTS = ['new', 'edit', 'leave'] as const;
export const SHOWS = ['active', 'inactive', 'all'] as const;
export type Show = (typeof SHOWS)[number];

export interface RepSearch extends RecordSearch {
  unit?: number;
  /** Left out: those who work. */
  show?: Show;
}

export const repSearch = (search: Record<string, unknown>): RepSearch => ({
  ...recordSearch(search),
  act: ACTS.find((act) => act === search.act),
  unit: Number.isInteger(search.unit) ? Number(search.unit) : undefined,
  show: SHOWS.find((show) => show === search.show && show !== 'active'),
});

export const asked = ({ q, unit, show }: RepSearch) => ({
  q,
  org_unit_id: unit,
  active: show === 'all' ? undefined : show !== 'inactive',
});

export interface RepDraft {
  code: string;
  name: string;
  phone: string;
  unit: number | undefined;
  active: boolean;
  login: string;
  /** First day in the unit; empty: today. */
  from: string;
}

export const repDraft = (was: RepRecord | undefined): RepDraft => ({
  code: was?.code ?? '',
  name: was?.name ?? '',
  phone: was?.phone ?? '',
  unit: was?.org_unit_id,
  active: was?.active ?? true,
  login: '',
  from: '',
});

/** The day of a change of team goes only with one. */
export function repBody(draft: RepDraft, was: RepRecord | undefined): object {
  const fields = {
    name: draft.name.trim(),
    phone: draft.phone.trim() || null,
    org_unit_id: draft.unit,
    active: draft.active,
  };
  const login = draft.login.trim() ? { login: draft.login.trim() } : {};
  if (!was) return { code: draft.code.trim(), ...fields, ...login };
  const moves = draft.unit !== was.org_unit_id && draft.from ? { valid_from: draft.from } : {};
  return { ...changed(fields, was), ...login, ...moves };
}

export const repRecord = (id: number) => recordOf<RepRecord>('reps', id);
export const writeRep = (was: RepRecord | undefined, body: object) =>
  writeRecord<RepRecord>('reps', was, body);
