// Contracts and documents of customers, as the server tells them.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Page } from '../api/trade';
import { etag } from '../client/headers';

/** As of today; what somebody should act on first, first. */
export const VALIDITIES = ['expiring', 'expired', 'draft', 'active', 'cancelled'] as const;
export type Validity = (typeof VALIDITIES)[number];
export const DOCUMENT_KINDS = ['contract', 'annex', 'nda', 'licence', 'certificate', 'other'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export interface Contract {
  id: number;
  code: string;
  customer_id: number;
  customer_name: string;
  title: string;
  validity: Validity;
  signed_on: string | null;
  valid_from: string;
  valid_to: string | null;
  notice_days: number;
  cancelled_on: string | null;
  cancel_reason: string | null;
  amount_minor: number | null;
  note: string | null;
  version: number;
}

export interface CustomerDocument {
  id: number;
  code: string;
  customer_id: number;
  contract_code: string | null;
  kind: DocumentKind;
  title: string;
  link: string | null;
  reference: string | null;
  validity: Validity;
  issued_on: string | null;
  valid_to: string | null;
  version: number;
}

/** By validity in the order above; of one, what ends first. */
export function byValidity(rows: readonly Contract[]): Contract[] {
  const end = (one: Contract) => one.valid_to ?? '9999-12-31';
  return [...rows].sort(
    (a, b) =>
      VALIDITIES.indexOf(a.validity) - VALIDITIES.indexOf(b.validity) ||
      end(a).localeCompare(end(b)) ||
      a.id - b.id,
  );
}

const SHOWN_MAX = 1000;

export const contractsPath = (validity: Validity | undefined) =>
  `contracts?limit=${SHOWN_MAX}${validity === undefined ? '' : `&validity=${validity}`}`;

export const contractsQuery = (validity: Validity | undefined) =>
  queryOptions({
    queryKey: ['crm', 'contracts', validity],
    queryFn: ({ signal }) => request<Page<Contract>>(contractsPath(validity), { signal }),
  });

export const contractsOf = (customer: number) =>
  queryOptions({
    queryKey: ['crm', 'contracts_of', customer],
    queryFn: async ({ signal }) =>
      (await request<Page<Contract>>(`contracts?customer_id=${customer}&limit=${SHOWN_MAX}`, { signal }))
        .items,
  });

export const documentsOf = (customer: number) =>
  queryOptions({
    queryKey: ['crm', 'documents_of', customer],
    queryFn: async ({ signal }) =>
      (
        await request<Page<CustomerDocument>>(`documents?customer_id=${customer}&limit=${SHOWN_MAX}`, {
          signal,
        })
      ).items,
  });

export const writeContract = (was: Contract | undefined, body: object): Promise<Contract> =>
  was
    ? request<Contract>(`contracts/${was.id}`, { method: 'PATCH', body, ifMatch: etag(was) })
    : request<Contract>('contracts', { method: 'POST', body });

export const writeDocument = (was: CustomerDocument | undefined, body: object): Promise<CustomerDocument> =>
  was
    ? request<CustomerDocument>(`documents/${was.id}`, { method: 'PATCH', body, ifMatch: etag(was) })
    : request<CustomerDocument>('documents', { method: 'POST', body });
