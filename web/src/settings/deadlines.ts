// Deadlines of cases by priority as the company sets them, and the request that changes one.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { etag } from '../client/headers';
import type { Priority } from '../crm/calendar';

/** A year: the server takes no more. */
export const MINUTES_MAX = 525_600;

export interface CaseDeadline {
  priority: Priority;
  first_response_min: number;
  resolution_min: number;
  version: number;
}

export const deadlines = queryOptions({
  queryKey: ['crm', 'case_deadlines'],
  queryFn: async ({ signal }) =>
    (await request<{ items: CaseDeadline[] }>('case-deadlines', { signal })).items,
});

export const putDeadline = ({ priority, version, first_response_min, resolution_min }: CaseDeadline) =>
  request<CaseDeadline>(`case-deadlines/${priority}`, {
    method: 'PUT',
    body: { first_response_min, resolution_min },
    ifMatch: etag({ version }),
  });
