// What a phone and the server say to each other (docs/protocol.md): frames of the device socket and the answer of
// `sync`. Types only; how they are kept and sent is the engine's.
import type { Verdict } from '../api/types';
import type { Words } from '../i18n/words';

// ---- frames to the server ----

export interface Fix {
  /** Epoch milliseconds by the device's clock. */
  at: number;
  lat: number;
  lng: number;
  accuracy_m?: number;
  altitude_m?: number;
  speed_mps?: number;
  bearing_deg?: number;
  battery_pct?: number;
  charging?: boolean;
  provider?: string;
}

const SPAN_TYPES = ['session_start', 'session_end', 'break_start', 'break_end'] as const;
export type SpanType = (typeof SPAN_TYPES)[number];
export const MARK_TYPES = [...SPAN_TYPES, 'check_in', 'check_out', 'visit_cancel', 'stop_missed'] as const;
export type MarkType = (typeof MARK_TYPES)[number];

export interface Mark {
  type: MarkType;
  id: string;
  at: number;
  outlet?: number | string;
  visit_type?: string;
  reason?: string;
  to_date?: string;
  fix?: Fix;
}

export interface RecordFrame {
  type: 'record';
  kind: string;
  id: string;
  visit_id?: string;
  at: number;
  body: object;
}

export interface FixesFrame {
  type: 'fixes';
  session?: string;
  fixes: Fix[];
}

/** A frame as kept; its `n` is given when it is sent. */
export type Frame = FixesFrame | Mark | RecordFrame;

export interface Permissions {
  location?: 'always' | 'while_in_use' | 'denied';
  precise?: boolean;
  location_service?: boolean;
  notifications?: boolean;
  background?: boolean;
}

export interface Heartbeat {
  type: 'heartbeat';
  at: number;
  sent_at: number;
  battery_pct?: number;
  charging?: boolean;
  backlog: number;
  permissions: Permissions;
}

// ---- frames from the server ----

export interface ItemResult {
  n: number;
  /** Of an item in the frame; without it the whole frame is meant. */
  i?: number;
  status: 'duplicate' | 'flagged' | 'rejected';
  code: string;
  detail?: string;
}

export interface PhoneConfig {
  rule_version: number;
  ping_moving_s: number;
  ping_still_s: number;
  batch_max: number;
  heartbeat_s: number;
  geofence_block_m: number;
  accuracy_reject_m: number;
  dwell_min_s: number;
  late_upload_days: number;
  time_zone: string;
  /** Minutes after midnight at which a day of business begins. */
  day_start_min: number;
  reasons_version: number;
  /** Told by servers that know several; else the dong. */
  currency?: string;
}

export interface Rep {
  id: number;
  code: string;
  name: string;
}

export interface Welcome {
  type: 'welcome';
  server_time: string;
  clock_offset_ms: number;
  device_id: number;
  rep: Rep;
  config: PhoneConfig;
  types: string[];
  session: { id: string; at: string } | null;
  open_visit: { id: string; outlet_id: number | null; at: string } | null;
  plan: Plan;
  cursor: string;
  durability: 'local' | 'replicated';
  /** Another one than before: what was acknowledged lately may be gone there. */
  store: string;
}

export type Reply =
  | Welcome
  | { type: 'ack'; n: number; results?: ItemResult[] }
  | { type: 'alive'; server_time: string }
  | { type: 'error'; code: string; detail?: string; frame?: number; retry_after_s?: number }
  | { type: 'visit'; cursor: string; visit: object }
  | { type: 'plan'; cursor: string; plan: object }
  | { type: 'config'; cursor: string; config: PhoneConfig }
  | { type: 'message'; cursor: string; message: Message }
  /** From now on the token of this phone. */
  | { type: 'token'; token: string }
  | ({ type: 'record_status'; cursor: string } & RecordStatus);

// ---- sync ----

export interface Stop {
  sequence: number;
  outlet_id: number;
  outlet_code: string;
  outlet_name: string;
  address: string | null;
  lat: number | null;
  lng: number | null;
  /** Minutes after midnight of the company. */
  window_from_min: number | null;
  window_to_min: number | null;
  service_min: number | null;
}

export interface Plan {
  date: string;
  stops: Stop[];
}

export interface Outlet {
  id: number;
  code: string;
  name: string;
  class: string;
  channel: string | null;
  address: string | null;
  customer_id: number | null;
  lat: number | null;
  lng: number | null;
  radius_m: number | null;
}

export interface Customer {
  id: number;
  code: string;
  name: string;
  phone: string | null;
}

export interface SyncVisit {
  id: string;
  date: string;
  outlet_id: number | null;
  source: 'declared' | 'detected';
  state: 'open' | 'closed' | 'cancelled';
  started_at: string;
  ended_at: string | null;
  overall: Verdict['overall'] | null;
  verdict: Verdict | null;
  revision: number;
}

/** What became of a record: `status` is `received`, `accepted`, `invalid`, … and `detail` is told by its kind. */
export interface RecordStatus {
  kind: string;
  id: string;
  status: string;
  detail?: { [key: string]: unknown } | null;
}

export interface Message {
  id: number;
  text: string;
  sent_at: string;
}

export interface ReasonGroup {
  code: string;
  name: Words;
  reasons: { code: string; name: Words; uses: ReasonUse[] }[];
}
export type ReasonUse =
  | 'non_productive'
  | 'missed'
  | 'cancelled'
  | 'rescheduled'
  | 'absence_refused'
  | 'plan_change';
export interface Reasons {
  version: number;
  groups: ReasonGroup[];
}

/** As the price engine takes it; ids are keys, so text. */
export interface Book {
  products: { [id: string]: { category: number | null; tax_bp: number; units: { [unit: string]: number } } };
  lists: object[];
  schemes: object[];
  tax_before_discount?: boolean;
}
export interface Buyer {
  customer?: number | null;
  outlet_class: string;
  channel?: string | null;
  areas: number[];
  supplier?: number | null;
}
export interface Catalogue {
  products: { id: number; code: string; name: string }[];
  truncated: boolean;
  book: Book;
  buyers: { outlet_id: number; buyer: Buyer }[];
}

export interface PastOrder {
  id: string;
  outlet_id: number;
  date: string;
  state: string;
  holds: string[];
  revision: number;
  total_minor: number;
  lines: {
    line: number;
    product_code: string;
    /** A decimal with three places. */
    quantity: string;
    unit: string;
    free: boolean;
    total_minor: number;
    delivered_milli: number;
    returned_milli: number;
  }[];
}

export interface Debt {
  customer_id: number;
  partner_id: number | null;
  limit_minor: number | null;
  ledger_minor: number;
  open_orders_minor: number;
  invoices: { id: string; number: string; order_id: string | null; due: string; open_minor: number }[];
}

export interface PhoneForm {
  code: string;
  version: number;
  kind: 'audit' | 'survey';
  name: Words;
  required: boolean;
  valid_from: string | null;
  valid_to: string | null;
  /** As docs/audits.md has them. */
  questions: object[];
  outlet_ids: number[];
}

export interface PhoneDisplay {
  display: string;
  outlet_id: number;
  programme: string;
  name: string;
  requirement: string | null;
  from: string;
  to: string;
  reward_minor: number | null;
  state: string;
  reason: string | null;
}

export interface PhoneContact {
  id: number;
  code: string;
  customer_id: number;
  name: string;
  role: 'decision_maker' | 'evaluator' | 'influencer' | null;
  title: string | null;
  phone: string | null;
  email: string | null;
  opted_out: string[];
  version: number;
}

export interface PlannedActivity {
  activity: string;
  kind: string;
  subject: string;
  note: string | null;
  due_at: string;
  date: string;
  outlet_id: number | null;
  customer_id: number | null;
  contact_id: number | null;
  way: string | null;
  occasion: { id: string; name: string; year: number; value_max_minor: number | null } | null;
}

export interface StopLine {
  line: number;
  product_code: string;
  unit: string;
  /** Not delivered yet, in thousandths. */
  most_milli: number;
}

export interface PhoneTrip {
  id: string;
  date: string;
  state: 'planned' | 'out';
  vehicle: string | null;
  note: string | null;
  stops: {
    seq: number;
    order_id: string;
    outlet_id: number | null;
    outlet_name: string | null;
    address: string | null;
    customer_name: string | null;
    state: 'open' | 'delivered' | 'partly' | 'refused';
    order_state: string;
    cash: boolean;
    total_minor: number;
    /** Of what was delivered here. */
    delivered_minor: number;
    /** Why not all of it. */
    reason: string | null;
    /** Who took the goods. */
    receiver: string | null;
    /** What the order still wants, and the outlet's pin. */
    lines: StopLine[];
    lat: number | null;
    lng: number | null;
  }[];
  /** Thousandths of the smallest unit; nothing before it was loaded. */
  goods: {
    product_code: string;
    product_name: string;
    loaded_milli: number;
    delivered_milli: number;
  }[];
}

/** From so much on, and what it gives. */
export interface SchemeTier {
  at_least_milli?: number;
  at_least_minor?: number;
  benefit: object;
}

export interface SchemeProgress {
  scheme_id: number;
  outlet_id: number;
  to: string;
  bought_milli: number;
  value_minor: number;
  reached: SchemeTier | null;
  next: SchemeTier | null;
  missing_milli: number | null;
  missing_minor: number | null;
}

export interface PhoneQuotation {
  quotation: string;
  outlet_id: number | null;
  customer_id: number | null;
  valid_to: string;
  total_minor: number;
  note: string | null;
  quoted_at: string;
  cash: boolean;
  lines: { product_code: string; unit: string; quantity: string }[];
}

export interface PhoneTask {
  task: string;
  state: 'todo' | 'in_progress';
  priority: 'low' | 'normal' | 'high' | 'urgent';
  subject: string;
  note: string | null;
  due_at: string | null;
  due_date: string | null;
  outlet_id: number | null;
  outlet_name: string | null;
  customer_id: number | null;
  customer_name: string | null;
  contact_id: number | null;
}

export interface PhoneCase {
  case: string;
  state: string;
  priority: string;
  subject: string;
  note: string | null;
  outlet_id: number | null;
  customer_id: number | null;
  contact_id: number | null;
  opened_at: string;
  respond_by: string | null;
  resolve_by: string | null;
  responded_at: string | null;
  resolved_at: string | null;
  resolution: string | null;
}

export interface PhoneAppointment {
  appointment: string;
  own: boolean;
  priority: string;
  subject: string;
  note: string | null;
  outlet_id: number | null;
  outlet_name: string | null;
  address: string | null;
  customer_id: number | null;
  customer_name: string | null;
  contact_id: number | null;
  starts_at: string;
  ends_at: string;
  answer: string | null;
  version: number;
}

export interface SuggestedOrder {
  outlet_id: number;
  as_of: string | null;
  lines: {
    product_code: string;
    unit: string;
    quantity: number;
    forecast_milli: number | null;
    on_hand_milli: number | null;
    on_order_milli: number | null;
    days_of_cover: number | null;
    from: string;
  }[];
}

/** Who looked at the rep's track, the newest first. */
export interface TrackRead {
  at: string;
  /** Null where it was no person. */
  by_name: string | null;
  by_role: string | null;
  /** A single visit, or the time of the track. */
  visit: string | null;
  from: string | null;
  to: string | null;
}

/** What a supervisor who was there said. */
export interface CoachingNote {
  date: string;
  /** Null: of the whole day. */
  visit: string | null;
  by: string;
  note: string;
}

export type Tombstone = { kind: 'visit'; id: string } | { kind: 'outlet'; id: number };

export type Decision = 'given' | 'declined' | 'withdrawn';

/** The privacy notice in force, and what the rep answered last. */
export interface Privacy {
  /** Whether the rep is asked, and whether work waits for the answer. */
  policy: 'off' | 'asked' | 'required';
  notice: { version: number; texts: { [language: string]: string }; published_at: string } | null;
  answer: { version: number; decision: Decision; at: string } | null;
}

export interface SyncAnswer {
  cursor: string;
  full: boolean;
  plan: Plan;
  outlets: Outlet[];
  customers: Customer[];
  visits: SyncVisit[];
  record_statuses: RecordStatus[];
  messages: Message[];
  tombstones: Tombstone[];
  orders: PastOrder[];
  debt: Debt[];
  suggested_orders: SuggestedOrder[];
  /** From here on: whole, or null where nothing has changed. */
  reasons: Reasons | null;
  catalogue: Catalogue | null;
  forms: PhoneForm[] | null;
  must_sell: { outlet_id: number; product_codes: string[] }[] | null;
  displays: PhoneDisplay[] | null;
  contacts: PhoneContact[] | null;
  activities: PlannedActivity[] | null;
  deliveries: PhoneTrip[] | null;
  scheme_progress: SchemeProgress[] | null;
  quotations: PhoneQuotation[] | null;
  tasks: PhoneTask[] | null;
  cases: PhoneCase[] | null;
  appointments: PhoneAppointment[] | null;
  /** Told by servers that keep it. */
  track_reads?: TrackRead[] | null;
  coaching?: CoachingNote[] | null;
  privacy?: Privacy | null;
}
