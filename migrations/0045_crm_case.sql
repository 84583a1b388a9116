-- Cases: what a customer complains of or asks for, by when somebody must answer and settle it.

-- By priority; the company's.
create table case_deadline (
  priority text primary key check (priority in ('low', 'normal', 'high', 'urgent')),
  first_response_min int4 not null check (first_response_min between 1 and 525600),
  resolution_min int4 not null check (resolution_min between 1 and 525600),
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  check (first_response_min <= resolution_min)
);
insert into case_deadline (priority, first_response_min, resolution_min) values
  ('low', 1440, 10080), ('normal', 480, 4320), ('high', 120, 1440), ('urgent', 30, 480);

create table customer_case (
  -- Made by who sends it; of a phone's record its id.
  id uuid primary key,
  state text not null default 'open' check (state in ('open', 'in_progress', 'waiting', 'resolved', 'closed')),
  priority text not null references case_deadline,
  -- Who looks after it.
  rep_id int4 not null references rep,
  user_id int4 references app_user,
  org_unit_id int4 not null references org_unit,
  subject text not null,
  note text,
  customer_id int4 references customer,
  outlet_id int4 references outlet,
  contact_id int4 references contact,
  visit_id uuid,
  opened_at timestamptz not null,
  -- Company date of it.
  date date not null,
  -- As its priority said when it was opened or changed.
  respond_by timestamptz not null,
  resolve_by timestamptz not null,
  responded_at timestamptz,
  resolved_at timestamptz,
  closed_at timestamptz,
  resolution text,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  constraint customer_case_whom check (num_nonnulls(customer_id, outlet_id) >= 1),
  constraint customer_case_resolved check ((state in ('resolved', 'closed')) = (resolved_at is not null)),
  constraint customer_case_resolution check (resolved_at is null or resolution is not null)
);
create trigger customer_case_xid before update of version on customer_case for each row execute function stamp_xid();
create index customer_case_changed on customer_case (xid);
create index customer_case_newest on customer_case (opened_at desc, id);
create index customer_case_open on customer_case (resolve_by) where resolved_at is null;
create index customer_case_customer on customer_case (customer_id, opened_at desc, id) where customer_id is not null;
create index customer_case_visit on customer_case (visit_id) where visit_id is not null;

-- Every change of state and every word, appended.
create table customer_case_step (
  case_id uuid not null references customer_case on delete cascade,
  seq int4 not null,
  state text not null,
  at timestamptz not null,
  user_id int4 references app_user,
  rep_id int4 references rep,
  note text,
  primary key (case_id, seq)
);
