-- Claims of partners for what they spent on the company's behalf, with their evidence.

create table claim (
  -- Made by the sender.
  id uuid primary key,
  partner_id int4 not null references partner,
  -- Of whoever made it: who is above sees it.
  org_unit_id int4 not null references org_unit,
  date date not null,
  title text not null,
  currency text not null,
  state text not null default 'draft'
    check (state in ('draft', 'submitted', 'checked', 'approved', 'partly', 'rejected', 'settled')),
  -- Sum of its lines.
  claimed_minor int8 not null,
  approved_minor int8 check (approved_minor between 0 and claimed_minor),
  made_by int4 not null references app_user,
  made_at timestamptz not null,
  checked_by int4 references app_user,
  decided_by int4 references app_user,
  -- Number of the credit note.
  reference text,
  version int4 not null default 1,
  updated_at timestamptz not null,
  xid xid8 not null default pg_current_xact_id(),
  constraint claim_two_people check (decided_by is null or decided_by <> checked_by),
  check ((state in ('approved', 'partly', 'settled')) <= (approved_minor > 0))
);
create trigger claim_xid before update of version on claim for each row execute function stamp_xid();
create index claim_newest on claim (made_at desc, id);
create index claim_partner on claim (partner_id, made_at desc, id);

create table claim_line (
  claim_id uuid not null references claim,
  line int4 not null,
  what text not null,
  amount_minor int8 not null check (amount_minor > 0),
  -- What proves it.
  order_id uuid references sales_order,
  visit_id uuid,
  photo_id uuid references photo,
  display_id uuid references display,
  primary key (claim_id, line),
  constraint claim_line_evidence check (num_nonnulls(order_id, visit_id, photo_id, display_id) > 0)
);
create index claim_line_display on claim_line (display_id) where display_id is not null;

-- Every step, never changed.
create table claim_step (
  id int8 generated always as identity primary key,
  claim_id uuid not null references claim,
  deed text not null,
  state text not null,
  user_id int4 not null references app_user,
  reason text,
  at timestamptz not null
);
create index claim_step_claim on claim_step (claim_id, id);
