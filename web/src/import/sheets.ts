// Lists that a file with the columns of their export can change, and what became of its rows.
import { request } from '../api/client';

export const SHEETS = [
  'contacts',
  'contracts',
  'documents',
  'segments',
  'targets',
  'invoices',
  'credit-accounts',
  'partners',
  'schemes',
  'must-sell-lists',
  'stock-locations',
  'org-units',
] as const;
export type SheetList = (typeof SHEETS)[number];

export interface SheetFault {
  line: number;
  column: string | null;
  field: string | null;
  code: string;
}

export interface SheetAnswer {
  dry_run: boolean;
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
  faults: SheetFault[];
  unknown_columns: string[];
}

/** Without `keep` nothing is changed; `skip` keeps the good rows where others are bad. */
export const takeSheet = (list: SheetList, file: File, how: { keep: boolean; skip: boolean }) =>
  request<SheetAnswer>(`${list}/import?dry_run=${!how.keep}&skip_bad_rows=${how.skip}`, {
    method: 'POST',
    form: file,
  });
