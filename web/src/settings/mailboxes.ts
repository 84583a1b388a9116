// Mailboxes that the server reads: what it tells of them, a dry run, and the requests that set one up. A password goes
// to the server and is never told by it.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { etag } from '../client/headers';

export const SECURITIES = ['tls', 'starttls', 'plain'] as const;
export type Security = (typeof SECURITIES)[number];

export interface Mailbox {
  id: number;
  name: string;
  host: string;
  port: number;
  security: Security;
  login: string;
  address: string;
  folder: string;
  sent_folder: string | null;
  org_unit_id: number | null;
  org_unit_name: string | null;
  user_id: number | null;
  user_name: string | null;
  rep_id: number | null;
  rep_name: string | null;
  since: string;
  poll_min: number;
  active: boolean;
  state: 'reading' | 'waiting' | 'failing' | 'paused' | 'owner_disabled' | 'inactive';
  last_read_at: string | null;
  next_at: string | null;
  fault: string | null;
  kept: number;
  unmatched: number;
  automatic: number;
  without_rep: number;
  unreadable: number;
  version: number;
}

/** What became of messages, as counted. */
export const COUNTS = ['kept', 'unmatched', 'automatic', 'without_rep', 'unreadable'] as const;

export interface MailboxPut {
  name: string;
  host: string;
  port: number;
  security: Security;
  login: string;
  /** Absent: the one that it has stays. */
  password?: string;
  address: string;
  folder: string;
  sent_folder: string | null;
  org_unit_id: number | null;
  user_id: number | null;
  rep_id: number | null;
  since?: string;
  poll_min: number;
  active: boolean;
}

export interface Trial {
  fault: string | null;
  folders: { name: string; unknown: boolean; messages: number; looked_at: number; matched: number }[];
  names: string[];
}

/** Codes that have words of what to do. */
export const FAULTS = [
  'mailbox_unreachable',
  'private_address',
  'mailbox_certificate_refused',
  'mailbox_login_refused',
  'mailbox_folder_unknown',
] as const;

/** The words' name of a code; whatever else it may be, it broke off. */
export const faultKey = (code: string) => FAULTS.find((known) => known === code) ?? 'mailbox_broken_off';

export const mailboxes = queryOptions({
  queryKey: ['mailboxes'],
  queryFn: async ({ signal }) => (await request<{ items: Mailbox[] }>('mailboxes', { signal })).items,
  refetchInterval: 15_000,
});

/** What a mailbox is, but for what the server says of it. */
export const putOf = (one: Mailbox): MailboxPut => ({
  name: one.name,
  host: one.host,
  port: one.port,
  security: one.security,
  login: one.login,
  address: one.address,
  folder: one.folder,
  sent_folder: one.sent_folder,
  org_unit_id: one.org_unit_id,
  user_id: one.user_id,
  rep_id: one.rep_id,
  since: one.since,
  poll_min: one.poll_min,
  active: one.active,
});

export const saveMailbox = (was: Mailbox | undefined, body: MailboxPut) =>
  was
    ? request<Mailbox>(`mailboxes/${was.id}`, { method: 'PUT', body, ifMatch: etag(was) })
    : request<Mailbox>('mailboxes', { method: 'POST', body });

export const removeMailbox = (one: Mailbox) =>
  request<void>(`mailboxes/${one.id}`, { method: 'DELETE', ifMatch: etag(one) });

export const tryMailbox = (one: Mailbox) =>
  request<Trial>(`mailboxes/${one.id}/test`, { method: 'POST', body: {} });
