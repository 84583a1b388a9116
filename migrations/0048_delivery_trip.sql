-- Delivery trips: orders that leave together, stop by stop, until their goods and the money are accounted for.
-- Quantities of goods are thousandths of the product's base unit.
create table delivery_trip (
  id uuid primary key,
  date date not null,
  org_unit_id int4 not null references org_unit,
  -- Who drives: a rep, or somebody with a login.
  rep_id int4 references rep,
  user_id int4 references app_user,
  -- Where the goods ride; without one they stay in the book of the warehouse until they are delivered.
  van_id int4 references stock_location,
  -- Where they come from, known once they are loaded; null where the company keeps no stock.
  from_id int4 references stock_location,
  vehicle text,
  note text,
  state text not null default 'planned' check (state in ('planned', 'out', 'settled', 'cancelled')),
  -- Why it was cancelled, or why goods are missing or too many.
  reason text,
  created_by int4 references app_user,
  created_at timestamptz not null,
  loaded_by int4 references app_user,
  loaded_at timestamptz,
  settled_by int4 references app_user,
  settled_at timestamptz,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  constraint delivery_trip_driver check (num_nonnulls(rep_id, user_id) = 1)
);
create trigger delivery_trip_xid before update of version on delivery_trip for each row execute function stamp_xid();
create index delivery_trip_changed on delivery_trip (xid);
create index delivery_trip_newest on delivery_trip (date desc, id);
create index delivery_trip_rep on delivery_trip (rep_id, date) where rep_id is not null;

create table delivery_stop (
  trip_id uuid not null references delivery_trip on delete cascade,
  seq int4 not null,
  order_id uuid not null references sales_order,
  state text not null default 'open' check (state in ('open', 'delivered', 'partly', 'refused')),
  -- The trip is not over: an order rides on one at a time.
  live bool not null default true,
  -- What was delivered, if anything.
  delivery_id uuid references delivery,
  -- Why not all of it.
  reason text,
  receiver text,
  note text,
  photo_sha256 text,
  visit_id uuid,
  at timestamptz,
  primary key (trip_id, seq),
  constraint delivery_stop_once unique (trip_id, order_id),
  constraint delivery_stop_why check (state not in ('partly', 'refused') or reason is not null)
);
create unique index delivery_stop_order on delivery_stop (order_id) where live;
create index delivery_stop_visit on delivery_stop (visit_id) where visit_id is not null;

-- What was loaded, and what became of it. What is missing is what is left: loaded − delivered − returned.
create table delivery_goods (
  trip_id uuid not null references delivery_trip on delete cascade,
  product_id int4 not null references product,
  loaded_milli int8 not null check (loaded_milli > 0),
  delivered_milli int8 not null default 0 check (delivered_milli >= 0),
  -- Counted back into the warehouse; null before that.
  returned_milli int8 check (returned_milli >= 0),
  primary key (trip_id, product_id),
  constraint delivery_goods_sum check (delivered_milli <= loaded_milli)
);
