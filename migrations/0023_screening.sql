-- Tracks of finished rep-days compared with one another. What is found is an input of the judge and sealed
-- with the day by value; this is what a later judgement of the day reads.
create table rep_day_screening (
  rep_id int4 not null references rep,
  date date not null,
  -- Digest of the sealed fixes that were compared: other fixes are compared again.
  fixes text not null,
  -- [fieldbeat_domain SameTrack, …], one of each flag at most.
  found jsonb not null default '[]',
  screened_at timestamptz not null,
  primary key (rep_id, date)
);
