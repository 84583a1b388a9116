// The shapes of `/api/v1/scenarios`. Distances are metres, working times minutes, times of a planned day seconds after
// midnight, shares thousandths.

export const STATES = ['draft', 'queued', 'solving', 'solved', 'cancelled', 'failed'] as const;
export type State = (typeof STATES)[number];

export const WAYS = ['best', 'engine', 'roads', 'air'] as const;
export type Ways = (typeof WAYS)[number];

export interface Settings {
  seed: number;
  rounds: number;
  budget_outlets_permille: number | null;
  budget_value_permille: number | null;
  ways: Ways;
  learned: boolean;
  snap_m: number;
  break: { minutes: number; window: [string, string] } | null;
  visits_default: number;
  service_minutes_default: number;
}

export interface Scenario {
  id: number;
  name: string;
  org_unit_id: number;
  org_unit_code: string;
  org_unit_name: string;
  state: State;
  settings: Settings;
  /** What ways were measured by; null before it is known. */
  travel: {
    source: 'engine' | 'roads' | 'air';
    off_network: number;
    without_pin?: number;
    rides?: number;
  } | null;
  fault: string | null;
  /** The solution that is being found and its stage, while it is solved. */
  solving: string | null;
  stage: string | null;
  progress_permille: number;
  reps: number;
  outlets: number;
  solutions: number;
  published_solution: number | null;
  effective_from: string | null;
  published_at: string | null;
  created_by: string | null;
  created_at: string;
  updated_at: string;
  version: number;
}

/** One rep of a solution, over a cycle of four weeks. */
export interface RepFigures {
  rep_id: number;
  rep_code: string;
  rep_name: string;
  /** Latitude and longitude; for those alone who may change scenarios. */
  home: [number, number] | null;
  outlets: number;
  visits: number;
  value_minor: number;
  work_min: number;
  days: number;
  day_min_min: number;
  day_mean_min: number;
  day_max_min: number;
  metres: number;
  missing_visits: number;
  got: number;
  gave: number;
}

export interface Note {
  code: string;
  rep_ids: number[];
  outlet_ids: number[];
}

export interface Figures {
  reps: RepFigures[];
  hours_variation_permille: number;
  hours_max_by_mean_permille: number;
  work_min: number;
  metres: number;
  visits: number;
  moved_outlets: number;
  moved_value_minor: number;
  unserved_outlets: number;
  missing_visits: number;
  notes: Note[];
}

export interface Solution {
  scenario_id: number;
  /** 0 is today's assignment. */
  solution: number;
  name: string;
  /** Then the name is the planner's own. */
  by_hand: boolean;
  hash: string;
  figures: Figures;
  dominated: boolean;
  solved_at: string;
  took_ms: number;
}

export interface Assignment {
  outlet_id: number;
  outlet_code: string;
  outlet_name: string;
  class: string;
  lat: number | null;
  lng: number | null;
  rep_id: number | null;
  rep_code: string | null;
  /** Today's. */
  from_rep_id: number | null;
  from_rep_code: string | null;
  locked: boolean;
  /** Set where it has another rep than today. */
  why: string | null;
  visits: number;
  slots: number;
  sequence: number | null;
  /** Set where visits are missing. */
  unserved: string | null;
  missing_visits: number;
  value_minor: number;
}

export interface Call {
  outlet_id: number;
  outlet_code: string;
  outlet_name: string;
  address: string | null;
  lat: number | null;
  lng: number | null;
  arrive_s: number;
  begin_s: number;
  leave_s: number;
}

export interface Day {
  rep_id: number;
  rep_code: string;
  /** 1–4 */
  week: number;
  /** Monday 1 */
  weekday: number;
  leave_s: number;
  back_s: number;
  metres: number;
  travel_s: number;
  pause_s: [number, number] | null;
  calls: Call[];
}

export interface Difference {
  outlet_id: number;
  outlet_code: string;
  outlet_name: string;
  lat: number | null;
  lng: number | null;
  a_rep_code: string | null;
  b_rep_code: string | null;
  a_why: string | null;
  b_why: string | null;
  value_minor: number;
}

export interface Comparison {
  a: Solution;
  b: Solution;
  different: number;
  outlets: Difference[];
}

export interface RepInput {
  rep_id: number;
  rep_code: string;
  rep_name: string;
  home_lat: number | null;
  home_lng: number | null;
  hours: [string, string];
  calls_max: number | null;
  days_a_week: number;
  classes: string[] | null;
  outlets: number;
}

export interface OutletInput {
  outlet_id: number;
  outlet_code: string;
  outlet_name: string;
  class: string;
  lat: number | null;
  lng: number | null;
  rep_id: number | null;
  rep_code: string | null;
  locked: boolean;
  visits: number;
  service_minutes: number;
  window: [string, string] | null;
  value_minor: number;
}

export interface RouteChange {
  route_code: string;
  rep_id: number;
  is_new: boolean;
  outlets_before: number;
  outlets_after: number;
  added: number;
  removed: number;
  changed: number;
}

export interface Publication {
  id: number | null;
  scenario_id: number;
  solution: number;
  effective_from: string;
  dry_run: boolean;
  routes: RouteChange[];
  left_alone: number;
  /** Outlets that stay on the route of a rep outside the scenario, too. */
  elsewhere: { outlet_code: string; route_code: string }[];
  published_at: string | null;
}

export interface DrivenWeek {
  rep_id: number;
  rep_code: string;
  rep_name: string;
  week: string;
  days: number;
  days_missing: number;
  planned_metres: number;
  driven_metres: number;
  hole_metres: number;
  planned_minutes: number;
  driven_minutes: number;
  planned_calls: number;
  made_calls: number;
  order_kept_permille: number | null;
}
