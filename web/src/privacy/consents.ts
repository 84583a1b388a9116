// The privacy notice in its versions, and what reps answered, as the server tells them. Pure but for the requests.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { queryClient } from '../api/queries';
import type { Page } from '../api/trade';
import type { components } from '../client/schema';
import { pageOf, type RecordSearch, recordSearch } from '../records/records';

type Schemas = components['schemas'];
export type PrivacyNotice = Schemas['PrivacyNotice'];
export type RepConsent = Schemas['RepConsent'];
export type ConsentSummary = Schemas['ConsentSummary'];

export const LANGUAGES = ['en', 'vi', 'zh'] as const;
export const STANDINGS = ['given', 'declined', 'withdrawn', 'unanswered'] as const;
export type Standing = (typeof STANDINGS)[number];

export interface ConsentSearch extends RecordSearch {
  standing?: Standing;
}

export const consentSearch = (search: Record<string, unknown>): ConsentSearch => {
  const { at, id, act } = recordSearch(search);
  return { at, id, act, standing: STANDINGS.find((one) => one === search.standing) };
};

/** A rep as a row of the list. */
export type Row = RepConsent & { id: number };

export const consentPage = (standing: Standing | undefined, at: string | undefined) => ({
  ...pageOf<RepConsent>('privacy/consents', { standing }, at),
  select: (page: Page<RepConsent>): Page<Row> => ({
    ...page,
    items: page.items.map((row) => ({ ...row, id: row.rep_id })),
  }),
});

export const summary = queryOptions({
  queryKey: ['records', 'privacy/consents', 'summary'],
  queryFn: ({ signal }) => request<ConsentSummary>('privacy/consents/summary', { signal }),
});

/** Newest first: the first is in force. */
export const notices = queryOptions({
  queryKey: ['records', 'privacy/notices'],
  queryFn: async ({ signal }) => (await request<Page<PrivacyNotice>>('privacy/notices', { signal })).items,
});

export type Texts = { [language in (typeof LANGUAGES)[number]]: string };

/** `version` is said once more: what is published stays. */
export async function publish(texts: Texts, version: number): Promise<PrivacyNotice> {
  const made = await request<PrivacyNotice>('privacy/notices', {
    method: 'POST',
    body: { texts, confirm: version },
  });
  await Promise.all(
    ['privacy/notices', 'privacy/consents'].map((list) =>
      queryClient.invalidateQueries({ queryKey: ['records', list] }),
    ),
  );
  return made;
}
