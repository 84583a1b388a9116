-- The audit log is written and never changed, and each entry is chained to the one before it, so that a change by whoever
-- has the database shows (docs/operations.md).
create table audit_seal (
  position int8 primary key,
  entry_id int8 not null unique,
  -- SHA-256 of the hash before it and the entry.
  hash bytea not null
);
-- Entries that are not chained yet; a table and no order of ids, so that a late commit is never skipped.
create table audit_waiting (entry_id int8 primary key);
insert into audit_waiting select id from audit_log;
create function await_seal() returns trigger language plpgsql as $$
begin
  insert into audit_waiting values (new.id);
  return null;
end $$;
create trigger await_seal after insert on audit_log for each row execute function await_seal();
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete on audit_log for each row execute function refuse_change();
create trigger append_only_whole before truncate on audit_log for each statement execute function refuse_change();
create trigger append_only before update or delete on audit_seal for each row execute function refuse_change();
create trigger append_only_whole before truncate on audit_seal for each statement execute function refuse_change();
