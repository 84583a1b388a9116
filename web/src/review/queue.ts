// What waits for a reviewer, and what a decision does to it. Pure but for the two requests at the end.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { VisitSummary } from '../api/types';

export type Decision = 'valid' | 'invalid' | 'withdrawn';

/** More than one person reviews in a day; what lies beyond comes up as these are done. */
const QUEUE_MAX = 1000;

interface Page {
  items: VisitSummary[];
}

/** Appeals first, since a person waits for the answer; then the newest. */
export function merge(appealed: VisitSummary[], doubtful: VisitSummary[]): VisitSummary[] {
  const known = new Set(appealed.map((visit) => visit.id));
  return [...appealed, ...doubtful.filter((visit) => !known.has(visit.id))];
}

export const reviewQueue = queryOptions({
  queryKey: ['review-queue'],
  queryFn: async ({ signal }) => {
    const [appealed, doubtful] = await Promise.all([
      request<Page>(`visits?appealed=true&limit=${QUEUE_MAX}`, { signal }),
      request<Page>(`visits?overall=review&state=closed&limit=${QUEUE_MAX}`, { signal }),
    ]);
    return merge(appealed.items, doubtful.items);
  },
  refetchInterval: 60_000,
});

/** How many visits each reason holds, the commonest first. */
export function reasonCounts(visits: readonly VisitSummary[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const visit of visits)
    for (const reason of new Set(visit.verdict.reasons)) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

export const passes = (visit: VisitSummary, reason: string | undefined): boolean =>
  reason === undefined ||
  (reason === 'appeal' ? visit.appeal?.open === true : visit.verdict.reasons.includes(reason));

/** Where the focus goes when these rows leave the list. */
export function nextFocus(ids: readonly string[], gone: ReadonlySet<string>, focus: string | undefined) {
  const from = focus === undefined ? 0 : Math.max(0, ids.indexOf(focus));
  return ids.slice(from).find((id) => !gone.has(id)) ?? ids.slice(0, from).findLast((id) => !gone.has(id));
}

export interface Result {
  visit_id: string;
  status: 'reviewed' | 'error';
}

export async function decide(ids: readonly string[], decision: Decision, reason: string): Promise<Result[]> {
  const items = ids.map((visit_id) => ({ visit_id, decision, reason }));
  const answer = await request<{ results: Result[] }>('visits/reviews/batch', {
    method: 'POST',
    body: { items },
  });
  return answer.results;
}
