// Which records a role reads and keeps. The server refuses others; the page does not offer it to them.
import type { Role } from '../api/types';
import { OFFICE } from '../app/roles';

/** Reps have what they need in the phone. */
export const MAY_READ_MASTERS = OFFICE;
export const MAY_MANAGE_OUTLETS: readonly Role[] = [
  'administrator',
  'regional_manager',
  'planner',
  'integration',
];
export const MAY_MANAGE_ROUTES = MAY_MANAGE_OUTLETS;
export const MAY_MANAGE_REPS: readonly Role[] = ['administrator', 'integration'];
export const MAY_READ_DEVICES: readonly Role[] = [
  'administrator',
  'director',
  'regional_manager',
  'supervisor',
  'auditor',
  'integration',
];
/** Raw positions; every look is logged. */
export const MAY_READ_TRACK: readonly Role[] = [
  'administrator',
  'director',
  'regional_manager',
  'supervisor',
  'auditor',
];
export const MAY_MANAGE_DEVICES: readonly Role[] = ['administrator', 'integration'];
export const MAY_READ_USERS: readonly Role[] = ['administrator', 'director', 'regional_manager', 'auditor'];
export const MAY_MANAGE_USERS: readonly Role[] = ['administrator'];
export const MAY_READ_UNITS = OFFICE;
export const MAY_MANAGE_UNITS: readonly Role[] = ['administrator', 'integration'];
export const MAY_READ_LOG: readonly Role[] = ['administrator', 'director', 'auditor'];
/** What is kept of people and was erased: the data protection officer's. */
export const MAY_READ_PRIVACY: readonly Role[] = ['administrator', 'auditor'];
export const MAY_MANAGE_PRIVACY: readonly Role[] = ['administrator'];
