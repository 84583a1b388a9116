// Who sees the catalogue and tries prices, and who changes it. The server refuses others.
import type { Role } from '../api/types';
import { OFFICE } from '../app/roles';

export const MAY_READ_CATALOGUE = OFFICE;
export const MAY_MANAGE_CATALOGUE: readonly Role[] = ['administrator', 'integration'];
