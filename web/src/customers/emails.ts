// E-mail with a customer as the server tells it: asked for when somebody opens it.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';

export interface Email {
  activity_id: string;
  at: string;
  direction: 'in' | 'out';
  subject: string;
  /** It lay in another person's mailbox. */
  withheld: boolean;
  sender: string | null;
  recipients: string[];
  contacts: string[];
  text: string | null;
  text_cut: boolean;
  attachments: { name: string; bytes: number }[];
  said_at: string | null;
  date_doubtful: boolean;
  mailbox_name: string | null;
  thread: { activity_id: string; at: string; direction: 'in' | 'out'; subject: string }[];
}

export const emailQuery = (activity: string) =>
  queryOptions({
    queryKey: ['email', activity],
    queryFn: ({ signal }) => request<Email>(`activities/${activity}/email`, { signal }),
    staleTime: 60_000,
  });

/** Of something attached, in the unit that says most: a number and its unit. */
export function sizeOf(bytes: number): { value: number; unit: 'byte' | 'kilobyte' | 'megabyte' } {
  if (bytes >= 1_000_000) return { value: Math.round(bytes / 100_000) / 10, unit: 'megabyte' };
  if (bytes >= 1_000) return { value: Math.round(bytes / 1_000), unit: 'kilobyte' };
  return { value: bytes, unit: 'byte' };
}
