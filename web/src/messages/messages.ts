// Messages to the phones of reps: what was sent, whether the phone has it, and sending. Owns no component.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Page } from '../api/trade';
import type { Role } from '../api/types';

/** Who writes to reps. The server refuses others; the page does not offer it to them. */
export const MAY_MESSAGE: readonly Role[] = ['administrator', 'director', 'regional_manager', 'supervisor'];

/** As long as the server takes. */
export const TEXT_MAX = 1000;
/** Reps of one request. */
const REPS_MAX = 1000;
/** Of a rep, the newest; older ones are asked for. */
export const SHOWN = 5;

export interface Message {
  id: string;
  rep_id: number;
  rep_name: string;
  text: string;
  sent_at: string;
  sent_by: number;
  sent_by_name: string;
  /** When the phone had it. */
  fetched_at: string | null;
}

/** The newest first. A phone that has fetched one says so to nobody but the server: it is asked again. */
export const messagesOf = (rep: number) =>
  queryOptions({
    queryKey: ['messages', rep],
    queryFn: async ({ signal }) =>
      (await request<Page<Message>>(`messages?rep_id=${rep}&limit=${SHOWN}`, { signal })).items,
    refetchInterval: 15_000,
  });

/** To all of them, and to how many it went. `id` makes a repeat the same message. */
export async function send(reps: readonly number[], text: string, id: string): Promise<number> {
  let sent = 0;
  for (let from = 0; from < reps.length; from += REPS_MAX) {
    const part = reps.slice(from, from + REPS_MAX);
    const body = { rep_ids: part, text, client_id: part.length === reps.length ? id : undefined };
    sent += (await request<{ ids: string[]; reps: number }>('messages', { method: 'POST', body })).reps;
  }
  return sent;
}
