-- Backups that the server makes by itself: one a day by one of its nodes, whichever comes first.
create table backup_run (
  id int8 generated always as identity primary key,
  begun_at timestamptz not null,
  -- Null while it runs, and for ever where its server died.
  ended_at timestamptz,
  -- Of the node that made it.
  node text not null,
  -- Of a whole one: its directory's name and what is in it.
  name text,
  bytes int8,
  -- Why there is none: a code.
  fault text,
  check ((name is null) = (bytes is null)),
  check (fault is null or name is null)
);
comment on table backup_run is 'a restored copy tells here of the run that it came from, which has no end';
create index backup_run_begun on backup_run (begun_at);
