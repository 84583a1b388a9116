-- Evidence: what a verdict was computed from, sealed when its rep-day is judged whole, and the outlets as they
-- were known at that moment.

-- Which transaction recorded and which retired a row. With `pg_visible_in_snapshot` this tells exactly what a
-- snapshot saw, which a time of day cannot: a transaction may commit long after the time it wrote down.
alter table outlet_pin add column xid xid8 not null default pg_current_xact_id();
alter table outlet_pin add column retired_xid xid8;
update outlet_pin set retired_xid = pg_current_xact_id() where retired_at is not null;
create function stamp_retired_xid() returns trigger language plpgsql as $$
begin
  new.retired_xid := pg_current_xact_id();
  return new;
end $$;
create trigger outlet_pin_retired before update of retired_at on outlet_pin for each row
  when (old.retired_at is null and new.retired_at is not null) execute function stamp_retired_xid();

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
  xid xid8 not null default pg_current_xact_id(),
  retired_xid xid8
);
create index outlet_version_current on outlet_version (outlet_id) where retired_xid is null;
insert into outlet_version (outlet_id, code, class, org_unit_id, closed_at, recorded_at)
  select id, code, class, org_unit_id, closed_at, updated_at from outlet;
create function record_outlet_version() returns trigger language plpgsql as $$
begin
  update outlet_version set retired_at = new.updated_at, retired_xid = pg_current_xact_id()
    where outlet_id = new.id and retired_xid is null;
  insert into outlet_version (outlet_id, code, class, org_unit_id, closed_at, recorded_at)
    values (new.id, new.code, new.class, new.org_unit_id, new.closed_at, new.updated_at);
  return null;
end $$;
create trigger outlet_recorded after insert on outlet for each row execute function record_outlet_version();
create trigger outlet_changed after update on outlet for each row
  when ((old.code, old.class, old.org_unit_id, old.closed_at) is distinct from (new.code, new.class, new.org_unit_id, new.closed_at))
  execute function record_outlet_version();

-- All outlets with pins and fences as one snapshot saw them. Equal contents are one epoch.
create table world_epoch (
  id int8 generated always as identity primary key,
  snapshot pg_snapshot not null,
  digest bytea not null constraint world_epoch_digest_key unique,
  known_at timestamptz not null default now()
);

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
