// A rep leaves the company, as the server tells it: what would happen, what did, what is still open. Pure but for the requests.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { has, type Rights } from '../app/rights';
import type { components } from '../client/schema';

type Schemas = components['schemas'];
export type DeparturePlan = Schemas['DeparturePlan'];
export type DepartureState = Schemas['DepartureState'];
export type Departure = Schemas['Departure'];
export type Effect = Pick<Schemas['DepartureEffect'], 'devices' | 'account' | 'from' | 'routes' | 'work'>;
export type Outstanding = Schemas['Outstanding'];

export interface Ask {
  last_day: string;
  successor_rep_id?: number;
  leave_open?: boolean;
  reason?: string;
  erase_on?: string;
}

export const departureOf = (rep: number) =>
  queryOptions({
    queryKey: ['records', 'reps', 'departure', rep],
    queryFn: ({ signal }) => request<DepartureState>(`reps/${rep}/departure`, { signal }),
  });

const post = <T>(rep: number, act: string, body: object) =>
  request<T>(`reps/${rep}/departure${act}`, { method: 'POST', body });

export const look = (rep: number, ask: Ask) =>
  post<DeparturePlan>(rep, '', { ...ask, reason: undefined, dry_run: true });
export const leave = (rep: number, ask: Ask) => post<Departure>(rep, '', ask);
export const callOff = (rep: number) => post<Departure>(rep, '/cancel', {});

/** Whoever lets a rep go must be allowed each part of it. */
export const mayLetGo = (rights: Rights): boolean =>
  (['manage_reps', 'manage_devices', 'manage_routes', 'keep_relations', 'read_receivables'] as const).every(
    (right) => has(rights, right),
  );

export const KINDS = [
  'collection',
  'hand_in',
  'expense',
  'van_stock',
  'van_day',
  'trip',
  'unsent',
  'cover',
  'succession',
] as const;
export type Kind = (typeof KINDS)[number];
export const kindOf = (kind: string): Kind | undefined => KINDS.find((one) => one === kind);

export const WORK = ['tasks', 'appointments', 'activities', 'opportunities', 'cases'] as const;

/** What is owed in money, by currency. */
export function owed(open: readonly Outstanding[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const { kind, amount_minor, currency } of open)
    if (kind === 'collection' && amount_minor !== null && currency)
      sums.set(currency, (sums.get(currency) ?? 0) + (amount_minor ?? 0));
  return [...sums];
}
