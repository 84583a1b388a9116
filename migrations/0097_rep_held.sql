-- The reps that some node has: a fenced node has none any more. One place says so, for every question.
create view rep_held as
  select o.rep_id, o.node_id from rep_owner o join node n on n.id = o.node_id where n.fenced_at is null;
