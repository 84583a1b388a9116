-- The spine: company, people, devices, outlets, routes, plans, inputs of the rep-day and what was judged of them.
-- The fix table itself is made by the server at the first migrate (src/store/partition.rs), since its
-- storage mode (native partitions or hypertable) is fixed there and then. Same columns, same queries.
-- Dated tables: `valid` is when it holds, `recorded_at`/`retired_at` when the server knew it; rows are never updated in place.
create extension if not exists btree_gist;

create table company (
  id int2 primary key default 1 check (id = 1),
  name text not null,
  currency text not null default 'VND',
  language text not null default 'en' check (language in ('en', 'vi', 'zh')),
  -- Opaque; changes with failover or restore, so that phones resend what only the lost store had.
  store uuid not null default gen_random_uuid(),
  created_at timestamptz not null default now()
);

create table org_unit (
  id int4 generated always as identity primary key,
  code text not null constraint org_unit_code_key unique,
  name text not null,
  kind text not null check (kind in ('company', 'region', 'branch', 'team')),
  parent_id int4 references org_unit,
  version int4 not null default 1,
  updated_at timestamptz not null default now()
);

create table app_user (
  id int4 generated always as identity primary key,
  login text not null,
  name text not null,
  password_hash text not null,
  role text not null check (role in ('administrator', 'director', 'regional_manager', 'supervisor', 'planner', 'accounting', 'auditor', 'rep', 'integration')),
  org_unit_id int4 not null references org_unit,
  language text not null default 'en' check (language in ('en', 'vi', 'zh')),
  disabled_at timestamptz,
  version int4 not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index app_user_login_key on app_user (lower(login));

create table user_session (
  token_hash bytea primary key,
  user_id int4 not null references app_user on delete cascade,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);

create table api_token (
  token_hash bytea primary key,
  user_id int4 not null references app_user on delete cascade,
  name text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz
);

-- Every change of a setting is a new version with an effective date; `settings` is the whole effective document.
create table rule_version (
  id int4 generated always as identity primary key,
  effective_from date not null,
  settings jsonb not null,
  created_by int4 references app_user,
  created_at timestamptz not null default now()
);

create table rep (
  id int4 generated always as identity primary key,
  code text not null constraint rep_code_key unique,
  name text not null,
  phone text,
  user_id int4 references app_user,
  active boolean not null default true,
  version int4 not null default 1,
  updated_at timestamptz not null default now()
);

create table rep_org_unit (
  id int8 generated always as identity primary key,
  rep_id int4 not null references rep,
  org_unit_id int4 not null references org_unit,
  valid daterange not null,
  recorded_at timestamptz not null default now(),
  retired_at timestamptz,
  constraint rep_org_unit_once exclude using gist (rep_id with =, valid with &&) where (retired_at is null)
);

create table device (
  id int4 generated always as identity primary key,
  label text not null default '',
  can_declare boolean not null default true,
  grade text not null default 'native_app' check (grade in ('native_app', 'tracker_web_app', 'web_app_only', 'import')),
  token_hash bytea constraint device_token_key unique,
  token_used_at timestamptz,
  install uuid,
  model text, os text, app text, app_version text, emulator boolean,
  enrolled_at timestamptz not null default now(),
  last_seen_at timestamptz,
  backlog int4,
  revoked_at timestamptz,
  version int4 not null default 1
);

create table device_binding (
  id int8 generated always as identity primary key,
  device_id int4 not null references device,
  rep_id int4 not null references rep,
  valid tstzrange not null,
  recorded_at timestamptz not null default now(),
  retired_at timestamptz,
  constraint device_binding_once exclude using gist (device_id with =, valid with &&) where (retired_at is null)
);
create index device_binding_rep on device_binding (rep_id);

create table enrolment_code (
  code_hash bytea primary key,
  device_id int4 not null references device on delete cascade,
  expires_at timestamptz not null,
  used_by_install uuid
);

create table customer (
  id int4 generated always as identity primary key,
  code text not null constraint customer_code_key unique,
  name text not null,
  phone text,
  org_unit_id int4 not null references org_unit,
  version int4 not null default 1,
  updated_at timestamptz not null default now()
);

create table outlet (
  id int4 generated always as identity primary key,
  code text not null constraint outlet_code_key unique,
  name text not null,
  customer_id int4 references customer,
  class text not null default 'general',
  channel text,
  address text,
  org_unit_id int4 not null references org_unit,
  closed_at timestamptz,
  version int4 not null default 1,
  updated_at timestamptz not null default now()
);
create index outlet_org_unit on outlet (org_unit_id);

-- Pin and fence by date: old verdicts keep the pin they were judged with.
create table outlet_pin (
  id int8 generated always as identity primary key,
  outlet_id int4 not null references outlet,
  lat_e7 int4, lng_e7 int4,
  radius_m int4 check (radius_m between 1 and 5000),
  -- [[[[lat_e7, lng_e7], …]]]: polygon, ring, vertex; `radius_m` is its margin.
  polygon jsonb,
  valid daterange not null,
  recorded_at timestamptz not null default now(),
  retired_at timestamptz,
  constraint outlet_pin_once exclude using gist (outlet_id with =, valid with &&) where (retired_at is null)
);

create table route (
  id int4 generated always as identity primary key,
  code text not null constraint route_code_key unique,
  name text not null,
  org_unit_id int4 not null references org_unit,
  version int4 not null default 1,
  updated_at timestamptz not null default now()
);

create table route_rep (
  id int8 generated always as identity primary key,
  route_id int4 not null references route,
  rep_id int4 not null references rep,
  valid daterange not null,
  recorded_at timestamptz not null default now(),
  retired_at timestamptz,
  constraint route_rep_once exclude using gist (route_id with =, valid with &&) where (retired_at is null)
);
create index route_rep_rep on route_rep (rep_id);

create table route_outlet (
  id int8 generated always as identity primary key,
  route_id int4 not null references route,
  outlet_id int4 not null references outlet,
  sequence int4 not null,
  -- VisitPattern of the domain, canonical form.
  pattern jsonb not null,
  window_from_min int2, window_to_min int2, service_min int2,
  valid daterange not null,
  recorded_at timestamptz not null default now(),
  retired_at timestamptz,
  constraint route_outlet_once exclude using gist (route_id with =, outlet_id with =, valid with &&) where (retired_at is null)
);
create index route_outlet_outlet on route_outlet (outlet_id);

create table day_plan (
  rep_id int4 not null references rep,
  date date not null,
  org_unit_id int4 not null references org_unit,
  rule_version int4 not null references rule_version,
  frozen_at timestamptz not null default now(),
  primary key (rep_id, date)
);
create table day_stop (
  rep_id int4 not null,
  date date not null,
  sequence int4 not null,
  outlet_id int4 not null references outlet,
  route_id int4 not null references route,
  window_from_min int2, window_to_min int2, service_min int2,
  primary key (rep_id, date, sequence),
  foreign key (rep_id, date) references day_plan on delete cascade
);

-- Inputs of the rep-day, verbatim. Identity of a mark is (type, id), of a record (kind, id).
create table mark (
  rep_id int4 not null references rep,
  type text not null,
  id uuid not null,
  device_id int4 not null references device,
  at timestamptz not null,
  clock_offset_ms int4 not null default 0,
  -- Company date of the corrected time.
  date date not null,
  body jsonb not null,
  digest bytea not null,
  flags text[] not null default '{}',
  received_at timestamptz not null,
  primary key (type, id)
);
create index mark_rep_day on mark (rep_id, date);

create table device_record (
  rep_id int4 not null references rep,
  kind text not null,
  id uuid not null,
  device_id int4 not null references device,
  visit_id uuid,
  at timestamptz not null,
  clock_offset_ms int4 not null default 0,
  date date not null,
  body jsonb not null,
  digest bytea not null,
  flags text[] not null default '{}',
  -- received → applied | invalid(status_detail)
  status text not null default 'received',
  status_detail jsonb,
  received_at timestamptz not null,
  primary key (kind, id)
);
create index device_record_rep_day on device_record (rep_id, date);
create index device_record_visit on device_record (visit_id);
create index device_record_inbox on device_record (kind, received_at) where status = 'received';

-- What opens the session gate. Written in the transaction of the mark or of the fixes that declare it.
create table work_session (
  rep_id int4 not null references rep,
  id uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  auto_started boolean not null default false,
  primary key (rep_id, id)
);
create index work_session_rep_start on work_session (rep_id, started_at);

create table work_break (
  rep_id int4 not null references rep,
  id uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  primary key (rep_id, id)
);

-- Refused items leave only a counter of device, code and minute: never their coordinates.
create table refusal (
  device_id int4 not null references device,
  code text not null,
  minute timestamptz not null,
  count int4 not null,
  primary key (device_id, code, minute)
);

-- What was judged.
create table rep_day (
  rep_id int4 not null references rep,
  date date not null,
  org_unit_id int4 not null references org_unit,
  rule_version int4 not null references rule_version,
  -- fieldbeat_domain DayReport without its visits.
  report jsonb not null,
  hash bytea not null,
  judged_as_of timestamptz not null,
  revision int4 not null default 1,
  primary key (rep_id, date)
);

create table rep_day_dirty (
  rep_id int4 not null references rep,
  date date not null,
  version int8 not null default 1,
  -- First and newest reason to judge again: coalesced until quiet, but not for ever.
  marked_at timestamptz not null default now(),
  touched_at timestamptz not null default now(),
  primary key (rep_id, date)
);
create index rep_day_dirty_touched on rep_day_dirty (touched_at);

create table visit (
  id uuid primary key,
  rep_id int4 not null references rep,
  date date not null,
  org_unit_id int4 not null references org_unit,
  outlet_id int4 references outlet,
  source text not null,
  state text not null,
  visit_type text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  overall text not null,
  -- fieldbeat_domain Visit, whole.
  visit jsonb not null,
  revision int4 not null default 1,
  updated_at timestamptz not null default now()
);
create index visit_rep_day on visit (rep_id, date);
create index visit_outlet on visit (outlet_id, started_at desc);
create index visit_started on visit (started_at desc, id);

-- Former ids of absorbed detected visits.
create table visit_redirect (
  old_id uuid primary key,
  new_id uuid not null
);

create table visit_revision (
  id int8 generated always as identity primary key,
  visit_id uuid not null,
  rep_id int4 not null,
  date date not null,
  revision int4 not null,
  -- opened | closed | changed | withdrawn
  change text not null,
  before jsonb,
  after jsonb,
  recorded_at timestamptz not null default now()
);
create index visit_revision_visit on visit_revision (visit_id);

create table visit_review (
  id int8 generated always as identity primary key,
  visit_id uuid not null,
  user_id int4 not null references app_user,
  decision text not null check (decision in ('valid', 'invalid')),
  reason text not null,
  decided_at timestamptz not null default now()
);
create index visit_review_visit on visit_review (visit_id);

-- A fold of the rep's open day; any mismatch of format, code or rules refolds from the day's start.
create table tracker_checkpoint (
  rep_id int4 primary key references rep,
  date date not null,
  format int4 not null,
  rule_version int4 not null,
  next_deadline_at timestamptz,
  state bytea not null,
  saved_at timestamptz not null default now()
);
create index tracker_checkpoint_deadline on tracker_checkpoint (next_deadline_at);

-- Cursor feed: ordered by (xid, id), read below pg_snapshot_xmin, so that a late commit is never skipped.
create table event (
  id int8 generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  kind text not null,
  org_unit_id int4,
  rep_id int4,
  subject_id text not null,
  body jsonb not null,
  recorded_at timestamptz not null default now()
);
create index event_feed on event (xid, id);
create index event_rep on event (rep_id, xid, id);

create table sales_order (
  id uuid primary key,
  rep_id int4 not null references rep,
  date date not null,
  org_unit_id int4 not null references org_unit,
  visit_id uuid,
  outlet_id int4 references outlet,
  customer_id int4 references customer,
  state text not null default 'submitted',
  currency text not null,
  -- Minor units of `currency`.
  total_minor int8 not null,
  note text,
  ordered_at timestamptz not null,
  version int4 not null default 1,
  updated_at timestamptz not null default now()
);
create index sales_order_visit on sales_order (visit_id);
create index sales_order_rep_day on sales_order (rep_id, date);
create table sales_order_line (
  order_id uuid not null references sales_order on delete cascade,
  line int4 not null,
  product_code text not null,
  product_name text not null default '',
  quantity numeric(14, 3) not null check (quantity > 0),
  unit text not null default 'piece',
  unit_price_minor int8 not null check (unit_price_minor >= 0),
  total_minor int8 not null,
  primary key (order_id, line)
);

create table message (
  id int8 generated always as identity primary key,
  rep_id int4 not null references rep,
  from_user_id int4 references app_user,
  text text not null,
  sent_at timestamptz not null default now()
);

create table idempotency_key (
  user_id int4 not null references app_user on delete cascade,
  key text not null,
  request_digest bytea not null,
  -- Null while the first request runs.
  status int2,
  body bytea,
  created_at timestamptz not null default now(),
  primary key (user_id, key)
);

create table audit_log (
  id int8 generated always as identity primary key,
  user_id int4 references app_user,
  action text not null,
  subject text not null,
  detail jsonb not null default '{}',
  recorded_at timestamptz not null default now()
);

create table first_run (
  id int2 primary key default 1 check (id = 1),
  token_hash bytea not null,
  created_at timestamptz not null default now()
);

-- The transaction of a row's last change: `updated_since=<changes_cursor>` compares it with the
-- snapshot of an earlier answer, so that a late commit is never skipped.
create function stamp_xid() returns trigger language plpgsql as $$
begin
  new.xid := pg_current_xact_id();
  return new;
end $$;
alter table org_unit add column xid xid8 not null default pg_current_xact_id();
alter table app_user add column xid xid8 not null default pg_current_xact_id();
alter table rep add column xid xid8 not null default pg_current_xact_id();
alter table device add column xid xid8 not null default pg_current_xact_id();
alter table device add column updated_at timestamptz not null default now();
alter table customer add column xid xid8 not null default pg_current_xact_id();
alter table outlet add column xid xid8 not null default pg_current_xact_id();
alter table route add column xid xid8 not null default pg_current_xact_id();
alter table visit add column xid xid8 not null default pg_current_xact_id();
alter table sales_order add column xid xid8 not null default pg_current_xact_id();
-- Masters are stamped when their version moves: a heartbeat is no change of a device.
create trigger org_unit_xid before update of version on org_unit for each row execute function stamp_xid();
create trigger app_user_xid before update of version on app_user for each row execute function stamp_xid();
create trigger rep_xid before update of version on rep for each row execute function stamp_xid();
create trigger device_xid before update of version on device for each row execute function stamp_xid();
create trigger customer_xid before update of version on customer for each row execute function stamp_xid();
create trigger outlet_xid before update of version on outlet for each row execute function stamp_xid();
create trigger route_xid before update of version on route for each row execute function stamp_xid();
create trigger visit_xid before update on visit for each row execute function stamp_xid();
create trigger sales_order_xid before update on sales_order for each row execute function stamp_xid();
create index org_unit_changed on org_unit (xid);
create index app_user_changed on app_user (xid);
create index rep_changed on rep (xid);
create index device_changed on device (xid);
create index customer_changed on customer (xid);
create index outlet_changed on outlet (xid);
create index route_changed on route (xid);
create index visit_changed on visit (xid);
create index sales_order_changed on sales_order (xid);

-- What other systems call our masters: `PUT {collection}/by-code/{system}/{code}`.
create table external_code (
  collection text not null,
  system text not null,
  code text not null,
  -- Our own code of the row.
  own_code text not null,
  primary key (collection, system, code)
);

-- `outlets/map` and `outlets/near` ask by box.
create index outlet_pin_lat on outlet_pin (lat_e7, lng_e7) where retired_at is null;
create index rep_org_unit_unit on rep_org_unit (org_unit_id) where retired_at is null;
create index audit_log_recorded on audit_log (recorded_at desc, id desc);
