-- Evidence: what a verdict was computed from, sealed when its rep-day is judged whole, and the outlets as they
-- were known at that moment.

-- Outlets as they were known. An epoch is one moment at which a server read them all; a row was known from its
-- first epoch on and until the one that found it retired. Epochs and not times decide, since a transaction may
-- commit long after the time it wrote down; and not transaction numbers, since those do not survive a dump.
create table world_epoch (
  id int8 generated always as identity primary key,
  -- Of all outlets with pins and fences as known; null for a moment inside the transaction that makes it.
  digest bytea,
  known_at timestamptz not null default now()
);

alter table outlet_pin add column known_from int8 references world_epoch, add column known_until int8 references world_epoch;
create index outlet_pin_unread on outlet_pin (id)
  where known_from is null or (retired_at is not null and known_until is null);

-- What the judge uses of `outlet` itself, each change a row of its own. Kept by trigger, so that nobody who
-- writes outlets can forget it. It has no `valid`: these never were dated, they are only known from then on.
create table outlet_version (
  id int8 generated always as identity primary key,
  outlet_id int4 not null references outlet on delete cascade,
  code text not null,
  class text not null,
  org_unit_id int4 not null,
  closed_at timestamptz,
  recorded_at timestamptz not null default now(),
  retired_at timestamptz,
  known_from int8 references world_epoch,
  known_until int8 references world_epoch
);
create index outlet_version_current on outlet_version (outlet_id) where retired_at is null;
create index outlet_version_unread on outlet_version (id)
  where known_from is null or (retired_at is not null and known_until is null);
insert into outlet_version (outlet_id, code, class, org_unit_id, closed_at, recorded_at)
  select id, code, class, org_unit_id, closed_at, updated_at from outlet;
create function record_outlet_version() returns trigger language plpgsql as $$
begin
  update outlet_version set retired_at = new.updated_at where outlet_id = new.id and retired_at is null;
  insert into outlet_version (outlet_id, code, class, org_unit_id, closed_at, recorded_at)
    values (new.id, new.code, new.class, new.org_unit_id, new.closed_at, new.updated_at);
  return null;
end $$;
create trigger outlet_recorded after insert on outlet for each row execute function record_outlet_version();
create trigger outlet_changed after update on outlet for each row
  when ((old.code, old.class, old.org_unit_id, old.closed_at) is distinct from (new.code, new.class, new.org_unit_id, new.closed_at))
  execute function record_outlet_version();

-- Sets of outlets that many rep-days share: on the rep's own routes, on anybody's.
create table outlet_set (
  digest bytea primary key,
  outlets int4[] not null
);

-- A judged rep-day sealed; a later judgement is the next revision, chained to the one before.
create table rep_day_seal (
  rep_id int4 not null references rep,
  date date not null,
  revision int4 not null,
  epoch_id int8 not null references world_epoch,
  -- fieldbeat_domain SealedDay.
  day jsonb not null,
  previous bytea not null,
  seal bytea not null,
  sealed_at timestamptz not null default now(),
  primary key (rep_id, date, revision)
);
create index rep_day_seal_date on rep_day_seal (date, rep_id);

create table visit_seal (
  rep_id int4 not null,
  date date not null,
  revision int4 not null,
  -- 1-based place in the chain of the day.
  position int4 not null,
  visit_id uuid not null,
  -- The visit's own revision that was sealed.
  visit_revision int4 not null,
  -- Rings of a drawn fence, [[[lat_e7, lng_e7], …], …].
  fence jsonb,
  fix_count int4 not null,
  fix_digest bytea not null,
  digest bytea not null,
  hash bytea not null,
  -- The visit's fixes ± 5 min, packed; only with the newest revision, and no longer than `evidence_days`.
  fixes bytea,
  primary key (rep_id, date, revision, position),
  foreign key (rep_id, date, revision) references rep_day_seal
);
create index visit_seal_visit on visit_seal (visit_id);

-- Days before this (UTC) were removed by retention: there the sealed copies are all there is.
create table raw_fix_floor (
  id int2 primary key default 1 check (id = 1),
  kept_from date not null
);
