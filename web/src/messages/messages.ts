// Messages to the phones of reps: what was sent, whether the phone has it, and sending. Owns no component.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Page } from '../api/trade';
import { newId } from '../client/ids';

/** As long as the server takes. */
export const TEXT_MAX = 1000;
/** Reps of one request. */
const REPS_MAX = 1000;
/** Of a rep, the newest; older ones are asked for. */
export const SHOWN = 5;

export interface Message {
  id: number;
  rep_id: number;
  rep_name: string;
  text: string;
  sent_at: string;
  /** Gone with the user. */
  sent_by_name: string | null;
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

/** Ids of the requests of one message: those of a repeat are the same, so that nothing is sent twice. */
export function requestIds(): (part: number) => string {
  const ids: string[] = [];
  return (part) => {
    ids[part] ??= newId();
    return ids[part];
  };
}

/** To all of them; answers to how many it went. */
export async function send(
  reps: readonly number[],
  text: string,
  idOf: (part: number) => string,
): Promise<number> {
  let sent = 0;
  for (let part = 0; part * REPS_MAX < reps.length; part++) {
    const rep_ids = reps.slice(part * REPS_MAX, (part + 1) * REPS_MAX);
    const body = { rep_ids, text, client_id: idOf(part) };
    sent += (await request<{ reps: number }>('messages', { method: 'POST', body })).reps;
  }
  return sent;
}
