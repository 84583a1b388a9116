-- What existing phone apps sent and nobody could read: such an app was told that it may forget it.
create table quarantined_record (
  id int8 generated always as identity primary key,
  device_id int4 not null references device on delete cascade,
  rep_id int4 not null references rep,
  app text not null,
  received_at timestamptz not null,
  -- When it happened, where that much could be read.
  at timestamptz,
  detail text not null,
  -- As sent where it passed the session gate, else without values that may be positions.
  body jsonb not null,
  whole bool not null,
  state text not null default 'waiting' check (state in ('waiting', 'taken', 'dismissed')),
  settled_at timestamptz
);
create index quarantined_record_device on quarantined_record (device_id, id desc);
create index quarantined_record_rep on quarantined_record (rep_id, id desc);
