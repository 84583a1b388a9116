-- Servers that work on this database, and which of them owns the state of a rep.
--
-- A node writes what is derived (visits, checkpoints, judged days) only while it is not fenced; each batch holds the
-- fence's advisory lock shared while it looks. Who takes over from a node fences it first.

-- Names this installation where several share a NATS.
create table installation (
  id uuid not null default gen_random_uuid(),
  one bool primary key default true check (one)
);
insert into installation default values;

create sequence node_id_seq as int4;
create table node (
  -- Its lock is taken before it is entered here.
  id int4 primary key,
  -- For people: host and process.
  name text not null,
  started_at timestamptz not null default clock_timestamp(),
  fenced_at timestamptz
);
comment on column node.fenced_at is 'from then on it writes nothing derived; what it still receives is stored, and its days are judged again';

-- Apart from node: a beat must never wait for whoever reads the fence.
create table node_pulse (
  node_id int4 primary key references node (id) on delete cascade,
  seen_at timestamptz not null default clock_timestamp()
);

create table rep_owner (
  rep_id int4 primary key references rep (id) on delete cascade,
  -- None: whoever comes first.
  node_id int4 references node (id) on delete set null,
  -- Counts the changes of hands.
  epoch int8 not null default 1,
  wanted_at timestamptz,
  touched_at timestamptz
);
comment on column rep_owner.wanted_at is 'another node has a connection of the rep: the owner lets go where it has none';
comment on column rep_owner.touched_at is 'another node stored something of the rep: the owner reads it again';
create index rep_owner_called on rep_owner (node_id) where wanted_at is not null or touched_at is not null;
