// What is being changed in the settings document: values by path, what differs, and the body that says so. Pure.
import type { FieldFault } from '../api/client';
import type { Field, Value } from './spec';

/** The document as the server tells it. */
export interface Settings {
  [name: string]: unknown;
}
/** Values by path; a class that is taken out is null. */
export type Draft = Readonly<Record<string, unknown>>;

export interface Change {
  path: string;
  before: Value | undefined;
  after: Value | undefined;
}

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every value of the document by its path, `exceptions/idle/after_min`; what is null or an empty list is not there. */
export function flatten(tree: Settings, prefix = ''): Map<string, Value> {
  const flat = new Map<string, Value>();
  for (const [name, value] of Object.entries(tree)) {
    const path = prefix + name;
    if (isTree(value)) for (const [deep, leaf] of flatten(value, `${path}/`)) flat.set(deep, leaf);
    else if (value !== null && !(Array.isArray(value) && value.length === 0)) flat.set(path, value as Value);
  }
  return flat;
}

export function valueAt(settings: Settings, path: string): unknown {
  let at: unknown = settings;
  for (const name of path.split('/')) at = isTree(at) ? at[name] : undefined;
  return at;
}

/** The document with the draft in it. */
export function applied(settings: Settings, draft: Draft): Settings {
  const out = structuredClone(settings);
  for (const [path, value] of Object.entries(draft)) {
    const names = path.split('/');
    let at: Record<string, unknown> = out;
    for (const name of names.slice(0, -1)) {
      if (!isTree(at[name])) at[name] = {};
      at = at[name] as Record<string, unknown>;
    }
    at[names.at(-1)!] = value;
  }
  return out;
}

const same = (a: Value | undefined, b: Value | undefined) => JSON.stringify(a) === JSON.stringify(b);

/** What is different, by path in the order of the documents. */
export function changes(before: Settings, after: Settings): Change[] {
  const [old, now] = [flatten(before), flatten(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }))
    .filter((change) => !same(change.before, change.after));
}

/** The fields of `PUT /settings` that make `before` into `after`: what stays is left out, classes go as a whole. */
export function patch(before: Settings, after: Settings): Settings {
  const out: Settings = {};
  for (const { path, after: value } of changes(before, after)) {
    const [top, ...deep] = path.split('/') as [string, ...string[]];
    if (top === 'classes') out.classes = after.classes;
    // A list that was emptied is still a list.
    else if (deep.length === 0) out[top] = value ?? after[top] ?? null;
    else Object.assign(out, applied(out, { [path]: value ?? null }));
  }
  return out;
}

/** Draft without what is as it was. */
export function touch(settings: Settings, draft: Draft, path: string, value: unknown): Draft {
  const { [path]: _, ...rest } = draft;
  return JSON.stringify(valueAt(settings, path)) === JSON.stringify(value)
    ? rest
    : { ...rest, [path]: value };
}

/** What is wrong with a value that the page can tell by itself; what must fit together only the server says. */
export function faultOf(field: Field, value: unknown): string | undefined {
  if (field.kind === 'number') {
    if (typeof value !== 'number' || !Number.isInteger(value)) return 'invalid_type';
    return value < field.least || value > field.most ? 'out_of_range' : undefined;
  }
  if (field.kind === 'time') return isTime(value) ? undefined : 'invalid_time';
  if (field.kind === 'hours') {
    const [from, to] = Array.isArray(value) ? value : [];
    return isTime(from) && (to === MIDNIGHT || (isTime(to) && from < to)) ? undefined : 'invalid_time';
  }
  if (field.kind === 'switch' || field.kind === 'word' || field.kind === 'list') return undefined;
  return typeof value === 'string' && value.trim() ? undefined : 'required';
}

/** The end of a day, which a field for a time cannot say. */
export const MIDNIGHT = '24:00';

const isTime = (value: unknown): value is string =>
  typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value);

/** The server's word on a setting, or on anything in it. */
export const refusedAt = (errors: readonly FieldFault[], path: string): string | undefined =>
  errors.find(({ pointer }) => pointer === `/settings/${path}` || pointer.startsWith(`/settings/${path}/`))
    ?.code;

/** The first date that a new version may begin: it replaces the newest, which may still be to come. */
export const firstDate = (today: string, newestFrom: string): string =>
  newestFrom > today ? newestFrom : today;
