// Settings tried on days that are over: the requests, and which days. Writes nothing anywhere.
import { request } from '../api/client';
import type { components } from '../client/schema';
import type { Settings } from './draft';

export type Trial = components['schemas']['SettingsTrial'];
export type TrialResult = components['schemas']['TrialResult'];

/** Spans to choose from, in days before today. */
export const SPANS = [7, 28, 91] as const;

export const beginTrial = (from: string, to: string, settings: Settings) =>
  request<Trial>('settings/trials', { method: 'POST', body: { from, to, settings } });

export const showTrial = (id: string, signal: AbortSignal) =>
  request<Trial>(`settings/trials/${id}`, { signal });

export const stopTrial = (id: string) => request(`settings/trials/${id}`, { method: 'DELETE' });

/** What is compared, in the order of a report; shares in tenths of a percent. */
export const COUNTS = ['tc', 'pc', 'planned_visited'] as const;
export const SHARES = ['plan_compliance_per_mille', 'strike_rate_per_mille'] as const;

/** How far it is, from 0 to 100; nothing while it is not known. */
export const percentDone = (trial: Trial): number =>
  trial.of > 0 ? Math.floor((trial.done / trial.of) * 100) : 0;
