-- The day of a van: what was counted in it, and the document that ends it. Quantities are thousandths of the
-- product's base unit.

-- What was found in a van, by the phone of its rep or at a desk. Never changed: the newest of a product stands.
create table van_count (
  -- Of the phone's record, or made by who sent it.
  id uuid primary key,
  van_id int4 not null references stock_location,
  date date not null,
  counted_at timestamptz not null,
  -- At a desk; null: by the rep's phone.
  counted_by int4 references app_user,
  note text,
  recorded_at timestamptz not null
);
create index van_count_day on van_count (van_id, date, counted_at desc, id);
create index van_count_date on van_count (date);
create table van_count_line (
  count_id uuid not null references van_count,
  product_id int4 not null references product,
  milli int8 not null check (milli >= 0),
  primary key (count_id, product_id)
);

-- A day that accounting has closed, as it stood then.
create table van_day (
  id uuid primary key,
  van_id int4 not null references stock_location,
  date date not null,
  -- Why what was counted is not what should have been there; that of the moves which put the book right.
  reason text,
  currency text not null,
  -- Collected by the rep on the day, and what of it was handed in by then.
  cash_minor int8 not null,
  cash_handed_in_minor int8 not null,
  other_minor int8 not null,
  other_handed_in_minor int8 not null,
  closed_by int4 references app_user,
  closed_at timestamptz not null,
  constraint van_day_once unique (van_id, date)
);
create index van_day_date on van_day (date);
create table van_day_line (
  van_day_id uuid not null references van_day,
  product_id int4 not null references product,
  opening_milli int8 not null,
  loaded_milli int8 not null,
  unloaded_milli int8 not null,
  sold_milli int8 not null,
  delivered_milli int8 not null,
  returned_milli int8 not null,
  corrected_milli int8 not null,
  counted_milli int8 not null check (counted_milli >= 0),
  -- Of the difference, where the product has a price for everybody.
  difference_minor int8,
  primary key (van_day_id, product_id)
);

create function van_day_stands() returns trigger language plpgsql as $$
begin
  raise exception 'a closed day of a van is never changed' using errcode = 'integrity_constraint_violation';
end $$;
create trigger van_day_stands before update or delete on van_day for each row execute function van_day_stands();
create trigger van_day_line_stands before update or delete on van_day_line for each row execute function van_day_stands();
create trigger van_count_stands before update or delete on van_count for each row execute function van_day_stands();
create trigger van_count_line_stands before update or delete on van_count_line for each row execute function van_day_stands();

create index if not exists stock_posting_moved on stock_posting (moved_at);
