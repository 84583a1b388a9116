-- What a supervisor says of a rep's working time instead of the machine. Appended only: the newest word
-- on a rep-day holds, and one that withdraws gives the machine its word back.
create table time_correction (
  id int8 generated always as identity primary key,
  rep_id int4 not null references rep,
  date date not null,
  org_unit_id int4 not null references org_unit,
  -- Null: as the machine measured.
  started_at timestamptz,
  ended_at timestamptz check (ended_at > started_at),
  break_ms int8 check (break_ms >= 0),
  withdrawn boolean not null default false,
  reason text not null,
  user_id int4 references app_user,
  corrected_at timestamptz not null,
  constraint time_correction_says check (withdrawn = (started_at is null and ended_at is null and break_ms is null))
);
create index time_correction_day on time_correction (rep_id, date, id);
