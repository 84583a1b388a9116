// Who plans and who decides. The server refuses others; the page does not offer it to them.
import type { Role } from '../api/types';

export const MAY_PLAN: readonly Role[] = [
  'administrator',
  'director',
  'regional_manager',
  'supervisor',
  'planner',
];
export const MAY_DECIDE: readonly Role[] = ['administrator', 'director', 'regional_manager', 'supervisor'];
export const MAY_CHANGE: readonly Role[] = ['administrator', 'regional_manager', 'supervisor', 'planner'];
/** Holidays are the whole company's; a planner of a part of it is refused by the server. */
export const MAY_HOLIDAYS: readonly Role[] = ['administrator', 'planner'];
export const MAY_ACCOMPANY: readonly Role[] = ['administrator', 'director', 'regional_manager', 'supervisor'];
