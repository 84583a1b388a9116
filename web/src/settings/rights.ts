// Who sees the company's settings, and who changes them and the lists of reasons. The server refuses others.
import type { Role } from '../api/types';
import { OFFICE } from '../app/roles';

export const MAY_READ_SETTINGS = OFFICE;
export const MAY_MANAGE_SETTINGS: readonly Role[] = ['administrator'];
