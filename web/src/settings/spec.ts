// The company's settings as the page groups them: unit, range and default of each. The ranges are the server's; a test
// compares them with its table.

export type Unit =
  | 'm'
  | 's'
  | 'min'
  | 'h'
  | 'days'
  | 'weeks'
  | 'pct'
  | 'kmh'
  | 'fixes'
  | 'calls'
  | 'records'
  | 'flags'
  | 'minor';
/** A setting as it stands in the document; never one with fields of its own. */
export type Value = string | number | boolean | readonly string[] | null;

interface Common {
  /** Where it is in the document: `dwell_min_s`, `exceptions/idle/after_min`. */
  path: string;
  standard: Value;
}
export interface NumberField extends Common {
  kind: 'number';
  least: number;
  most: number;
  unit: Unit;
}
export interface OtherField extends Common {
  /** `hours`: two times of day. */
  kind: 'time' | 'hours' | 'zone' | 'currency' | 'text' | 'switch';
}
export interface ChoiceField extends Common {
  /** `word`: one of them; `list`: any of them. */
  kind: 'word' | 'list';
  words: readonly string[];
}
export type Field = NumberField | OtherField | ChoiceField;

const num = (path: string, least: number, most: number, standard: number, unit: Unit): NumberField => ({
  kind: 'number',
  path,
  least,
  most,
  standard,
  unit,
});
const other = (kind: OtherField['kind'], path: string, standard: Value): OtherField => ({
  kind,
  path,
  standard,
});

/** What an ERP may own, as the server names it: a test compares. */
export const ERP_FIELDS = [
  'customers.name',
  'customers.phone',
  'customers.org_unit',
  'outlets.name',
  'outlets.class',
  'outlets.channel',
  'outlets.address',
  'outlets.phone',
  'outlets.customer_code',
  'outlets.org_unit',
  'products.name',
  'products.category',
  'products.tax_percent',
  'products.units',
  'prices.list_name',
  'prices.valid_from',
  'prices.valid_to',
  'prices.tax_included',
  'prices.price',
  'partners.name',
  'partners.kind',
  'partners.parent_code',
  'partners.customer_code',
  'credit_accounts.limit_minor',
  'credit_accounts.terms_days',
  'credit_accounts.overdue_days',
] as const;

/** In the order of the page. `unused` are kept for what is still to come. */
export const GROUPS = [
  'company',
  'place',
  'visits',
  'track',
  'doubt',
  'phones',
  'orders',
  'erp',
  'keep',
  'unused',
] as const;
export type Group = (typeof GROUPS)[number];

export const FIELDS: Record<Group, readonly Field[]> = {
  company: [
    other('zone', 'time_zone', 'Asia/Ho_Chi_Minh'),
    other('time', 'day_start', '00:00'),
    other('hours', 'working_hours', ['08:00', '17:30']),
    other('time', 'session_latest_end', '20:00'),
    other('time', 'plan_freeze', '00:00'),
    other('currency', 'currency', 'VND'),
    other('text', 'outlet_code', 'N-{unit}-{number:4}'),
  ],
  place: [
    num('geofence_auto_min_m', 5, 1_000, 40, 'm'),
    num('geofence_auto_max_m', 5, 5_000, 100, 'm'),
    num('geofence_block_m', 20, 50_000, 300, 'm'),
    num('fix_max_age_s', 5, 3_600, 60, 's'),
    num('stay_radius_m', 10, 500, 50, 'm'),
    num('outlet_bias_m', 1, 200, 15, 'm'),
    num('outlet_sure_pct', 50, 100, 86, 'pct'),
  ],
  visits: [
    num('dwell_min_s', 10, 86_400, 180, 's'),
    num('dwell_long_min', 1, 1_440, 60, 'min'),
    num('visit_cap_h', 1, 24, 8, 'h'),
    num('review_days', 0, 365, 3, 'days'),
    num('stop_min_s', 30, 86_400, 300, 's'),
    num('idle_flag_min', 1, 1_440, 15, 'min'),
  ],
  track: [
    num('accuracy_assumed_m', 1, 1_000, 50, 'm'),
    num('accuracy_distance_m', 1, 1_000, 50, 'm'),
    num('accuracy_flag_m', 10, 5_000, 100, 'm'),
    num('accuracy_reject_m', 10, 5_000, 200, 'm'),
    num('gap_flag_min', 1, 1_440, 30, 'min'),
    num('hole_m', 100, 1_000_000, 4_000, 'm'),
  ],
  doubt: [
    num('speed_flag_kmh', 10, 2_000, 200, 'kmh'),
    num('checkin_speed_flag_kmh', 10, 2_000, 90, 'kmh'),
    num('checkin_cooldown_s', 0, 3_600, 60, 's'),
    num('clock_trust_s', 1, 86_400, 60, 's'),
    num('future_skew_s', 0, 86_400, 300, 's'),
  ],
  phones: [
    num('ping_moving_s', 1, 3_600, 15, 's'),
    num('ping_still_s', 5, 3_600, 60, 's'),
    num('batch_max', 1, 1_000, 100, 'fixes'),
    num('online_s', 10, 86_400, 300, 's'),
    num('stale_s', 10, 86_400, 900, 's'),
    num('late_upload_days', 0, 60, 7, 'days'),
  ],
  orders: [
    num('offline_price_h', 0, 720, 24, 'h'),
    num('replenish_cover_days', 1, 90, 7, 'days'),
    num('replenish_lead_days', 0, 60, 1, 'days'),
    num('replenish_service_pct', 50, 99, 95, 'pct'),
    num('km_rate_minor', 0, 1_000_000, 0, 'minor'),
    num('km_tolerance_pct', 0, 100, 10, 'pct'),
    { kind: 'word', path: 'stock_below_zero', standard: 'refuse', words: ['refuse', 'allow'] },
    {
      kind: 'word',
      path: 'tax_base',
      standard: 'after_discount',
      words: ['after_discount', 'before_discount'],
    },
  ],
  erp: [{ kind: 'list', path: 'erp_owned', standard: [], words: ERP_FIELDS }],
  keep: [
    { kind: 'word', path: 'consent', standard: 'asked', words: ['asked', 'off', 'required'] },
    num('evidence_days', 1, 3_650, 365, 'days'),
    num('dormant_days', 7, 3_650, 60, 'days'),
  ],
  unused: [
    num('raw_fix_days', 1, 3_650, 60, 'days'),
    num('cycle_weeks', 1, 52, 4, 'weeks'),
    num('calls_per_day_cap', 1, 500, 40, 'calls'),
  ],
};

/** The kinds of exceptions in the order of the board, each with its own thresholds beside its switch. */
export const THRESHOLDS = {
  not_started: [other('time', 'exceptions/not_started/by', '08:30')],
  silent: [num('exceptions/silent/after_min', 1, 1_440, 15, 'min')],
  gps_off: [num('exceptions/gps_off/after_min', 1, 1_440, 2, 'min')],
  low_battery: [num('exceptions/low_battery/below_pct', 1, 90, 15, 'pct')],
  backlog: [
    num('exceptions/backlog/items', 1, 1_000_000, 50, 'records'),
    num('exceptions/backlog/after_min', 1, 1_440, 30, 'min'),
  ],
  left_territory: [num('exceptions/left_territory/beyond_m', 100, 1_000_000, 2_000, 'm')],
  idle: [num('exceptions/idle/after_min', 1, 1_440, 15, 'min')],
  plan_behind: [
    other('time', 'exceptions/plan_behind/at', '14:00'),
    num('exceptions/plan_behind/below_pct', 1, 100, 50, 'pct'),
  ],
  off_route: [],
  outside: [],
  short_visit: [],
  integrity: [num('exceptions/integrity/flags', 1, 1_000, 3, 'flags')],
  three_misses: [num('exceptions/three_misses/in_a_row', 2, 10, 3, 'calls')],
  order_held: [num('exceptions/order_held/after_min', 1, 10_080, 15, 'min')],
  collection_not_handed_in: [num('exceptions/collection_not_handed_in/after_h', 1, 720, 24, 'h')],
  cash_limit: [num('exceptions/cash_limit/above_minor', 0, 1_000_000_000_000, 0, 'minor')],
} as const satisfies Record<string, readonly Field[]>;
export type ThresholdKind = keyof typeof THRESHOLDS;
export const KINDS = Object.keys(THRESHOLDS) as ThresholdKind[];

export const VISIT_DAYS = num('exceptions/visit_days', 0, 30, 1, 'days');
export const switchOf = (kind: ThresholdKind): OtherField => other('switch', `exceptions/${kind}/on`, true);

/** Settings that an outlet class may have of its own. */
export const CLASS_FIELDS = [
  { name: 'geofence_m', most: 5_000, unit: 'm' },
  { name: 'dwell_min_s', most: 86_400, unit: 's' },
  { name: 'dwell_long_min', most: 1_440, unit: 'min' },
] as const;
export type ClassField = (typeof CLASS_FIELDS)[number]['name'];

/** What a class may require of a visit. */
export const STEPS = [
  'order',
  'collection',
  'stock_count',
  'audit',
  'opportunity',
  'survey',
  'activity',
  'note',
  'photo',
  'other',
] as const;

export const ALL: readonly Field[] = [
  ...GROUPS.flatMap((group) => FIELDS[group]),
  ...KINDS.flatMap((kind) => [switchOf(kind), ...THRESHOLDS[kind]]),
  VISIT_DAYS,
];
