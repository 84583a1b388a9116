// What this session may, as the server told it with the session. The table of roles is the server's alone; here a page
// names the right that the request behind it is held against, so that nothing is offered that would be refused.
import { useQuery } from '@tanstack/react-query';
import { session } from '../api/queries';
import type { Right } from '../api/types';

export type Rights = readonly Right[];

const NONE: Rights = [];

export const has = (rights: Rights, right: Right): boolean => rights.includes(right);

/** None before the session is known. */
export const useRights = (): Rights => useQuery(session).data?.rights ?? NONE;

export const useMay = (right: Right): boolean => has(useRights(), right);
