-- What reps spend on their way, and the kilometres they claim, beside what was measured.
create table expense (
  id uuid primary key,
  rep_id int4 not null references rep,
  date date not null,
  org_unit_id int4 not null references org_unit,
  visit_id uuid,
  category text not null check (category in ('mileage', 'fuel', 'parking', 'toll', 'meal', 'lodging', 'phone', 'repair', 'other')),
  currency text not null,
  amount_minor int8 not null check (amount_minor > 0),
  -- Of mileage: metres that were claimed, and what a kilometre was worth on that day.
  claimed_m int4 check (claimed_m > 0),
  rate_minor int8 check (rate_minor > 0),
  -- Of photos of receipts.
  photos text[] not null default '{}',
  note text,
  state text not null default 'submitted' check (state in ('submitted', 'approved', 'rejected', 'paid')),
  -- What was approved, and how far the rep had been measured to go when that was decided.
  approved_minor int8 check (approved_minor > 0 and approved_minor <= amount_minor),
  measured_m int8,
  reason text,
  -- Who entered it at a desk; null: the phone.
  user_id int4 references app_user,
  decided_by int4 references app_user,
  decided_at timestamptz,
  paid_by int4 references app_user,
  paid_at timestamptz,
  reference text,
  spent_at timestamptz not null,
  recorded_at timestamptz not null,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  constraint expense_mileage check ((category = 'mileage') = (claimed_m is not null) and (claimed_m is null) = (rate_minor is null)),
  constraint expense_approved check ((state in ('approved', 'paid')) = (approved_minor is not null)),
  constraint expense_rejected check (state <> 'rejected' or reason is not null)
);
create trigger expense_xid before update of version on expense for each row execute function stamp_xid();
create index expense_changed on expense (xid);
create index expense_newest on expense (spent_at desc, id);
create index expense_rep_day on expense (rep_id, date);
create index expense_visit on expense (visit_id) where visit_id is not null;
