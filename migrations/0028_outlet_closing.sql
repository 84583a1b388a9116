-- Outlets that are no more, and outlets that are one: decisions of people, each of which can be taken back.

-- Where the outlet went that was merged into another.
alter table outlet add column merged_into int4 references outlet check (merged_into <> id);

create table outlet_closure (
  id int4 generated always as identity primary key,
  outlet_id int4 not null references outlet,
  -- kept: looked at, and not to be suggested again for a while.
  decision text not null check (decision in ('closed', 'kept')),
  -- First day on which it is closed.
  effective_from date check ((effective_from is not null) = (decision = 'closed')),
  reason text not null,
  decided_by int4 references app_user,
  -- Also `recorded_at` and `retired_at` of the routes' rows that it wrote: how a reopening finds them.
  decided_at timestamptz not null,
  reopened_by int4 references app_user,
  reopened_at timestamptz,
  reopening_reason text
);
create index outlet_closure_outlet on outlet_closure (outlet_id, id);

create table outlet_pair (
  id int4 generated always as identity primary key,
  first_id int4 not null references outlet,
  second_id int4 not null references outlet check (first_id < second_id),
  decision text not null check (decision in ('same', 'different')),
  -- Keeps code, visits to come and routes; the other one is closed.
  survivor_id int4 references outlet check ((survivor_id is not null) = (decision = 'same')),
  closure_id int4 references outlet_closure,
  -- [[system, code], …] that named the closed one before.
  external_codes jsonb not null default '[]',
  reason text not null,
  decided_by int4 references app_user,
  decided_at timestamptz not null,
  undone_by int4 references app_user,
  undone_at timestamptz
);
create unique index outlet_pair_once on outlet_pair (first_id, second_id) where undone_at is null;

-- When an outlet was last ordered for, and since when it is known.
create index sales_order_outlet on sales_order (outlet_id, ordered_at desc) where outlet_id is not null;
create index outlet_version_outlet on outlet_version (outlet_id, recorded_at);
-- What reps say who find a shop gone.
create index mark_closed_for_good on mark (received_at) where body->>'reason' ~* '^closed[ _]for[ _]good$';
