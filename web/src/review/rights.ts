// Who decides on visits. The server refuses others; the page does not offer it to them.
import type { Role } from '../api/types';

export const MAY_REVIEW: readonly Role[] = ['administrator', 'director', 'regional_manager', 'supervisor'];
