// The text frames of the live feed (`GET /v1/live`) and the pure rules that keep it in order: which frame belongs to
// the newest subscription, whether one was lost, and what to do about it. No socket, no clock, no state of its own.
import type { Activity, Presence, RepFlag } from '../api/types';
import type { ColumnsFrame } from './columns';

export interface RepState {
  id: number;
  code: string;
  name: string;
  org_unit: number;
  at: string;
  lat: number;
  lng: number;
  accuracy_m: number | null;
  speed_mps: number | null;
  bearing_deg: number | null;
  battery_pct: number | null;
  presence: Presence;
  activity: Activity;
  visit: string | null;
  outlet: number | null;
  visited: number;
  planned: number;
  flags: RepFlag[];
}

/** What columns do not hold of a rep; told before the first that do, and again where it changes. */
export type RosterEntry = Pick<RepState, 'id' | 'code' | 'name' | 'org_unit' | 'visit' | 'outlet'>;

export interface Cell {
  cell: string;
  lat: number;
  lng: number;
  count: number;
  by_presence: Partial<Record<Presence, number>>;
  by_activity?: Partial<Record<Activity, number>>;
}

/** The kinds that the page has words for; the server may tell of more. */
export const EVENT_KINDS = [
  'visit_opened',
  'visit_closed',
  'visit_revised',
  'visit_withdrawn',
  'visit_reviewed',
  'order_submitted',
  'stock_counted',
  'photo_taken',
  'form_answered',
  'competitor_seen',
  'activity_recorded',
  'opportunity_moved',
  'display_changed',
  'order_changed',
  'return_recorded',
  'quotation_changed',
  'task_changed',
  'case_opened',
  'appointment_changed',
  'contact_changed',
  'session_started',
  'session_ended',
  'pin_proposed',
  'outlet_requested',
  'outlet_request_approved',
  'outlet_request_refused',
  'exception_opened',
  'exception_changed',
  'exception_closed',
  'device_cloned',
  'device_lost',
] as const;

export interface LiveEvent {
  kind: (typeof EVENT_KINDS)[number];
  rep: number | null;
  org_unit: number | null;
  visit?: string | null;
  outlet?: number | null;
  /** Of the visit, the exception, or the order. */
  state?: string | null;
  overall?: string | null;
  /** Of an exception: its id, and what it is about. */
  exception?: string | null;
  cause?: string | null;
  order?: string | null;
  at?: string | null;
}

export type ServerFrame =
  | { type: 'snapshot'; sub: number; level: 'rep' | 'cell'; seq?: number; reps?: RepState[]; cells?: Cell[] }
  | {
      type: 'delta';
      sub: number;
      seq: number;
      reps?: RepState[];
      gone?: number[];
      cells?: Cell[];
      gone_cells?: string[];
      followed?: RepState | { rep: number; rep_state: RepState } | null;
    }
  | { type: 'followed'; sub?: number; rep: number; rep_state: RepState }
  | { type: 'roster'; reps: RosterEntry[] }
  | { type: 'event'; sub?: number; cursor?: string; event: LiveEvent }
  | { type: 'resync'; sub?: number }
  | { type: 'error'; code: string; sub?: number };

/** Where the feed stands: the subscription we wait for, and the next `seq` due (`null` until its snapshot came). */
export interface FeedState {
  sub: number;
  ready: boolean;
  next: number | null;
}

export type FeedAction =
  | 'replace'
  | 'apply'
  | 'event'
  | 'followed'
  | 'know'
  | 'clear'
  | 'resubscribe'
  | 'error'
  | 'ignore';

export const subscribed = (sub: number): FeedState => ({ sub, ready: false, next: null });

/** What the next frame means for the feed. */
export function sequence(
  state: FeedState,
  frame: ServerFrame | ColumnsFrame,
): { state: FeedState; action: FeedAction } {
  switch (frame.type) {
    // It holds for the connection, whatever is subscribed to.
    case 'roster':
      return { state, action: 'know' };
    case 'event':
      return { state, action: 'event' };
    case 'followed':
      return { state, action: 'followed' };
    case 'error':
      return { state, action: 'error' };
    case 'resync':
      return { state: { ...state, ready: false, next: null }, action: 'clear' };
    case 'snapshot':
      if (frame.sub !== state.sub) return { state, action: 'ignore' };
      return { state: { ...state, ready: true, next: null }, action: 'replace' };
    case 'delta': {
      if (frame.sub !== state.sub || !state.ready) return { state, action: 'ignore' };
      // A snapshot may count as frame 0 or stand before it; from then on every number must follow.
      const expected = state.next ?? (frame.seq === 1 ? 1 : 0);
      if (frame.seq < expected) return { state, action: 'ignore' };
      if (frame.seq > expected) return { state, action: 'resubscribe' };
      return { state: { ...state, next: frame.seq + 1 }, action: 'apply' };
    }
    default:
      return { state, action: 'ignore' };
  }
}

/** Milliseconds to wait before attempt `n` (0 is the first retry), spread so that a thousand pages do not return at
 * once; what the server said when it closed decides the range. `random` is in [0, 1). */
export function backoffMs(n: number, closeCode: number, random: number): number {
  const [floor, ceiling] =
    closeCode === 4429 ? [10_000, 40_000] : closeCode === 1013 ? [4_000, 20_000] : [400, 12_000];
  const top = Math.min(ceiling, floor * 2 * 1.8 ** n);
  return Math.round(floor + random * (top - floor));
}
