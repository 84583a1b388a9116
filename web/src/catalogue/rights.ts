// Who sees the catalogue and tries prices, and who changes it. The server refuses others.
import type { Role } from '../api/types';

export const MAY_READ_CATALOGUE: readonly Role[] = [
  'administrator',
  'director',
  'regional_manager',
  'supervisor',
  'planner',
  'accounting',
  'auditor',
  'integration',
];
export const MAY_MANAGE_CATALOGUE: readonly Role[] = ['administrator', 'integration'];
