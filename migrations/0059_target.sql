-- Targets of a month, of a rep or of an org unit and all below it; every value that one ever had.

create table target (
  id int4 generated always as identity primary key,
  -- Its first date.
  month date not null check (extract(day from month) = 1),
  -- fieldbeat_trade target::Measure.
  measure text not null check (measure in ('tc', 'utc', 'pc', 'eco', 'orders', 'sales_value', 'billed', 'collected', 'new_outlets',
    'must_sell')),
  rep_id int4 references rep,
  org_unit_id int4 references org_unit,
  -- Null: withdrawn.
  value int8 check (value between 1 and 9000000000000000),
  version int4 not null default 1,
  updated_at timestamptz not null,
  xid xid8 not null default pg_current_xact_id(),
  check (num_nonnulls(rep_id, org_unit_id) = 1),
  constraint target_once unique nulls not distinct (month, measure, rep_id, org_unit_id)
);
create trigger target_xid before update of version on target for each row execute function stamp_xid();
create index target_changed on target (xid);

create table target_version (
  target_id int4 not null references target,
  version int4 not null,
  value int8,
  user_id int4 references app_user,
  at timestamptz not null,
  primary key (target_id, version)
);
