-- The newest word of each phone about itself: no history, and nothing about where it is.
create table device_health (
  device_id int4 primary key references device on delete cascade,
  -- Receipt of its newest frame.
  at timestamptz not null,
  -- Server time − device time as last measured.
  clock_offset_ms int8,
  -- Items the phone said it still holds.
  backlog int4 check (backlog >= 0),
  battery_at timestamptz,
  battery_pct int2 check (battery_pct between 0 and 100),
  charging boolean,
  permissions_at timestamptz,
  location text check (location in ('always', 'while_in_use', 'denied')),
  precise boolean,
  location_service boolean,
  notifications boolean,
  background boolean,
  battery_saver boolean,
  battery_optimized boolean
)
-- Every row changes all the time and no index but the key does: room for it on its own page.
with (fillfactor = 60);
