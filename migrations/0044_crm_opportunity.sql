-- What may be sold to whom: opportunities by stage, and how long each stood where.

-- A code never changes and no row is deleted: what stood there keeps its words.
create table opportunity_stage (
  code text primary key check (code ~ '^[a-z0-9_]{1,64}$'),
  -- In the order of the board.
  place int4 not null,
  outcome text not null check (outcome in ('open', 'won', 'lost')),
  -- Percent.
  probability int4 not null check (probability between 0 and 100),
  name_en text not null,
  name_vi text not null,
  name_zh text not null,
  active bool not null default true,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  constraint opportunity_stage_end check (outcome = 'open' or probability = case outcome when 'won' then 100 else 0 end),
  constraint opportunity_stage_ends_stay check (outcome = 'open' or active)
);
insert into opportunity_stage (code, place, outcome, probability, name_en, name_vi, name_zh) values
  ('prospecting', 1, 'open', 10, 'Prospecting', 'Tìm hiểu', '寻找'),
  ('qualification', 2, 'open', 20, 'Qualification', 'Đánh giá', '甄别'),
  ('proposal', 3, 'open', 50, 'Proposal', 'Chào giá', '报价'),
  ('negotiation', 4, 'open', 80, 'Negotiation', 'Thương lượng', '谈判'),
  ('won', 5, 'won', 100, 'Won', 'Thắng', '赢单'),
  ('lost', 6, 'lost', 0, 'Lost', 'Mất', '丢单');
create unique index opportunity_stage_end_once on opportunity_stage (outcome) where outcome <> 'open';

create table opportunity (
  -- Made by who sends it; of a phone's record its id.
  id uuid primary key,
  stage text not null references opportunity_stage,
  rep_id int4 not null references rep,
  user_id int4 references app_user,
  org_unit_id int4 not null references org_unit,
  name text not null,
  note text,
  customer_id int4 references customer,
  outlet_id int4 references outlet,
  contact_id int4 references contact,
  visit_id uuid,
  quotation_id uuid references quotation,
  currency text not null,
  amount_minor int8 not null check (amount_minor between 0 and 90000000000000),
  expected_close date,
  -- Of a lost one.
  lost_reason text,
  stage_since timestamptz not null,
  closed_at timestamptz,
  made_at timestamptz not null,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  constraint opportunity_whom check (num_nonnulls(customer_id, outlet_id) >= 1)
);
create trigger opportunity_xid before update of version on opportunity for each row execute function stamp_xid();
create index opportunity_changed on opportunity (xid);
create index opportunity_newest on opportunity (made_at desc, id);
create index opportunity_rep on opportunity (rep_id, made_at desc, id);
create index opportunity_stage_of on opportunity (stage) where closed_at is null;
create index opportunity_customer on opportunity (customer_id, made_at desc, id) where customer_id is not null;
create index opportunity_visit on opportunity (visit_id) where visit_id is not null;

-- Every move, appended.
create table opportunity_step (
  opportunity_id uuid not null references opportunity on delete cascade,
  seq int4 not null,
  stage text not null references opportunity_stage,
  at timestamptz not null,
  user_id int4 references app_user,
  rep_id int4 references rep,
  reason text,
  primary key (opportunity_id, seq)
);
