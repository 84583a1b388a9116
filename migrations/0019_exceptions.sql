-- Exceptions of the field: what a supervisor should look at, its cause, and what people did about it.
-- Not to be mixed up with `plan_exception`, which is a planner's word about a date.
create table field_exception (
  id uuid primary key,
  kind text not null,
  -- What the cause lies in, e.g. `rep/7`, `rep/7/2026-03-02`, `visit/…`, `outlet/9`.
  subject text not null,
  rep_id int4 not null references rep,
  org_unit_id int4 not null references org_unit,
  -- Company date of its opening, or of the visit.
  date date not null,
  severity text not null check (severity in ('info', 'warning', 'critical')),
  state text not null default 'open' check (state in ('open', 'acknowledged', 'resolved')),
  opened_at timestamptz not null,
  -- Since when the cause has been gone, while it may still come back.
  calm_since timestamptz,
  -- Apart from `state`: a person may resolve what goes on, and then nothing new opens until it has ended.
  cause_ended_at timestamptz,
  owner_user_id int4 references app_user,
  visit_id uuid,
  outlet_id int4 references outlet,
  -- The figures that opened it; no coordinates.
  evidence jsonb not null default '{}',
  -- Of the last resolution: a person's words, or `cause_ended`, `day_over`.
  reason text,
  resolved_at timestamptz,
  -- Null where its cause ended by itself.
  resolved_by int4 references app_user,
  updated_at timestamptz not null
);
create unique index field_exception_cause on field_exception (kind, subject) where cause_ended_at is null;
create index field_exception_opened on field_exception (opened_at desc, id);
create index field_exception_pending on field_exception (opened_at desc, id) where state <> 'resolved';
create index field_exception_rep on field_exception (rep_id, opened_at desc);

-- Everything done to an exception, by people and by the server. Appended only.
create table field_exception_action (
  id int8 generated always as identity primary key,
  exception_id uuid not null references field_exception,
  action text not null check (action in ('open', 'acknowledge', 'assign', 'resolve', 'reopen', 'end_cause', 'close')),
  -- Null: the server.
  user_id int4 references app_user,
  owner_user_id int4 references app_user,
  reason text,
  recorded_at timestamptz not null
);
create index field_exception_action_of on field_exception_action (exception_id, id);

-- What a phone tells only as it is now, since when it has shown; see `Sign` of the domain.
create table rep_sign (
  rep_id int4 not null references rep,
  sign text not null,
  since timestamptz not null,
  primary key (rep_id, sign)
);

-- Visits that may be an exception are a small part of all; see `exception_facts::visits`.
create index visit_exceptional on visit (date) where plan = 'off_route' or visit->'verdict'->>'place' = 'outside'
  or visit->'verdict'->>'place_check_in' = 'outside' or visit->'verdict'->>'dwell' = 'short'
  or visit->'verdict'->>'integrity' <> 'clean';
-- What became of the last stops at an outlet.
create index day_stop_outlet on day_stop (outlet_id, date desc);
