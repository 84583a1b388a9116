-- Who is told of events, by which channel; and the outbox of what is told.

create table alert_subscription (
  id uuid primary key,
  user_id int4 not null references app_user on delete cascade,
  name text not null,
  channel text not null check (channel in ('webhook', 'email')),
  -- The URL, or the address.
  target text not null,
  -- webhook: the key that signs. Handed out once, never shown again.
  secret bytea,
  kinds text[] not null,
  min_severity text not null default 'info' check (min_severity in ('info', 'warning', 'critical')),
  -- This unit and all below it; null: all that the owner sees.
  org_unit_id int4 references org_unit,
  -- QuietHours of the domain, in the company's time zone.
  quiet jsonb not null default '[]',
  critical_breaks_quiet boolean not null default true,
  gather_min int4 not null default 0 check (gather_min between 0 and 1440),
  enabled boolean not null default true,
  -- Why the server stopped it: gone (the receiver said so), outbox_full. A change by its owner clears it.
  suspended text check (suspended in ('gone', 'outbox_full')),
  last_message_at timestamptz,
  version int4 not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Events of later transactions are told, earlier ones are not.
  since_xid xid8 not null default pg_current_xact_id(),
  check ((channel = 'webhook') = (secret is not null))
);
create index alert_subscription_user on alert_subscription (user_id);

-- One message to one subscription. Its id is the same at every attempt.
create table alert_delivery (
  id uuid primary key,
  subscription_id uuid not null references alert_subscription on delete cascade,
  -- held: a digest that still takes events; pending: complete, due at next_at.
  state text not null check (state in ('held', 'pending', 'sent', 'dead')),
  is_test boolean not null default false,
  -- Quiet hours do not hold it up.
  urgent boolean not null default false,
  attempts int4 not null default 0,
  -- While an attempt runs: when it counts as lost.
  next_at timestamptz not null,
  last_error text,
  created_at timestamptz not null,
  ended_at timestamptz,
  check ((state in ('sent', 'dead')) = (ended_at is not null))
);
create unique index alert_delivery_held on alert_delivery (subscription_id) where state = 'held';
create index alert_delivery_due on alert_delivery (next_at) where state in ('held', 'pending');
create index alert_delivery_open on alert_delivery (subscription_id, next_at) where state in ('held', 'pending');
create index alert_delivery_of on alert_delivery (subscription_id, id);
create index alert_delivery_ended on alert_delivery (ended_at) where state in ('sent', 'dead');

create table alert_delivery_event (
  delivery_id uuid not null references alert_delivery on delete cascade,
  event_id int8 not null references event,
  primary key (delivery_id, event_id)
);

-- Up to where the event feed has been read into the outbox. Begins at the end of what is there.
create table alert_feed (
  id int2 primary key default 1 check (id = 1),
  store uuid,
  xid int8 not null,
  event_id int8 not null
);
insert into alert_feed (store, xid, event_id)
  select (select store from company), pg_snapshot_xmin(pg_current_snapshot())::text::int8 - 1, 9223372036854775807;
