-- Display programmes: what outlets are paid for showing, who takes part, what reps show of it, and who approved.

create table display_programme (
  id int4 generated always as identity primary key,
  code text not null constraint display_programme_code_key unique,
  name text not null,
  -- What must be seen.
  requirement text not null,
  from_date date not null,
  to_date date not null,
  -- Empty: all.
  classes text[] not null default '{}',
  channels text[] not null default '{}',
  currency text not null,
  -- For one outlet.
  reward_minor int8 not null check (reward_minor >= 0),
  active bool not null default true,
  created_by int4 references app_user,
  version int4 not null default 1,
  updated_at timestamptz not null,
  xid xid8 not null default pg_current_xact_id(),
  check (from_date <= to_date)
);
create trigger display_programme_xid before update of version on display_programme for each row execute function stamp_xid();

-- An outlet that takes part.
create table display (
  id uuid primary key,
  programme_id int4 not null references display_programme,
  outlet_id int4 not null references outlet,
  -- Of the outlet on the day.
  org_unit_id int4 not null references org_unit,
  -- As the programme promised on the day.
  currency text not null,
  reward_minor int8 not null,
  state text not null default 'enrolled'
    check (state in ('enrolled', 'executed', 'approved_first', 'approved', 'paid', 'failed')),
  -- Who showed it last.
  rep_id int4 references rep,
  first_by int4 references app_user,
  second_by int4 references app_user,
  enrolled_by int4 references app_user,
  enrolled_at timestamptz not null,
  version int4 not null default 1,
  updated_at timestamptz not null,
  xid xid8 not null default pg_current_xact_id(),
  constraint display_once unique (programme_id, outlet_id),
  constraint display_two_people check (second_by is null or second_by <> first_by)
);
create trigger display_xid before update of version on display for each row execute function stamp_xid();
create index display_newest on display (enrolled_at desc, id);
create index display_outlet on display (outlet_id);
create index display_state on display (state, enrolled_at desc, id);

-- A rep showed it, by photos (`photo.record_id`).
create table display_execution (
  -- Of the phone's record.
  id uuid primary key,
  display_id uuid not null references display,
  rep_id int4 not null references rep,
  date date not null,
  visit_id uuid,
  note text,
  photos int4 not null check (photos > 0),
  executed_at timestamptz not null,
  recorded_at timestamptz not null
);
create index display_execution_display on display_execution (display_id, executed_at desc);
create index display_execution_visit on display_execution (visit_id) where visit_id is not null;

-- Every step, never changed.
create table display_step (
  id int8 generated always as identity primary key,
  display_id uuid not null references display,
  deed text not null,
  state text not null,
  user_id int4 references app_user,
  rep_id int4 references rep,
  reason text,
  at timestamptz not null
);
create index display_step_display on display_step (display_id, id);
create index photo_record on photo (record_id);
