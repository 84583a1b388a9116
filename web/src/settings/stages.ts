// The stages of opportunities as the company words and orders them, and the request that changes one.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { etag } from '../client/headers';
import { moved } from './reasons';

export interface Stage {
  code: string;
  place: number;
  outcome: 'open' | 'won' | 'lost';
  probability: number;
  name_en: string;
  name_vi: string;
  name_zh: string;
  active: boolean;
  version: number;
}
/** Without a version: to be made. */
export type StageDraft = Omit<Stage, 'version'> & { version?: number };

export const stages = queryOptions({
  queryKey: ['crm', 'opportunity_stages'],
  queryFn: async ({ signal }) => (await request<{ items: Stage[] }>('opportunity-stages', { signal })).items,
});

export const putStage = ({ code, version = 0, outcome: _, ...body }: StageDraft) =>
  request<Stage>(`opportunity-stages/${encodeURIComponent(code)}`, {
    method: 'PUT',
    body,
    ifMatch: etag({ version }),
  });

/** The stages whose place changes when one moves. */
export const movedStages = (all: readonly Stage[], code: string, by: number): Stage[] =>
  moved(
    all.map((stage) => ({ ...stage, sequence: stage.place })),
    code,
    by,
  ).map(({ sequence, ...stage }) => ({ ...stage, place: sequence }));
