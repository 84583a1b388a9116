-- What is sold, by whom, at what price, with which schemes. Prices are looked up by the engine of
-- `pricing/`; the tables keep what it reads.

create table partner (
  id int4 generated always as identity primary key,
  code text not null constraint partner_code_key unique,
  name text not null,
  kind text not null check (kind in ('manufacturer', 'distributor', 'sub_distributor', 'agent')),
  parent_id int4 references partner check (parent_id <> id),
  active bool not null default true,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id()
);
create trigger partner_xid before update of version on partner for each row execute function stamp_xid();
create index partner_changed on partner (xid);

-- Who supplies an outlet, by date: never updated in place.
create table outlet_supplier (
  id int8 generated always as identity primary key,
  outlet_id int4 not null references outlet,
  partner_id int4 not null references partner,
  valid daterange not null check (not isempty(valid)),
  recorded_at timestamptz not null default now(),
  retired_at timestamptz,
  constraint outlet_supplier_once exclude using gist (outlet_id with =, valid with &&) where (retired_at is null)
);
create index outlet_supplier_partner on outlet_supplier (partner_id) where retired_at is null;

create table product_category (
  id int4 generated always as identity primary key,
  code text not null constraint product_category_code_key unique
);

create table product (
  id int4 generated always as identity primary key,
  code text not null constraint product_code_key unique,
  name text not null,
  category_id int4 references product_category,
  -- Basis points: 800 is 8 %.
  tax_bp int4 not null default 0 check (tax_bp between 0 and 10000),
  -- {"piece": 1, "carton": 24}: pieces in one; exactly one unit is the piece.
  units jsonb not null,
  active bool not null default true,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id()
);
create trigger product_xid before update of version on product for each row execute function stamp_xid();
create index product_changed on product (xid);

create table price_list (
  id int4 generated always as identity primary key,
  code text not null constraint price_list_code_key unique,
  name text not null,
  -- Whom it is for: at most one of these; none is everybody.
  customer_id int4 references customer,
  outlet_class text,
  partner_id int4 references partner,
  valid_from date,
  valid_to date,
  tax_included bool not null default false,
  active bool not null default true,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  check (num_nonnulls(customer_id, outlet_class, partner_id) <= 1),
  check (valid_from <= valid_to)
);
create trigger price_list_xid before update of version on price_list for each row execute function stamp_xid();
create index price_list_changed on price_list (xid);
create index price_list_customer on price_list (customer_id) where customer_id is not null;

create table price (
  list_id int4 not null references price_list,
  product_id int4 not null references product,
  unit text not null,
  minor int8 not null check (minor >= 0),
  primary key (list_id, product_id, unit)
);

create table scheme (
  id int4 generated always as identity primary key,
  code text not null constraint scheme_code_key unique,
  name text not null,
  valid_from date,
  valid_to date,
  -- As the engine reads them.
  audience jsonb not null default '{}',
  products jsonb not null default '{}',
  rule jsonb not null,
  stack_group int4 not null default 0,
  priority int4 not null default 0,
  stackable bool not null default false,
  budget_minor int8 check (budget_minor >= 0),
  outlet_cap_minor int8 check (outlet_cap_minor >= 0),
  active bool not null default true,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  check (valid_from <= valid_to)
);
create trigger scheme_xid before update of version on scheme for each row execute function stamp_xid();
create index scheme_changed on scheme (xid);
