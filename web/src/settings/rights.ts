// Who sees the company's settings, and who changes them and the lists of reasons. The server refuses others.
import type { Role } from '../api/types';

export const MAY_READ_SETTINGS: readonly Role[] = [
  'administrator',
  'director',
  'regional_manager',
  'supervisor',
  'planner',
  'accounting',
  'auditor',
  'integration',
];
export const MAY_MANAGE_SETTINGS: readonly Role[] = ['administrator'];
