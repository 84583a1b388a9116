// Who imports and exports what. The server refuses others; the page does not offer it to them.
import type { Role } from '../api/types';
import type { Kind } from './imports';

const OF: Partial<Record<Role, readonly Kind[]>> = {
  administrator: ['outlets', 'reps', 'routes', 'customers', 'products', 'prices', 'stock'],
  integration: ['outlets', 'reps', 'routes', 'customers', 'products', 'prices', 'stock'],
  regional_manager: ['outlets', 'routes', 'customers'],
  planner: ['outlets', 'routes', 'customers'],
  accounting: ['stock'],
};

export const MAY_IMPORT = Object.keys(OF) as Role[];

/** People and the catalogue are the administrator's; places and routes the planner's too; stock is counted by accounting. */
export const kindsOf = (role: Role | undefined): readonly Kind[] => (role && OF[role]) ?? [];
