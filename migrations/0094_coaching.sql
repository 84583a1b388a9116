-- When what a supervisor said of a joint visit was changed or taken back: the rep's phone reads it and asks for changes.
alter table joint_visit add column updated_at timestamptz;
update joint_visit set updated_at = coalesce(withdrawn_at, recorded_at);
alter table joint_visit alter column updated_at set not null;
create index joint_visit_rep_updated on joint_visit (rep_id, updated_at);
