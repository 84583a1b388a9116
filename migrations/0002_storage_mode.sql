-- How the fix table is stored, fixed at the first migrate: a server that later gains or loses the
-- extension must not change the ground under rows that are already there.
create table storage_mode (
  id int2 primary key default 1 check (id = 1),
  mode text not null check (mode in ('native', 'ts-apache', 'ts-full')),
  extension_version text,
  fixed_at timestamptz not null default now()
);
