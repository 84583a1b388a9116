-- Which history of the database the company's `store` stands for. A standby that was promoted and a copy that was restored may
-- lack what was acknowledged last: with another history the store gets another name, phones send again what they keep, and
-- nobody goes on from a cursor of before (docs/high-availability.md).
create function database_history() returns text language sql stable as $$
  select system_identifier || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8) from pg_control_system()
$$;
alter table company add store_history text not null default database_history();
comment on column company.store is 'opaque; another one with another history of the database';
