// The settings document and its versions as the server tells them, and the request that makes a new one.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { etag } from '../client/headers';
import type { Settings } from './draft';

export const TABS = [
  'values',
  'exceptions',
  'classes',
  'reasons',
  'stages',
  'deadlines',
  'gateways',
  'mailboxes',
  'versions',
] as const;
export type Tab = (typeof TABS)[number];

export interface SettingsVersion {
  version: number;
  effective_from: string;
  settings: Settings;
  /** Null: the server itself, at the set-up or when rules were adopted. */
  created_by: string | null;
  created_at: string;
  in_force: boolean;
}

export const newestSettings = queryOptions({
  queryKey: ['settings', 'newest'],
  queryFn: ({ signal }) => request<SettingsVersion>('settings', { signal }),
});

export const settingsVersions = queryOptions({
  queryKey: ['settings', 'versions'],
  queryFn: async ({ signal }) =>
    (await request<{ items: SettingsVersion[] }>('settings/versions', { signal })).items,
});

export const putSettings = (seen: number, from: string, settings: Settings) =>
  request<SettingsVersion>('settings', {
    method: 'PUT',
    body: { effective_from: from, settings },
    ifMatch: etag({ version: seen }),
  });

/** Codes of refused fields that have words. */
export const FAULTS = [
  'required',
  'invalid_type',
  'invalid_time',
  'out_of_range',
  'unknown_time_zone',
  'unknown_currency',
  'invalid_scheme',
  'above_its_upper_bound',
  'below_twice_the_radius',
  'below_late_upload_days',
  'in_the_past',
  'no_notice',
] as const;
