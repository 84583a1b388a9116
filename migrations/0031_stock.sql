-- Stock: append-only moves of goods between places, and what the outlets' shelves were seen to hold.
-- Quantities are thousandths of the product's base unit. A balance is the sum of its moves and kept in
-- their transaction.

create table stock_location (
  id int4 generated always as identity primary key,
  code text not null constraint stock_location_code_key unique,
  name text not null,
  -- Of an outlet it is only what was observed.
  kind text not null check (kind in ('warehouse', 'van', 'outlet')),
  -- Whose warehouse; null is the company's.
  partner_id int4 references partner,
  rep_id int4 references rep,
  outlet_id int4 constraint stock_location_outlet_key unique references outlet,
  -- Goods for the partner's outlets leave from here.
  is_default bool not null default false,
  active bool not null default true,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  check ((kind = 'van') = (rep_id is not null)),
  check ((kind = 'outlet') = (outlet_id is not null)),
  check (kind = 'warehouse' or partner_id is null and not is_default)
);
create trigger stock_location_xid before update of version on stock_location for each row execute function stamp_xid();
create index stock_location_changed on stock_location (xid);
create unique index stock_location_default on stock_location (coalesce(partner_id, 0)) where is_default;
create unique index stock_location_van on stock_location (rep_id) where active;

-- The org unit whose people see a location on a date; null is everybody: warehouses are the whole
-- company's, as partners are.
create function stock_location_unit(l stock_location, on_date date) returns int4 language sql stable as $$
  select case l.kind
    when 'van' then (select a.org_unit_id from rep_org_unit a
      where a.rep_id = l.rep_id and a.retired_at is null and a.valid @> on_date)
    when 'outlet' then (select o.org_unit_id from outlet o where o.id = l.outlet_id)
  end
$$;

-- One act: goods that came, went, or moved together. Never changed; a wrong one is countered by another.
create table stock_posting (
  id uuid primary key,
  kind text not null check (kind in ('opening', 'receipt', 'issue', 'transfer', 'sale', 'return', 'adjustment')),
  -- The order, delivery, return or count that it belongs to.
  document_id uuid,
  counter_of uuid constraint stock_posting_countered_once unique references stock_posting,
  reason text check (kind <> 'adjustment' or reason is not null),
  note text,
  moved_at timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by int4 references app_user,
  -- Of the request that brought it, so that a repeated one is known.
  digest bytea
);
create index stock_posting_document on stock_posting (document_id) where document_id is not null;

create table stock_move (
  id int8 generated always as identity primary key,
  posting_id uuid not null references stock_posting,
  location_id int4 not null references stock_location,
  product_id int4 not null references product,
  -- Empty where none is known.
  batch text not null default '',
  expires_on date,
  -- Above zero came in, below went out.
  milli int8 not null check (milli <> 0)
);
create index stock_move_location on stock_move (location_id, product_id, id);
create index stock_move_product on stock_move (product_id, id);
create index stock_move_posting on stock_move (posting_id);

create function stock_stands() returns trigger language plpgsql as $$
begin
  raise exception 'moves of stock are never changed: counter them' using errcode = 'integrity_constraint_violation';
end $$;
create trigger stock_posting_stands before update or delete on stock_posting for each row execute function stock_stands();
create trigger stock_move_stands before update or delete on stock_move for each row execute function stock_stands();

-- The lock of a product at a location, and what orders hold of it.
create table stock_level (
  location_id int4 not null references stock_location,
  product_id int4 not null references product,
  reserved_milli int8 not null default 0 check (reserved_milli >= 0),
  updated_at timestamptz not null,
  primary key (location_id, product_id)
);

-- Sum of the moves of a lot; changed under the lock of its level.
create table stock_balance (
  location_id int4 not null,
  product_id int4 not null,
  batch text not null default '',
  expires_on date,
  milli int8 not null,
  foreign key (location_id, product_id) references stock_level
);
create unique index stock_balance_lot on stock_balance (location_id, product_id, batch, coalesce(expires_on, 'infinity'::date));
create index stock_balance_expiry on stock_balance (expires_on) where milli > 0 and expires_on is not null;

-- What an order holds, and what of it left.
create table stock_reservation (
  order_id uuid not null,
  product_id int4 not null references product,
  location_id int4 not null references stock_location,
  reserved_milli int8 not null check (reserved_milli >= 0),
  issued_milli int8 not null default 0 check (issued_milli >= 0),
  reserved_at timestamptz not null,
  primary key (order_id, product_id)
);
create index stock_reservation_location on stock_reservation (location_id, product_id) where reserved_milli > 0;

-- A rep counted the shelves of an outlet, in a visit or not.
create table stock_count (
  -- Of the phone's record.
  id uuid primary key,
  rep_id int4 not null references rep,
  date date not null,
  org_unit_id int4 not null references org_unit,
  -- No reference: a phone may tell of it before it has told of the visit.
  visit_id uuid,
  outlet_id int4 not null references outlet,
  location_id int4 not null references stock_location,
  counted_at timestamptz not null,
  note text,
  recorded_at timestamptz not null
);
create index stock_count_newest on stock_count (counted_at desc, id);
create index stock_count_outlet on stock_count (outlet_id, counted_at desc, id);
create index stock_count_rep on stock_count (rep_id, counted_at desc, id);
create index stock_count_visit on stock_count (visit_id) where visit_id is not null;
create table stock_count_line (
  count_id uuid not null references stock_count on delete cascade,
  line int4 not null,
  product_id int4 not null references product,
  unit text not null,
  quantity_milli int8 not null check (quantity_milli >= 0),
  -- The same in the base unit.
  milli int8 not null check (milli >= 0),
  batch text not null default '',
  expires_on date,
  primary key (count_id, line)
);
create index stock_count_line_product on stock_count_line (product_id, count_id);

-- The newest count of a product at an outlet.
create table stock_observed (
  location_id int4 not null references stock_location,
  product_id int4 not null references product,
  count_id uuid not null references stock_count,
  counted_at timestamptz not null,
  milli int8 not null check (milli >= 0),
  primary key (location_id, product_id)
);
create index stock_observed_out on stock_observed (location_id) where milli = 0;
