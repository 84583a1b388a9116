// What each role may do, as the server's own table tells it, in groups of what belongs together. Pure but for the
// request at the end.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Role } from '../api/types';
import { fold } from '../format/format';
import { ROLES } from '../users/users';

export interface RoleRights {
  role: Role;
  rights: string[];
}

/** In the order in which a company reads them; what is in none stands last, under its code. */
export const GROUPS = {
  field: [
    'own',
    'read_field',
    'watch',
    'read_track',
    'review_visits',
    'appeal_visits',
    'accompany_visits',
    'handle_exceptions',
    'send_messages',
    'correct_time',
  ],
  plans: [
    'change_plans',
    'request_absences',
    'decide_absences',
    'manage_routes',
    'read_scenarios',
    'manage_targets',
  ],
  masters: [
    'manage_outlets',
    'request_outlets',
    'decide_outlets',
    'close_outlets',
    'approve_pins',
    'approve_far_pins',
    'manage_reps',
    'manage_catalogue',
    'manage_schemes',
  ],
  trade: [
    'read_trade',
    'take_orders',
    'confirm_orders',
    'deliver_orders',
    'approve_credit',
    'approve_overdue',
    'manage_stock',
    'mark_erp',
    'retry_erp',
  ],
  money: [
    'read_receivables',
    'take_collections',
    'manage_receivables',
    'claim_expenses',
    'decide_expenses',
    'close_periods',
    'reopen_periods',
  ],
  relations: [
    'keep_relations',
    'manage_segments',
    'manage_campaigns',
    'manage_occasions',
    'manage_displays',
    'enrol_displays',
    'approve_displays',
    'approve_displays_second',
    'pay_displays',
    'read_claims',
    'make_claims',
    'check_claims',
    'approve_claims',
  ],
  company: [
    'share_views',
    'read_org_units',
    'manage_org_units',
    'read_users',
    'manage_users',
    'read_devices',
    'manage_devices',
    'read_settings',
    'manage_settings',
    'manage_reasons',
    'read_audit',
    'read_privacy',
    'manage_privacy',
    'receive_alerts',
    'read_alerts',
    'send_webhooks',
  ],
} as const;
export type Group = keyof typeof GROUPS;

export interface Section {
  /** Null: rights that this page has no words for. */
  group: Group | null;
  rights: string[];
}

/** The rights that any role has, by group; of those the ones whose words or code hold what is looked for. */
export function sections(
  rows: readonly RoleRights[],
  words: (right: string) => string,
  q: string,
): Section[] {
  const every = new Set(rows.flatMap(({ rights }) => rights));
  const part = fold(q.trim());
  const fits = (right: string) => every.has(right) && fold(`${words(right)} ${right}`).includes(part);
  const known = new Set<string>(Object.values(GROUPS).flat());
  const found: Section[] = (Object.keys(GROUPS) as Group[]).map((group) => ({
    group,
    rights: GROUPS[group].filter(fits),
  }));
  found.push({ group: null, rights: [...every].filter((right) => !known.has(right) && fits(right)).sort() });
  return found.filter(({ rights }) => rights.length > 0);
}

export const roleOrder = (rows: readonly RoleRights[]): RoleRights[] =>
  rows.toSorted((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));

export interface RolesSearch {
  role?: Role;
  q?: string;
}

export const rolesSearch = (search: Record<string, unknown>): RolesSearch => ({
  role: ROLES.find((role) => role === search.role),
  q: search.q === undefined || search.q === '' ? undefined : String(search.q),
});

export const rolesQuery = queryOptions({
  queryKey: ['records', 'roles'],
  queryFn: async ({ signal }) =>
    roleOrder((await request<{ items: RoleRights[] }>('roles', { signal })).items),
  staleTime: Number.POSITIVE_INFINITY,
});
