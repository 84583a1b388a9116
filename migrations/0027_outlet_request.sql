-- New outlets asked for from the field, and what became of each.

-- Of the shop; where it has none, the customer's stands in.
alter table outlet add column phone text;
-- The end of a number, as `domain::duplicate::phone_key` has it.
create function phone_key(phone text) returns text language sql immutable as $$
  select case when length(digits) >= 8 then right(digits, 9) end
  from (select regexp_replace(regexp_replace(phone, '[,;/].*$', '', 's'), '[^0-9]', '', 'g') as digits) t
$$;
create index outlet_phone on outlet (phone_key(phone)) where phone is not null;
create index customer_phone on customer (phone_key(phone)) where phone is not null;
create index outlet_customer on outlet (customer_id) where customer_id is not null;

create table outlet_request (
  -- Of the record that brought it, or made here.
  id uuid primary key,
  org_unit_id int4 not null references org_unit,
  -- Who asks from the field; null: from the office.
  rep_id int4 references rep,
  -- Null: from the rep's phone.
  requested_by int4 references app_user,
  -- The visit that was made there.
  visit_id uuid,
  name text not null,
  phone text,
  address text,
  class text not null,
  channel text,
  note text,
  lat_e7 int4 not null,
  lng_e7 int4 not null,
  accuracy_dm int4,
  -- SHA-256 of a photo that the phone took.
  photo bytea check (length(photo) = 32),
  requested_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'approved', 'refused')),
  -- The outlet made of it; where it was refused, the one that was there already.
  outlet_id int4 references outlet,
  -- The outlet's version when it was made: whether anything was done to it since.
  outlet_version int4,
  decided_by int4 references app_user,
  decided_at timestamptz,
  reason text,
  effective_from date,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  check ((state = 'open') = (decided_at is null)),
  check (state <> 'approved' or outlet_id is not null)
);
create trigger outlet_request_xid before update of version on outlet_request for each row execute function stamp_xid();
create index outlet_request_open on outlet_request (lat_e7) where state = 'open';
create index outlet_request_rep on outlet_request (rep_id) where rep_id is not null;
create index device_record_outlet_requests on device_record (received_at) where status = 'received' and kind = 'outlet_request';

-- Which outlet a visit without one was made at, once somebody knew. What the judge said stays as it is.
create table visit_link (
  id int8 generated always as identity primary key,
  visit_id uuid not null,
  outlet_id int4 not null references outlet,
  request_id uuid not null references outlet_request,
  recorded_at timestamptz not null,
  retired_at timestamptz
);
create unique index visit_link_once on visit_link (visit_id) where retired_at is null;
create index visit_link_outlet on visit_link (outlet_id) where retired_at is null;

-- When a phone was last told of a record that was settled before.
alter table device_record add column told_at timestamptz;
