// Who sees and keeps relations with customers. The server refuses others; the page does not offer it to them.
import type { Role } from '../api/types';

export const MAY_READ_RELATIONS: readonly Role[] = [
  'administrator',
  'director',
  'regional_manager',
  'supervisor',
  'auditor',
  'rep',
];
export const MAY_KEEP_RELATIONS: readonly Role[] = ['administrator', 'regional_manager', 'supervisor', 'rep'];

export const mayKeep = (role: Role | undefined): boolean =>
  role !== undefined && MAY_KEEP_RELATIONS.includes(role);
