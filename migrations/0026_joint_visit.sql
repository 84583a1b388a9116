-- Who accompanied a rep, and absences of a part of a day.

-- A supervisor was with the rep: at one visit, or (without one) on the whole day. Taken back, never deleted.
create table joint_visit (
  id uuid primary key,
  user_id int4 not null references app_user,
  rep_id int4 not null references rep,
  date date not null,
  org_unit_id int4 not null references org_unit,
  -- No reference: a phone may tell of it before the rep's phone has told of the visit.
  visit_id uuid,
  -- For coaching; the rep reads it.
  note text,
  -- Of the supervisor's phone, where it came from there.
  record_id uuid constraint joint_visit_record_key unique,
  recorded_at timestamptz not null,
  withdrawn_at timestamptz
);
create unique index joint_visit_once on joint_visit (user_id, visit_id) where visit_id is not null and withdrawn_at is null;
create unique index joint_visit_day_once on joint_visit (user_id, rep_id, date) where visit_id is null and withdrawn_at is null;
create index joint_visit_visit on joint_visit (visit_id) where withdrawn_at is null;
create index joint_visit_day on joint_visit (rep_id, date) where withdrawn_at is null;
create index joint_visit_date on joint_visit (date);
create index device_record_joint_visits on device_record (received_at) where status = 'received' and kind = 'joint_visit';

-- Minutes after local midnight; of one day only.
alter table absence
  add column from_min int2,
  add column to_min int2,
  -- The stops that it excuses, where the approver chose them.
  add column outlet_ids int4[],
  add constraint absence_part check (from_min is null and to_min is null
    or from_min is not null and to_min is not null and from_date = to_date and from_min >= 0 and from_min < to_min and to_min <= 1440);
-- Two parts of one day may be two absences.
alter table absence drop constraint absence_once;
alter table absence add constraint absence_once exclude using gist (rep_id with =, tsrange(
    from_date + make_interval(mins => coalesce(from_min, 0)), to_date + make_interval(mins => coalesce(to_min, 1440))) with &&)
  where (state = 'approved');
