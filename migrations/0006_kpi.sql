-- Narrow facts for figures: a month of a company is read without opening a single document.
-- What is generated follows its document by itself, so no writer can forget it.
alter table visit
  add column plan text generated always as (visit->'verdict'->>'plan') stored,
  add column outcome text generated always as (visit->'verdict'->>'outcome') stored;
-- Figures read a range of dates over all reps, and take no other column.
create index visit_date on visit (date, rep_id) include (id, org_unit_id, outlet_id, source, state, visit_type, started_at, overall, plan, outcome);
create index sales_order_date on sales_order (date, rep_id);
create index day_stop_date on day_stop (date, rep_id) include (sequence, outlet_id, route_id);
create index visit_review_decided on visit_review (decided_at);
create index visit_revision_recorded on visit_revision (recorded_at);
create index visit_revision_date on visit_revision (date);
create index device_record_order on device_record (date) where kind = 'order';

-- What a report says of its stops, side by side. A state that does not read is the next reader's matter.
create function report_stops(report jsonb) returns int4[] language sql immutable as $$
  select coalesce(array_agg((s->>'outlet')::int4 order by n), '{}') from jsonb_array_elements(report->'stops') with ordinality as t(s, n)
$$;
create function report_stop_states(report jsonb) returns text[] language sql immutable as $$
  select coalesce(array_agg(coalesce(s->'state'->>'state', s->>'state', 'planned') order by n), '{}')
  from jsonb_array_elements(report->'stops') with ordinality as t(s, n)
$$;

-- Every rep-day as it was judged at some time: figures "as known at" need what was overwritten since.
create table rep_day_figure (
  rep_id int4 not null references rep,
  date date not null,
  recorded_at timestamptz not null,
  org_unit_id int4 not null references org_unit,
  distance_mm int8 not null,
  hole_distance_mm int8 not null,
  time_in_market_ms int8 not null,
  in_store_ms int8 not null,
  travel_ms int8 not null,
  idle_ms int8 not null,
  break_ms int8 not null,
  unobserved_ms int8 not null,
  stop_outlets int4[] not null,
  stop_states text[] not null,
  primary key (rep_id, date, recorded_at)
);
create index rep_day_figure_date on rep_day_figure (date, rep_id);
create index rep_day_figure_recorded on rep_day_figure (recorded_at);

create function keep_rep_day_figure() returns trigger language plpgsql as $$
declare
  told rep_day_figure;
  last rep_day_figure;
begin
  told := (new.rep_id, new.date, new.judged_as_of, new.org_unit_id,
    coalesce((new.report->>'distance_mm')::int8, 0), coalesce((new.report->>'hole_distance_mm')::int8, 0),
    coalesce((new.report->'time'->>'time_in_market_ms')::int8, 0), coalesce((new.report->'time'->>'in_store_ms')::int8, 0),
    coalesce((new.report->'time'->>'travel_ms')::int8, 0), coalesce((new.report->'time'->>'idle_ms')::int8, 0),
    coalesce((new.report->'time'->>'break_ms')::int8, 0), coalesce((new.report->'time'->>'unobserved_ms')::int8, 0),
    report_stops(new.report), report_stop_states(new.report));
  select * into last from rep_day_figure where rep_id = new.rep_id and date = new.date order by recorded_at desc limit 1;
  if found then
    last.recorded_at := told.recorded_at;
    if last = told then
      return null;
    end if;
  end if;
  insert into rep_day_figure select told.*
  on conflict (rep_id, date, recorded_at) do update set org_unit_id = excluded.org_unit_id, distance_mm = excluded.distance_mm,
    hole_distance_mm = excluded.hole_distance_mm, time_in_market_ms = excluded.time_in_market_ms, in_store_ms = excluded.in_store_ms,
    travel_ms = excluded.travel_ms, idle_ms = excluded.idle_ms, break_ms = excluded.break_ms, unobserved_ms = excluded.unobserved_ms,
    stop_outlets = excluded.stop_outlets, stop_states = excluded.stop_states;
  return null;
end $$;
create trigger rep_day_figure after insert or update on rep_day for each row execute function keep_rep_day_figure();
-- The days judged before this table existed, as they stand.
update rep_day set revision = revision;

-- Months that close. No row: open.
create table period (
  month date primary key check (extract(day from month) = 1),
  state text not null check (state in ('open', 'closed')),
  closed_at timestamptz,
  closed_by int4 references app_user,
  reopened_at timestamptz,
  reopened_by int4 references app_user,
  version int4 not null default 1
);
-- Figures as closed, per rep, org unit of the day and KPI. Never changed while the period is closed.
create table period_figure (
  month date not null references period,
  rep_id int4 not null references rep,
  org_unit_id int4 not null references org_unit,
  kpi text not null,
  numerator int8 not null,
  denominator int8,
  primary key (month, rep_id, org_unit_id, kpi)
);
-- The rows that these figures count, so that a later difference can name what caused it. `booked` are
-- the rows as of the last booking into a later period, where there was one.
create table period_rows (
  month date not null references period,
  rep_id int4 not null references rep,
  closed jsonb not null,
  booked jsonb,
  booked_at timestamptz not null,
  primary key (month, rep_id)
);
-- Later changes of a closed month, booked into the next one when that closes.
create table period_adjustment (
  id int8 generated always as identity primary key,
  month date not null references period,
  of_month date not null references period,
  rep_id int4 not null references rep,
  org_unit_id int4 not null references org_unit,
  kpi text not null,
  numerator int8 not null,
  denominator int8,
  causes jsonb not null
);
create index period_adjustment_month on period_adjustment (month, id);
