// Which right an import of each kind and each list needs, and what of them somebody may. Imports nothing itself.
import type { Right } from '../api/types';
import { has, type Rights } from '../app/rights';
import type { Kind } from './imports';
import type { SheetList } from './sheets';

const OF_KIND: Record<Kind, Right> = {
  outlets: 'manage_outlets',
  reps: 'manage_reps',
  routes: 'manage_routes',
  customers: 'manage_outlets',
  products: 'manage_catalogue',
  prices: 'manage_catalogue',
  stock: 'manage_stock',
};

const OF_SHEET: Record<SheetList, Right> = {
  contacts: 'keep_relations',
  contracts: 'keep_relations',
  documents: 'keep_relations',
  segments: 'manage_segments',
  targets: 'manage_targets',
  invoices: 'manage_receivables',
  'credit-accounts': 'manage_receivables',
  partners: 'manage_catalogue',
  schemes: 'manage_schemes',
  'must-sell-lists': 'manage_catalogue',
  'stock-locations': 'manage_stock',
  'org-units': 'manage_org_units',
};

export const IMPORT_RIGHTS: readonly Right[] = [
  ...new Set([...Object.values(OF_KIND), ...Object.values(OF_SHEET)]),
];

const mine = <T extends string>(of: Record<T, Right>, rights: Rights): readonly T[] =>
  (Object.keys(of) as T[]).filter((one) => has(rights, of[one]));

export const sheetsOf = (rights: Rights): readonly SheetList[] => mine(OF_SHEET, rights);
export const kindsOf = (rights: Rights): readonly Kind[] => mine(OF_KIND, rights);
