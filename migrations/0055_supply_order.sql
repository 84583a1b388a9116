-- Orders of warehouses to who supplies them: another warehouse that keeps its book here, or a partner outside. What is
-- on its way left the source and is in nobody's book until it is received. Quantities are thousandths of the base unit.
create table supply_order (
  id uuid primary key,
  to_id int4 not null references stock_location,
  from_id int4 references stock_location,
  partner_id int4 references partner,
  state text not null default 'draft'
    check (state in ('draft', 'submitted', 'confirmed', 'shipped', 'received', 'rejected', 'cancelled')),
  wanted_on date,
  -- Told when it was shipped.
  expected_on date,
  note text,
  -- Why it was rejected or cancelled, or why not all that was shipped arrived.
  reason text,
  created_by int4 references app_user,
  created_at timestamptz not null,
  submitted_at timestamptz,
  confirmed_by int4 references app_user,
  confirmed_at timestamptz,
  shipped_by int4 references app_user,
  shipped_at timestamptz,
  received_by int4 references app_user,
  received_at timestamptz,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  constraint supply_order_source check (num_nonnulls(from_id, partner_id) = 1),
  constraint supply_order_apart check (from_id <> to_id)
);
create trigger supply_order_xid before update of version on supply_order for each row execute function stamp_xid();
create index supply_order_changed on supply_order (xid);
create index supply_order_newest on supply_order (created_at desc, id);
create index supply_order_to on supply_order (to_id) where state in ('submitted', 'confirmed', 'shipped');

create table supply_order_line (
  order_id uuid not null references supply_order on delete cascade,
  line int4 not null,
  product_id int4 not null references product,
  -- Of which whole ones are asked and shared.
  unit text not null,
  pieces int4 not null check (pieces > 0),
  asked_milli int8 not null check (asked_milli > 0),
  confirmed_milli int8 check (confirmed_milli between 0 and asked_milli),
  shipped_milli int8 check (shipped_milli between 0 and confirmed_milli),
  received_milli int8 check (received_milli >= 0),
  primary key (order_id, line),
  constraint supply_order_line_once unique (order_id, product_id)
);
