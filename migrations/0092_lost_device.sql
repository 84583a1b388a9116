-- A phone that is lost or stolen: its tokens stay known, so that it can be told to wipe itself when it comes again
-- (docs/sign-in.md).
alter table device
  add column lost_at timestamptz,
  -- Its first contact since: it was told then.
  add column wipe_told_at timestamptz,
  add constraint device_wipe_is_of_lost check (wipe_told_at is null or lost_at is not null);
