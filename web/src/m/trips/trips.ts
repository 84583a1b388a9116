// The trips that the rep drives, as they stand on this phone: what the office knows of each stop, and what was told here and
// has not come back yet. Pure.
import type { OutboxItem } from '../phone';
import type { PhoneTrip, StopLine } from '../protocol';
import { type Fault, faultsOf, type RecordState, recordState } from '../visit/record_state';

export const OUTCOMES = ['delivered', 'partly', 'refused'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface TripStop {
  order_id: string;
  seq: number;
  outlet_id: number | null;
  name: string;
  address: string | null;
  cash: boolean;
  /** Of the order, and once it was told of what was delivered of it; null where the office alone knows that, or nothing was. */
  to_pay_minor: number | null;
  state: 'open' | Outcome;
  /** Who took the goods, and why not all of them, as was told. */
  receiver: string | null;
  reason: string | null;
  /** How far the word of this phone is; null where there is none, or the office has it in the trip. */
  record: RecordState | null;
  /** Why that was not taken, or what it waits for. */
  why: Fault[];
  /** Of the order, what it still wants. */
  lines: readonly StopLine[];
  pin: { lat: number; lng: number } | null;
}

export interface Trip extends Pick<PhoneTrip, 'id' | 'date' | 'state' | 'vehicle' | 'note' | 'goods'> {
  /** In the order in which they are driven. */
  stops: TripStop[];
}

interface Body {
  order?: string;
  outcome?: Outcome;
  receiver?: string;
  reason?: string;
}

function toPay(stop: PhoneTrip['stops'][number], state: TripStop['state']): number | null {
  if (state === 'refused') return null;
  if (stop.state !== 'open') return stop.delivered_minor;
  return state === 'partly' ? null : stop.total_minor;
}

function stopOf(stop: PhoneTrip['stops'][number], told: OutboxItem | undefined): TripStop {
  const { order_id, seq, outlet_id, address, cash, lat, lng } = stop;
  // What the office has of a stop outranks what was said of it here.
  const own = stop.state === 'open' ? told : undefined;
  const record = own ? recordState(own) : null;
  const said = record !== null && record !== 'refused' ? ((own?.body ?? {}) as Body) : {};
  const state = said.outcome ?? stop.state;
  return {
    order_id,
    seq,
    outlet_id,
    name: stop.outlet_name ?? stop.customer_name ?? '',
    address,
    cash,
    to_pay_minor: toPay(stop, state),
    state,
    receiver: said.receiver ?? stop.receiver,
    reason: said.reason ?? stop.reason,
    record,
    why: own && (record === 'refused' || record === 'waits') ? faultsOf(own) : [],
    // Kept from before a server told of them, a trip has none.
    lines: stop.lines ?? [],
    pin: lat != null && lng != null ? { lat, lng } : null,
  };
}

/** What is under way first, then by date. `outbox` is newest first: the newest word of a stop counts. */
export function trips(deliveries: readonly PhoneTrip[], outbox: readonly OutboxItem[]): Trip[] {
  const told = outbox.filter(({ kind }) => kind === 'delivery');
  return deliveries
    .map(({ id, date, state, vehicle, note, goods, stops }) => ({
      id,
      date,
      state,
      vehicle,
      note,
      goods,
      stops: [...stops]
        .sort((a, b) => a.seq - b.seq)
        .map((stop) =>
          stopOf(
            stop,
            told.find(({ body }) => (body as Body).order === stop.order_id),
          ),
        ),
    }))
    .sort((a, b) => Number(b.state === 'out') - Number(a.state === 'out') || a.date.localeCompare(b.date));
}

/** Stops that wait for the driver: of what is on its way, and of what is planned until today. */
export const stopsToGo = (all: readonly Trip[], today: string): number =>
  all
    .filter(({ state, date }) => state === 'out' || date <= today)
    .reduce((sum, { stops }) => sum + stops.filter(({ state }) => state === 'open').length, 0);
