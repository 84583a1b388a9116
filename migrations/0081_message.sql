-- Messages to reps, and whether their phones have them.
-- `told_at`: when a phone was first given it. `fetched_at`: when a phone asked again with the cursor of that answer, which it only has with it.
alter table message add column told_at timestamptz, add column fetched_at timestamptz;
create index message_rep on message (rep_id, id desc);
create index message_waiting on message (rep_id) where fetched_at is null;
-- Whose looks at a track a rep is told of.
create index audit_log_track on audit_log ((coalesce(detail->>'rep_id', substr(subject, 6))), recorded_at desc) where action = 'track.read';
