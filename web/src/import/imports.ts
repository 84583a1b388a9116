// Imports as the server tells them: one batch, what it changes, what is wrong with its rows.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';

export type Kind = 'outlets' | 'reps' | 'routes' | 'customers' | 'products' | 'prices' | 'stock';

export type State =
  | 'checking'
  | 'ready'
  | 'failed'
  | 'committing'
  | 'committed'
  | 'reverting'
  | 'reverted'
  | 'interrupted';

export interface ImportBatch {
  id: number;
  kind: Kind;
  state: State;
  file_name: string;
  options: { skip_bad_rows?: boolean; end_missing?: boolean };
  login: string | null;
  done: number;
  total: number;
  created: number;
  updated: number;
  ended: number;
  unchanged: number;
  bad_rows: number;
  /** `code: what it says in English`. */
  failure: string | null;
  effective_from: string | null;
  created_at: string;
  committed_at: string | null;
}

export interface FieldChange {
  field: string;
  from: string | null;
  to: string | null;
}

export interface Change {
  position: number;
  line: number | null;
  action: 'created' | 'updated' | 'ended';
  code: string;
  outlet_code: string | null;
  /** Product and unit of a price; product and lot of stock. */
  part: string | null;
  fields: FieldChange[];
}

export interface Fault {
  position: number;
  line: number;
  cell: string | null;
  heading: string | null;
  field: string | null;
  severity: 'error' | 'warning';
  code: string;
  value: string;
  text: string;
}

export interface Mapping {
  kind: Kind;
  name: string;
}

interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** How a file is to be read; what is left out is as the server has it. */
export interface Options {
  valid_from?: string;
  end_missing?: boolean;
  weeks?: 'cycle' | 'month';
  code_width?: number;
  mapping?: string;
}

const PAGE_ROWS = 200;
const POLL_MS = 700;

export const atWork = (state: State) =>
  state === 'checking' || state === 'committing' || state === 'reverting';

export const recent = queryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal }) => request<Page<ImportBatch>>('imports?limit=20', { signal }),
});

export const batch = (id: number) =>
  queryOptions({
    queryKey: ['import', id],
    queryFn: ({ signal }) => request<ImportBatch>(`imports/${id}`, { signal }),
    refetchInterval: (query) => (query.state.data && atWork(query.state.data.state) ? POLL_MS : false),
  });

export const mappings = queryOptions({
  queryKey: ['import-mappings'],
  queryFn: ({ signal }) => request<{ items: Mapping[] }>('import-mappings', { signal }),
});

/** `seen` is the state that the rows belong to: another check finds others. */
const rows = <T>(id: number, what: 'changes' | 'faults', seen: string) =>
  infiniteQueryOptions({
    queryKey: ['import', id, what, seen],
    queryFn: ({ signal, pageParam }) => {
      const cursor = pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : '';
      return request<Page<T>>(`imports/${id}/${what}?limit=${PAGE_ROWS}${cursor}`, { signal });
    },
    initialPageParam: '',
    getNextPageParam: (last: Page<T>) => last.next_cursor ?? undefined,
  });

export const changes = (id: number, seen: string) => rows<Change>(id, 'changes', seen);
export const faults = (id: number, seen: string) => rows<Fault>(id, 'faults', seen);

export function upload(kind: Kind, file: File, options: Options): Promise<ImportBatch> {
  const form = new FormData();
  form.append('kind', kind);
  form.append('options', JSON.stringify(options));
  form.append('file', file, file.name);
  return request<ImportBatch>('imports', { method: 'POST', form });
}

export const commit = (id: number, skip: boolean) =>
  request<ImportBatch>(`imports/${id}/commit`, { method: 'POST', body: { skip_bad_rows: skip } });

export const revert = (id: number) =>
  request<ImportBatch>(`imports/${id}/revert`, { method: 'POST', body: {} });

/** The list whose file has the columns of the import. */
export const LIST_OF: Record<Kind, string> = {
  outlets: 'outlets',
  reps: 'reps',
  routes: 'routes',
  customers: 'customers',
  products: 'products',
  prices: 'price-lists',
  stock: 'stock-balances',
};
