-- Proposed pins, and what became of each. The pins themselves are rows of outlet_pin, by date.

create table pin_proposal (
  id int4 generated always as identity primary key,
  outlet_id int4 not null references outlet,
  -- rep: from the field; visits: the server's, from where visits cluster; rollback: an approved pin taken back.
  source text not null check (source in ('rep', 'visits', 'rollback')),
  rep_id int4 references rep,
  record_id uuid constraint pin_proposal_record_key unique,
  -- The proposal whose pin a rollback takes back.
  undoes_id int4 references pin_proposal,
  reason text,
  -- What it would replace, or did when it was approved; null: no pin.
  old_lat_e7 int4, old_lng_e7 int4,
  -- Null only where a rollback returns to no pin.
  lat_e7 int4, lng_e7 int4,
  distance_mm int8,
  -- The visits whose positions lie there, and how many reps made them.
  visits uuid[] not null default '{}',
  reps int4 not null default 0,
  spread_mm int8 not null default 0,
  proposed_at timestamptz not null,
  -- superseded: the same rep proposed again, or another proposal for the outlet was approved.
  state text not null default 'open' check (state in ('open', 'approved', 'refused', 'superseded')),
  decided_by int4 references app_user,
  decided_at timestamptz,
  decision_reason text,
  effective_from date,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  check ((state in ('approved', 'refused')) = (decided_at is not null))
);
create trigger pin_proposal_xid before update of version on pin_proposal for each row execute function stamp_xid();
create index pin_proposal_changed on pin_proposal (xid);
create index pin_proposal_outlet on pin_proposal (outlet_id, id);
-- The server proposes once while one of its own is open.
create unique index pin_proposal_once on pin_proposal (outlet_id) where state = 'open' and source = 'visits';
create index device_record_pin_proposals on device_record (received_at) where status = 'received' and kind = 'pin_proposal';

-- Why a person's decision on a visit was made: the approved pin that explains it.
alter table visit_review add column pin_proposal_id int4 references pin_proposal;
create index visit_review_pin_proposal on visit_review (pin_proposal_id) where pin_proposal_id is not null;
