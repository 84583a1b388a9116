// Campaigns as the server tells them: a text to the people of a segment, who gets it and who is left out.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Page } from '../api/trade';
import { etag } from '../client/headers';

export const CHANNELS = ['email', 'sms', 'zalo'] as const;
export type Channel = (typeof CHANNELS)[number];
export const LANGUAGES = ['vi', 'en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];
export type CampaignState = 'draft' | 'submitted' | 'sending' | 'stopped' | 'done';
export type Deed = 'submit' | 'withdraw' | 'approve' | 'stop';

export interface Campaign {
  id: string;
  name: string;
  channel: Channel;
  segment_id: number;
  segment_name: string;
  org_unit_name: string;
  language: Language;
  subject: string | null;
  body: string;
  told_days: number;
  state: CampaignState;
  written_by: string;
  written_by_id: number;
  approved_by: string | null;
  made_at: string;
  messages: number;
  sent: number;
  failed: number;
  version: number;
}

export type RecipientState =
  | 'would_get'
  | 'left_out'
  | 'pending'
  | 'sent'
  | 'delivered'
  | 'failed'
  | 'stopped';
export type LeftOut = 'opted_out' | 'no_address' | 'repeated' | 'told_lately' | 'no_rep';

export interface Count {
  state: RecipientState;
  why: LeftOut | null;
  count: number;
}

export interface Preview {
  counts: Count[];
  truncated: boolean;
  configured: boolean;
}

export interface Recipient {
  contact_id: number;
  contact_name: string;
  customer_id: number;
  customer_name: string;
  rep_name: string | null;
  target: string | null;
  state: RecipientState;
  why: LeftOut | null;
  attempts: number;
  last_error: string | null;
}

const DEEDS: Record<CampaignState, readonly Deed[]> = {
  draft: ['submit'],
  submitted: ['approve', 'withdraw'],
  sending: ['stop'],
  stopped: [],
  done: [],
};

/** What may be done to one; approved by another person than who wrote it. */
export const deedsOf = (one: Pick<Campaign, 'state' | 'written_by_id'>, user: number | undefined): Deed[] =>
  DEEDS[one.state].filter((deed) => deed !== 'approve' || one.written_by_id !== user);

export const campaignsQuery = queryOptions({
  queryKey: ['crm', 'campaigns'],
  queryFn: ({ signal }) => request<Page<Campaign>>('campaigns?limit=200', { signal }),
  refetchInterval: 30_000,
});

export const previewQuery = (id: string) =>
  queryOptions({
    queryKey: ['crm', 'campaigns', id, 'preview'],
    queryFn: ({ signal }) => request<Preview>(`campaigns/${id}/preview`, { signal }),
  });

export const recipientsQuery = (id: string) =>
  queryOptions({
    queryKey: ['crm', 'campaigns', id, 'recipients'],
    queryFn: ({ signal }) => request<Page<Recipient>>(`campaigns/${id}/recipients?limit=500`, { signal }),
  });

export const makeCampaign = (body: object): Promise<Campaign> =>
  request<Campaign>('campaigns', { method: 'POST', body });

export const changeCampaign = (was: Campaign, body: object): Promise<Campaign> =>
  request<Campaign>(`campaigns/${was.id}`, { method: 'PATCH', body, ifMatch: etag(was) });

export const actOnCampaign = (was: Campaign, body: object): Promise<Campaign> =>
  request<Campaign>(`campaigns/${was.id}/actions`, { method: 'POST', body, ifMatch: etag(was) });
