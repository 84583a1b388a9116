// Who imports and exports what. The server refuses others; the page does not offer it to them.
import type { Role } from '../api/types';
import type { Kind } from './imports';

export const MAY_IMPORT: readonly Role[] = ['administrator', 'regional_manager', 'planner', 'integration'];

/** People are the administrator's; places and routes the planner's too. */
export function kindsOf(role: Role | undefined): readonly Kind[] {
  if (role === 'administrator' || role === 'integration') return ['outlets', 'reps', 'routes'];
  return role && MAY_IMPORT.includes(role) ? ['outlets', 'routes'] : [];
}
