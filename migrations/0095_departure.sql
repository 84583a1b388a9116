-- A rep leaves the company: planned for the end of a day, done when that day is over, or called off (docs/privacy.md).
create table rep_departure (
  id int4 generated always as identity primary key,
  rep_id int4 not null references rep,
  -- The last on which the rep works.
  last_day date not null,
  -- Takes over routes and open work; without one both are left open.
  successor_rep_id int4 references rep check (successor_rep_id <> rep_id),
  -- Why the rep may go although something is open.
  reason text,
  erasure_id int4 references track_erasure,
  state text not null default 'planned' check (state in ('planned', 'done', 'called_off')),
  requested_by int4 not null references app_user,
  requested_at timestamptz not null,
  -- Who called it off.
  ended_by int4 references app_user,
  ended_at timestamptz,
  -- What was done, and what was open at that moment.
  done jsonb,
  constraint rep_departure_ended check ((state = 'planned') = (ended_at is null)),
  constraint rep_departure_done check ((state = 'done') = (done is not null))
);
create unique index rep_departure_planned on rep_departure (rep_id) where state = 'planned';
create index rep_departure_due on rep_departure (last_day, id) where state = 'planned';
create index rep_departure_rep on rep_departure (rep_id, id desc);
create index rep_departure_successor on rep_departure (successor_rep_id) where state = 'planned';

-- A step by which a case or an opportunity went to another rep.
alter table customer_case_step add column handed_to int4 references rep;
alter table opportunity_step add column handed_to int4 references rep;
