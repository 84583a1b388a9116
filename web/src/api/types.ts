// The REST shapes the page reads (`/api/v1`); those of orders and money are in `trade.ts`. Times are RFC 3339 UTC strings, distances metres (`_m`), durations
// seconds (`_s`), money integer minor units. Only what the page uses is named here; the server may send more.
import type { CompetitorObservation, FormResponseWhole } from '../audits/audits';
import type { components } from '../client/schema';
import type { Activity as CustomerActivity } from '../crm/activities';
import type { Appointment } from '../crm/calendar';
import type { Case } from '../crm/cases';
import type { Opportunity } from '../crm/opportunities';
import type { Task } from '../crm/tasks';
import type { Expense } from '../money/expenses';
import type { Invoice } from '../money/money';
import type { Photo } from '../photos/photos';
import type { TripStop } from '../stock/trips';
import type { VanCount } from '../stock/vanDays';
import type { Claim } from '../trade_marketing/claims';
import type { Collection, Order, Quotation, SalesReturn } from './trade';

export type Language = 'en' | 'vi' | 'zh';

/** The word of a role; what it may is in the session's rights. */
export type Role = components['schemas']['Role'];

export interface LatLng {
  lat: number;
  lng: number;
}

/** One thing that a login may do; the table of roles is the server's. */
export type Right = components['schemas']['Right'];

export interface Session {
  user: { id: number; login: string; name: string; role: Role; org_unit_id: number; language: Language };
  /** `null` only before the first run. */
  company: {
    name: string;
    time_zone: string;
    /** When its days begin, in minutes after midnight. */
    day_start_min: number;
    currency: string;
    language: Language;
  } | null;
  demo: boolean;
  /** The company asks this role for a second factor: until there is one only the own account answers. */
  second_factor_due: boolean;
  /** What this session may now. */
  rights: Right[];
}

export interface Basemap {
  kind: 'offline' | 'style' | 'none';
  style_url?: string | null;
  center?: [number, number] | null;
  zoom?: number | null;
  attribution?: string | null;
  /** What the tiles cover; without them zoom 0–15 and the whole world are asked for. */
  min_zoom?: number | null;
  max_zoom?: number | null;
  bounds?: [number, number, number, number] | null;
}

export interface Persona {
  login: string;
  name: string;
  role: Role;
  org_unit?: string | null;
}

export interface PublicInfo {
  first_run: boolean;
  demo: boolean;
  /** There is a provider to sign in at. */
  single_sign_on: boolean;
  company: { name: string; language: Language } | null;
  personas?: Persona[] | null;
  basemap: Basemap;
}

export interface FirstRun {
  token: string;
  company: {
    name: string;
    time_zone: string;
    currency: string;
    language: Language;
    working_hours: [string, string];
  };
  administrator: { login: string; name: string; password: string };
}

export type Activity = 'travelling' | 'in_visit' | 'idle' | 'break' | 'off_session';
export type Presence = 'online' | 'stale' | 'offline';
export type RepFlag = 'invalid' | 'review' | 'off_route';

/** One row of the board: `GET reps/today`. */
export interface BoardRow {
  id: number;
  code: string;
  name: string;
  org_unit_id: number;
  org_unit_name: string;
  planned: number;
  visited: number;
  first_check_in_at: string | null;
  last_check_in_at: string | null;
  distance_m: number;
  last_fix_at: string | null;
  battery_pct: number | null;
  position: LatLng | null;
  activity: Activity;
  flags: RepFlag[];
  /** Records the rep's phone says it still holds. */
  backlog: number | null;
  device_last_seen_at: string | null;
  started: boolean;
}

export type Overall = 'valid' | 'review' | 'invalid';
export type PlanVerdict = 'on_plan' | 'off_day' | 'off_route' | 'unrouted' | 'new_outlet' | 'repeat';
export type PlaceVerdict = 'inside' | 'likely' | 'borderline' | 'outside' | 'unknown' | 'no_reference';
export type DwellVerdict = 'ok' | 'short' | 'long' | 'auto_closed' | 'overlap';
export type TimeVerdict = 'in_window' | 'out_of_window' | 'off_session';
export type IntegrityVerdict = 'clean' | 'suspect' | 'blocked';
export type Outcome = 'productive' | 'effective' | 'non_productive';
export type EvidenceGrade = 'native_app' | 'tracker_web_app' | 'web_app_only' | 'import';

export interface Verdict {
  overall: Overall;
  plan: PlanVerdict;
  place_check_in: PlaceVerdict | null;
  place_check_out: PlaceVerdict | null;
  place: PlaceVerdict;
  dwell: DwellVerdict;
  time: TimeVerdict;
  sequence_ok: boolean;
  integrity: IntegrityVerdict;
  integrity_flags: string[];
  missing_steps: string[];
  outcome: Outcome;
  outcome_reason: string | null;
  reasons: string[];
}

export interface VisitSummary {
  id: string;
  rep_id: number;
  rep_name: string;
  date: string;
  outlet: { id: number; code: string; name: string; lat: number | null; lng: number | null } | null;
  source: 'declared' | 'detected';
  state: 'open' | 'closed' | 'cancelled';
  visit_type: string;
  check_in_at: string | null;
  check_out_at: string | null;
  arrived_at: string | null;
  departed_at: string | null;
  dwell_s: number;
  provisional: boolean;
  verdict: Verdict;
  effective_overall: Overall;
  review: { decision: 'valid' | 'invalid'; reason: string | null; by: string; at: string } | null;
  /** The rep's latest appeal; open until somebody decides. */
  appeal: { reason: string; at: string; open: boolean } | null;
  order_total_minor: number | null;
  currency: string | null;
  /** Supervisors who were with the rep. */
  accompanied?: { id: string; user_id: number; by: string; note: string | null; whole_day: boolean }[];
  revision: number;
}

export interface PlaceEvidence extends LatLng {
  at: string;
  accuracy_m: number | null;
  distance_m: number;
}

export interface EvidenceFix extends LatLng {
  at: string;
  accuracy_m: number | null;
  mock?: boolean;
}

/** Why an integrity flag was raised. */
export interface Finding {
  flag: string;
  severity: 'review' | 'block';
  from: string;
  to: string;
  /** What was measured, and from where on that speaks. */
  compared: { figure: string; value: number; threshold: number }[];
  check_ins: string[];
  fixes: { device_id: number; at: string }[];
  other: { own: boolean; date: string } | null;
}

export interface VisitDetail extends VisitSummary {
  evidence: {
    grade: EvidenceGrade;
    pin: LatLng | null;
    radius_m: number | null;
    check_in: PlaceEvidence | null;
    check_out: PlaceEvidence | null;
    best: PlaceEvidence | null;
    fixes_inside: number;
    fixes_seen: number;
    first_inside_at: string | null;
    last_inside_at: string | null;
    /** What the integrity flags were raised on; missing where an older build judged. */
    findings?: Finding[];
  };
  fixes: EvidenceFix[];
  orders: Order[];
  stock_counts: StockCount[];
  photos: Photo[];
  audits: FormResponseWhole[];
  surveys: FormResponseWhole[];
  competitor_observations: CompetitorObservation[];
  collections: Collection[];
  quotations: Quotation[];
  deliveries: TripStop[];
  expenses: Expense[];
  invoices: Invoice[];
  van_counts: VanCount[];
  /** Empty for who may not read claims. */
  claims: Claim[];
  returns: SalesReturn[];
  activities: CustomerActivity[];
  appointments: Appointment[];
  tasks: Task[];
  opportunities: Opportunity[];
  cases: Case[];
  customer: { id: number; code: string; name: string; phone: string | null } | null;
  records?: { kind: string; id: string; at: string; body: unknown; status: string }[];
  revisions: {
    revision: number;
    change: string;
    recorded_at: string;
    before_overall: Overall | null;
    after_overall: Overall | null;
  }[];
  said: { what: 'valid' | 'invalid' | 'withdrawn' | 'appeal'; by: string; reason: string; at: string }[];
}

export interface StockCountLine {
  product_id: number;
  product_code: string;
  product_name: string;
  unit: string;
  quantity_milli: number;
  base_unit: string;
  /** Thousandths of the base unit; nothing is out of stock. */
  milli: number;
  batch: string;
  expires_on: string | null;
}

export interface StockCount {
  id: string;
  rep_id: number;
  rep_code: string;
  rep_name: string;
  date: string;
  visit_id: string | null;
  outlet_id: number;
  outlet_code: string;
  outlet_name: string;
  counted_at: string;
  note: string | null;
  lines: StockCountLine[];
}

export type StopStateName =
  | 'planned'
  | 'in_progress'
  | 'completed'
  | 'cancelled'
  | 'missed'
  | 'rescheduled'
  | 'unsynced'
  | 'excused';

export interface DayStop {
  sequence: number;
  outlet_id: number;
  outlet_code: string;
  outlet_name: string;
  lat: number | null;
  lng: number | null;
  route_id?: number;
  route_code?: string;
  window: [string, string] | null;
  service_minutes: number | null;
  state: StopStateName;
  reason: string | null;
  rescheduled_to?: string | null;
  /** When and how far from the pin the rep said so. */
  said?: { at: string; distance_m: number | null; accuracy_m: number | null } | null;
  visit_id: string | null;
}

/** Adds up to `time_in_market_s`. */
export interface TimeParts {
  time_in_market_s: number;
  in_store_s: number;
  travel_s: number;
  idle_s: number;
  break_s: number;
  unobserved_s: number;
}

/** A stretch of working time. */
export interface TimeSpan {
  from_at: string;
  to_at: string;
  part: 'in_store' | 'travel' | 'idle' | 'break' | 'unobserved';
  visit_id: string | null;
}

export interface RepDay {
  rep: { id: number; code: string; name: string; phone: string | null };
  date: string;
  org_unit_id: number;
  revision: number;
  judged_as_of: string | null;
  /** Since when the day waits for data that a phone may still hold. */
  unsynced_since?: string | null;
  plan: { frozen_at: string | null; stops: DayStop[] };
  visits: VisitSummary[];
  sessions: {
    id: string;
    started_at: string;
    ended_at: string | null;
    auto_started: boolean;
    auto_ended: boolean;
  }[];
  breaks: { started_at: string; ended_at: string | null }[];
  holes: { from_at: string; to_at: string; distance_m: number }[];
  /** Long stands, in outlets or elsewhere. */
  stays: { from_at: string; to_at: string }[];
  distance_m: number;
  hole_distance_m: number;
  first_call_at: string | null;
  last_call_at: string | null;
  time: TimeParts;
  /** As far as it lies between the start of the first call and the end of the last. */
  first_to_last_call: { from_at: string; to_at: string; time: TimeParts } | null;
  spans: TimeSpan[];
  late_start_s: number | null;
  kpis: {
    planned: number;
    planned_visited: number;
    plan_compliance: number | null;
    calls: number;
    on_plan_calls: number;
    tc: number;
    utc: number;
    pc: number;
    strike_rate: number | null;
  };
}

export type OutletState = 'planned' | 'in_progress' | 'visited' | 'review' | 'invalid' | 'missed';

/** `[id, lng, lat, name, class]` */
export type OutletTuple = [number, number, number, string, string | null];

export interface OutletsMap {
  outlets: OutletTuple[];
  truncated: boolean;
}

export interface OutletsToday {
  items: { outlet_id: number; state: OutletState }[];
}

export interface Outlet {
  id: number;
  code: string;
  name: string;
  class: string | null;
  channel: string | null;
  address: string | null;
  lat: number | null;
  lng: number | null;
  radius_m: number | null;
  polygon: GeoJSON.Polygon | GeoJSON.MultiPolygon | null;
}

/** What a phone last said of itself; `null` where it does not say. */
export interface PhoneHealth {
  device_id: number;
  label: string;
  model: string | null;
  os: string | null;
  app: string | null;
  app_version: string | null;
  last_contact_at: string | null;
  backlog: number | null;
  battery: { at: string; pct: number | null; charging: boolean | null } | null;
  permissions: {
    at: string;
    location: 'always' | 'while_in_use' | 'denied' | null;
    location_service: boolean | null;
  } | null;
}

/** One reason why a rep is not seen; which of the later fields are set depends on `code`. */
export interface Cause {
  code: string;
  weight: 'cause' | 'likely' | 'note';
  remedy: string;
  device_id: number | null;
  at?: string;
  battery_pct?: number;
  backlog?: number;
  clock_offset_ms?: number;
  absence?: string;
  app_version?: string;
  newest_version?: string;
  refused?: { code: string; count: number; last_at: string }[];
}

/** `GET reps/{id}/diagnosis`. */
export interface Diagnosis {
  visible: boolean;
  findings: Cause[];
  phones: PhoneHealth[];
}
