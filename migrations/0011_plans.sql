-- Days off, and what becomes of the calls that fall on them.
create table holiday (
  date date primary key,
  name text not null,
  policy text not null check (policy in ('skip', 'next_working_day', 'make_up')),
  user_id int4 references app_user,
  version int4 not null default 1,
  updated_at timestamptz not null default now()
);

-- Whole days on which a rep does not work the plan. requested → approved | refused | cancelled; approved → cancelled.
create table absence (
  id uuid primary key,
  rep_id int4 not null references rep,
  org_unit_id int4 not null references org_unit,
  kind text not null check (kind in ('leave', 'sickness', 'meeting', 'training')),
  from_date date not null,
  -- Included.
  to_date date not null check (to_date between from_date and from_date + 366),
  note text,
  state text not null default 'requested' check (state in ('requested', 'approved', 'refused', 'cancelled')),
  substitute_rep_id int4 references rep check (substitute_rep_id <> rep_id),
  -- Null: from the rep's phone.
  requested_by int4 references app_user,
  requested_at timestamptz not null,
  decided_by int4 references app_user,
  decided_at timestamptz,
  reason text,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  constraint absence_once exclude using gist (rep_id with =, daterange(from_date, to_date, '[]') with &&) where (state = 'approved')
);
create index absence_rep on absence (rep_id, from_date);
create index absence_substitute on absence (substitute_rep_id, from_date) where substitute_rep_id is not null;
create index absence_changed on absence (xid);
create trigger absence_xid before update on absence for each row execute function stamp_xid();

-- `absence_id` alone: excused by it. With `covers_rep_id`: on a substitute's plan, that rep's stop.
alter table day_stop
  add column absence_id uuid references absence,
  add column covers_rep_id int4 references rep;
create index day_stop_absence on day_stop (absence_id) where absence_id is not null;

-- What a planner changed about a date before its plan is frozen.
create table plan_exception (
  id int8 generated always as identity primary key,
  rep_id int4 not null references rep,
  outlet_id int4 not null references outlet,
  change text not null check (change in ('add', 'remove', 'move')),
  date date not null,
  to_date date check ((to_date is not null) = (change = 'move')),
  reason text not null,
  user_id int4 references app_user,
  recorded_at timestamptz not null
);
create index plan_exception_date on plan_exception (rep_id, date);
create index plan_exception_to on plan_exception (rep_id, to_date) where to_date is not null;

-- What was changed in a plan after it was frozen, with who approved it. Appended only.
create table plan_deviation (
  id int8 generated always as identity primary key,
  rep_id int4 not null references rep,
  date date not null,
  change text not null check (change in ('added', 'removed', 'moved', 'excused', 'restored', 'covered')),
  outlet_id int4 not null references outlet,
  to_date date,
  absence_id uuid references absence,
  reason text not null,
  approved_by int4 references app_user,
  recorded_at timestamptz not null
);
create index plan_deviation_day on plan_deviation (rep_id, date);
