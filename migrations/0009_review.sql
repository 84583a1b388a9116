-- Decisions of people on visits, and appeals of reps against what was judged. Both are appended:
-- the machine's verdict, earlier decisions and earlier appeals stay.

-- `withdrawn` takes a decision back: the machine's verdict counts again.
alter table visit_review drop constraint visit_review_decision_check;
alter table visit_review add constraint visit_review_decision_check check (decision in ('valid', 'invalid', 'withdrawn'));

create table visit_appeal (
  id int8 generated always as identity primary key,
  visit_id uuid not null,
  rep_id int4 not null references rep,
  -- The record of the phone that brought it; null where it came over the API.
  record_id uuid constraint visit_appeal_record_key unique,
  reason text not null,
  appealed_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index visit_appeal_visit on visit_appeal (visit_id);
create index device_record_appeals on device_record (received_at) where status = 'received' and kind = 'appeal';
-- What waits for a reviewer is a small part of all visits.
create index visit_in_doubt on visit (started_at desc, id) where overall <> 'valid';
