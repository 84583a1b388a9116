// Who imports and exports what. The server refuses others; the page does not offer it to them.
import type { Role } from '../api/types';
import type { Kind } from './imports';
import { SHEETS, type SheetList } from './sheets';

const OF: Partial<Record<Role, readonly Kind[]>> = {
  administrator: ['outlets', 'reps', 'routes', 'customers', 'products', 'prices', 'stock'],
  integration: ['outlets', 'reps', 'routes', 'customers', 'products', 'prices', 'stock'],
  regional_manager: ['outlets', 'routes', 'customers'],
  planner: ['outlets', 'routes', 'customers'],
  accounting: ['stock'],
};

const RELATIONS: readonly SheetList[] = ['contacts', 'contracts', 'documents'];
const AIMS: readonly SheetList[] = ['segments', 'targets'];
const MONEY: readonly SheetList[] = ['invoices', 'credit-accounts'];
const CATALOGUE: readonly SheetList[] = ['partners', 'schemes', 'must-sell-lists'];

const SHEETS_OF: Partial<Record<Role, readonly SheetList[]>> = {
  administrator: SHEETS,
  integration: [...RELATIONS, ...MONEY, ...CATALOGUE, 'stock-locations', 'org-units'],
  director: AIMS,
  regional_manager: [...RELATIONS, ...AIMS],
  supervisor: RELATIONS,
  accounting: [...MONEY, 'stock-locations'],
};

export const MAY_IMPORT = [...new Set([...Object.keys(OF), ...Object.keys(SHEETS_OF)])] as Role[];

export const sheetsOf = (role: Role | undefined): readonly SheetList[] => (role && SHEETS_OF[role]) ?? [];

/** People and the catalogue are the administrator's; places and routes the planner's too; stock is counted by accounting. */
export const kindsOf = (role: Role | undefined): readonly Kind[] => (role && OF[role]) ?? [];
