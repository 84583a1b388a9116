// What the ERP says of orders, collections and returns, and sending again what it refused.
import { infiniteQueryOptions } from '@tanstack/react-query';
import { request } from '../api/client';

export const ERP_STATES = ['rejected', 'exported', 'accepted', 'waiting'] as const;
export type ErpState = (typeof ERP_STATES)[number];

export interface ErpMark {
  kind: 'order' | 'collection' | 'return';
  document_id: string;
  state: ErpState;
  /** The ERP's own. */
  number: string | null;
  reason: string | null;
  /** The document has changed since. */
  outdated: boolean;
  attempts: number;
  at: string;
  by: string | null;
  date: string;
  customer_id: number | null;
  customer_name: string | null;
  rep_name: string | null;
  currency: string;
  minor: number;
}

interface Page {
  items: ErpMark[];
  next_cursor: string | null;
}

export interface RetryResult {
  index: number;
  status: 'updated' | 'unchanged' | 'error';
}

const PAGE_ROWS = 100;

export const keyOf = (mark: Pick<ErpMark, 'kind' | 'document_id'>) => `${mark.kind}/${mark.document_id}`;

export const marks = (state: ErpState) =>
  infiniteQueryOptions({
    queryKey: ['erp-marks', state],
    queryFn: ({ signal, pageParam }) => {
      const cursor = pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : '';
      return request<Page>(`erp-marks?state=${state}&limit=${PAGE_ROWS}${cursor}`, { signal });
    },
    initialPageParam: '',
    getNextPageParam: (last: Page) => last.next_cursor ?? undefined,
  });

export const retry = (these: readonly ErpMark[]) =>
  request<{ results: RetryResult[] }>('erp-marks/retry', {
    method: 'POST',
    body: { items: these.map((mark) => ({ kind: mark.kind, id: mark.document_id })) },
  });
