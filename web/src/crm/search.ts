// What the address of the page names.
import { STANDINGS, type Standing } from './activities';

export const TABS = [
  'activities',
  'tasks',
  'opportunities',
  'cases',
  'contracts',
  'segments',
  'campaigns',
  'occasions',
] as const;
export type Tab = (typeof TABS)[number];

export interface RelationsSearch {
  tab?: Tab;
  rep?: number;
  standing?: Standing;
  /** Company dates, both included. */
  from?: string;
  to?: string;
  /** The row that a link led to. */
  one?: string;
  /** Tasks, opportunities and cases: those that have ended, too. */
  ended?: 1;
}

const date = (value: unknown): string | undefined =>
  /^\d{4}-\d\d-\d\d$/.test(String(value)) ? String(value) : undefined;

export const relationsSearch = (search: Record<string, unknown>): RelationsSearch => ({
  tab: TABS.find((tab) => tab === search.tab && tab !== 'activities'),
  rep: Number.isInteger(search.rep) ? Number(search.rep) : undefined,
  standing: STANDINGS.find((each) => each === search.standing),
  from: date(search.from),
  to: date(search.to),
  one: typeof search.one === 'string' && search.one ? search.one : undefined,
  ended: search.ended ? 1 : undefined,
});
