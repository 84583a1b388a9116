-- The fix table, before it is told how to be stored: src/store/partition.rs continues the statement.
create table fix (
  device_id int4 not null, rep_id int4 not null, at timestamptz not null,
  clock_offset_ms int4 not null default 0,
  lat_e7 int4 not null, lng_e7 int4 not null,
  accuracy_dm int4, altitude_dm int4, speed_cmps int4, bearing_cdeg int4, battery_pct int2,
  provider int2 not null default 0, flags int4 not null default 0,
  received_at timestamptz not null,
  constraint fix_key unique (device_id, at, lat_e7, lng_e7)
)
