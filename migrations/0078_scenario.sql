-- What-if plans of who calls where and when: a snapshot of reps and outlets, and the solutions found for it.

create table scenario (
  id int4 generated always as identity primary key,
  name text not null,
  org_unit_id int4 not null references org_unit,
  -- `cancelled` and `failed` keep what was solved until then.
  state text not null default 'draft' check (state in ('draft', 'queued', 'solving', 'solved', 'cancelled', 'failed')),
  settings jsonb not null,
  reps int4 not null default 0,
  outlets int4 not null default 0,
  -- What ways are measured by, once it is known.
  travel jsonb,
  -- Code of the failure.
  fault text,
  -- Of the solution that is being found: its name, stage and how far it is.
  solving text,
  stage text,
  progress_permille int4 not null default 0 check (progress_permille between 0 and 1000),
  cancel_asked bool not null default false,
  -- Raised by every solver: who holds an older one keeps nothing.
  turn int8 not null default 0,
  -- Turns taken since the last solution: one that ends its solver every time is given up.
  tries int2 not null default 0,
  heard_at timestamptz,
  created_by int4 references app_user,
  created_at timestamptz not null,
  version int4 not null default 1,
  updated_at timestamptz not null,
  xid xid8 not null default pg_current_xact_id()
);
create trigger scenario_xid before update of version on scenario for each row execute function stamp_xid();
create index scenario_open on scenario (id) where state in ('queued', 'solving');

create table scenario_rep (
  scenario_id int4 not null references scenario on delete cascade,
  rep_id int4 not null references rep,
  -- Where the days begin and end; null: among today's outlets.
  home_lat_e7 int4, home_lng_e7 int4,
  from_min int2 not null, to_min int2 not null,
  calls_max int2 check (calls_max between 1 and 200),
  days_a_week int2 not null check (days_a_week between 1 and 7),
  -- Classes of outlets that this rep may call at; null: all.
  classes text[],
  primary key (scenario_id, rep_id),
  constraint scenario_rep_home check ((home_lat_e7 is null) = (home_lng_e7 is null)),
  constraint scenario_rep_day check (0 <= from_min and from_min < to_min and to_min <= 1440)
);

-- Where a rep's days began in the newest scenario.
create index scenario_rep_newest on scenario_rep (rep_id, scenario_id desc);

create table scenario_outlet (
  scenario_id int4 not null references scenario on delete cascade,
  outlet_id int4 not null references outlet,
  class text not null,
  -- Null: without a pin.
  lat_e7 int4, lng_e7 int4,
  -- Today's; null: nobody's.
  rep_id int4 references rep,
  locked bool not null default false,
  -- In four weeks.
  visits int2 not null check (visits between 1 and 28),
  service_min int2 not null check (service_min between 1 and 480),
  window_from_min int2, window_to_min int2,
  -- Ordered in four weeks, in the smallest unit of money.
  value int8 not null default 0 check (value >= 0),
  primary key (scenario_id, outlet_id)
);

create index scenario_outlet_rep on scenario_outlet (scenario_id, rep_id);

create table scenario_solution (
  scenario_id int4 not null references scenario on delete cascade,
  -- 0 is today's assignment.
  ordinal int4 not null,
  name text not null,
  hash bytea not null,
  figures jsonb not null,
  solved_at timestamptz not null,
  took_ms int8 not null,
  primary key (scenario_id, ordinal)
);

-- What a solution says of an outlet.
create table scenario_assignment (
  scenario_id int4 not null,
  ordinal int4 not null,
  outlet_id int4 not null references outlet,
  rep_id int4 references rep,
  -- Why the rep is another than today.
  why text,
  -- Bit of each visit: week × 7 + weekday, both from 0.
  slots int4 not null,
  -- Place in the order of the rep's route.
  sequence int4,
  -- Why visits are missing, and how many.
  unserved text,
  missing_visits int2 not null default 0,
  primary key (scenario_id, ordinal, outlet_id),
  foreign key (scenario_id, ordinal) references scenario_solution on delete cascade
);
create index scenario_assignment_rep on scenario_assignment (scenario_id, ordinal, rep_id);

create table scenario_day (
  scenario_id int4 not null,
  ordinal int4 not null,
  rep_id int4 not null references rep,
  -- From 0.
  week int2 not null, weekday int2 not null,
  leave_s int4 not null, back_s int4 not null,
  metres int4 not null, travel_s int4 not null,
  pause_from_s int4, pause_to_s int4,
  -- [outlet_id, arrive_s, begin_s, leave_s] in order.
  calls jsonb not null,
  primary key (scenario_id, ordinal, rep_id, week, weekday),
  foreign key (scenario_id, ordinal) references scenario_solution on delete cascade
);

create table scenario_publication (
  id int4 generated always as identity primary key,
  scenario_id int4 not null references scenario,
  ordinal int4 not null,
  effective_from date not null,
  published_at timestamptz not null,
  published_by int4 references app_user,
  -- Routes as they were, what to put back.
  before jsonb not null,
  -- Versions of the routes after it: changed since, where they are higher.
  after jsonb not null,
  rolled_back_at timestamptz,
  rolled_back_by int4 references app_user,
  foreign key (scenario_id, ordinal) references scenario_solution
);
create unique index scenario_publication_once on scenario_publication (scenario_id) where rolled_back_at is null;

-- Assignments made by hand, side by side: a solution each, once its days are planned.
create table scenario_hand (
  scenario_id int4 not null references scenario on delete cascade,
  ordinal int4 not null,
  name text not null,
  outlets int4[] not null,
  -- Null: nobody.
  reps int4[] not null,
  made_at timestamptz not null,
  primary key (scenario_id, ordinal)
);
