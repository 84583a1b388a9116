-- Imports: a file of masters, what it would change, and what it changed.

create table import_batch (
  id int4 generated always as identity primary key,
  kind text not null check (kind in ('outlets', 'reps', 'routes')),
  state text not null check (state in ('checking', 'ready', 'failed', 'committing', 'committed', 'reverting', 'reverted')),
  file_name text not null,
  -- The file itself: a commit reads it again, so that it acts on what is there then. Dropped once committed.
  file bytea,
  -- imports::Options.
  options jsonb not null,
  user_id int4 references app_user,
  -- Whose subtree sees the batch.
  org_unit_id int4 not null references org_unit,
  done int4 not null default 0,
  total int4 not null default 0,
  created int4 not null default 0,
  updated int4 not null default 0,
  ended int4 not null default 0,
  unchanged int4 not null default 0,
  bad_rows int4 not null default 0,
  -- Why it failed or was not taken back; stable code first.
  failure text,
  -- First date on which its changes hold.
  effective_from date,
  created_at timestamptz not null default now(),
  -- Moved by whoever works on it, so that an interrupted batch is told from a slow one.
  touched_at timestamptz not null default now(),
  -- `recorded_at` and `retired_at` of every dated row that it wrote: how a revert finds them.
  committed_at timestamptz,
  reverted_at timestamptz
);

-- What a batch changes; rows that change nothing are only counted.
create table import_change (
  import_id int4 not null references import_batch on delete cascade,
  position int4 not null,
  -- Of the file; null where nothing in it says so (an end told by `end_missing`).
  line int4,
  action text not null check (action in ('created', 'updated', 'ended')),
  code text not null,
  -- Of a row of a route.
  outlet_code text,
  -- [{field, from, to}], null for nothing.
  fields jsonb not null,
  -- Once committed: the row's id and version then.
  subject_id int4,
  outlet_id int4,
  version int4,
  primary key (import_id, position)
);

create index import_change_subject on import_change (subject_id, version);

-- What is wrong with rows of the file, and what a reader should know of them.
create table import_fault (
  import_id int4 not null references import_batch on delete cascade,
  position int4 not null,
  line int4 not null,
  -- As a spreadsheet names it, `D17`.
  cell text,
  -- Heading in the file.
  heading text,
  field text,
  severity text not null check (severity in ('error', 'warning')),
  code text not null,
  value text not null,
  primary key (import_id, position)
);

-- Headings of somebody's files, and which column each is.
create table import_mapping (
  kind text not null check (kind in ('outlets', 'reps', 'routes')),
  name text not null check (name <> ''),
  -- {heading: column}; a null column is passed over.
  columns jsonb not null,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  primary key (kind, name)
);
