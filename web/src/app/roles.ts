// Roles that several pages tell apart.
import type { Role } from '../api/types';

/** Everybody but reps, who see their own days alone. */
export const OFFICE: readonly Role[] = [
  'administrator',
  'director',
  'regional_manager',
  'supervisor',
  'planner',
  'accounting',
  'auditor',
  'integration',
];
