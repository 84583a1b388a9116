-- Appointments, tasks, and the calendars that people read with programs of their own.

create table appointment (
  -- Made by who sends it; the UID of its calendar entry.
  id uuid primary key,
  state text not null default 'planned' check (state in ('planned', 'held', 'not_held', 'cancelled')),
  -- Whose calendar it is in.
  rep_id int4 not null references rep,
  user_id int4 references app_user,
  org_unit_id int4 not null references org_unit,
  priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
  subject text not null,
  note text,
  customer_id int4 references customer,
  -- Where.
  outlet_id int4 references outlet,
  contact_id int4 references contact,
  -- In which it was agreed on.
  visit_id uuid,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- Company date of its start.
  date date not null,
  reason text,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  constraint appointment_window check (ends_at > starts_at),
  constraint appointment_reason check (state in ('planned', 'held') or reason is not null)
);
create trigger appointment_xid before update of version on appointment for each row execute function stamp_xid();
create index appointment_changed on appointment (xid);
create index appointment_start on appointment (starts_at, id);
create index appointment_rep on appointment (rep_id, starts_at);
create index appointment_customer on appointment (customer_id, starts_at desc, id) where customer_id is not null;
create index appointment_visit on appointment (visit_id) where visit_id is not null;

create table appointment_attendee (
  appointment_id uuid not null references appointment on delete cascade,
  place int4 not null,
  rep_id int4 references rep,
  user_id int4 references app_user,
  contact_id int4 references contact,
  answer text not null default 'none' check (answer in ('none', 'accepted', 'tentative', 'declined')),
  primary key (appointment_id, place),
  check (num_nonnulls(rep_id, user_id, contact_id) = 1)
);
create index appointment_attendee_rep on appointment_attendee (rep_id) where rep_id is not null;

create table task (
  id uuid primary key,
  state text not null check (state in ('backlog', 'todo', 'in_progress', 'done', 'canceled')),
  -- Who does it.
  rep_id int4 not null references rep,
  user_id int4 references app_user,
  org_unit_id int4 not null references org_unit,
  priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
  subject text not null,
  note text,
  customer_id int4 references customer,
  outlet_id int4 references outlet,
  contact_id int4 references contact,
  visit_id uuid,
  due_at timestamptz,
  -- Company date of it.
  due_date date,
  ended_at timestamptz,
  made_at timestamptz not null,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  constraint task_ended check ((state in ('done', 'canceled')) = (ended_at is not null))
);
create trigger task_xid before update of version on task for each row execute function stamp_xid();
create index task_changed on task (xid);
create index task_newest on task (made_at desc, id);
create index task_rep on task (rep_id, made_at desc, id);
create index task_due on task (due_at) where ended_at is null and due_at is not null;
create index task_visit on task (visit_id) where visit_id is not null;

-- A calendar behind a secret link: what its owner sees of a rep, or of a unit and all below it.
create table calendar_feed (
  id int4 generated always as identity primary key,
  token_hash bytea not null constraint calendar_feed_token unique,
  user_id int4 not null references app_user on delete cascade,
  name text not null,
  rep_id int4 references rep,
  org_unit_id int4 references org_unit,
  created_at timestamptz not null,
  -- By the day.
  read_on date,
  revoked_at timestamptz,
  check (num_nonnulls(rep_id, org_unit_id) = 1)
);
create index calendar_feed_user on calendar_feed (user_id);
