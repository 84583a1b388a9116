-- The latest decision of a person on each visit that has any, in the one place that knows that a decision
-- may be taken back (then `decision` is null and the machine's verdict counts). Ask it by `visit_id`.
create view visit_decision as
  select distinct on (visit_id) visit_id, nullif(decision, 'withdrawn') as decision, reason, user_id, decided_at
  from visit_review order by visit_id, id desc;
