-- When exceptions are looked for again, by whichever server comes first: more servers are no more looks.
create table exception_look (
  one bool primary key default true check (one),
  next_at timestamptz not null default '-infinity',
  -- Of the last look that asked for it, too.
  territory_at timestamptz not null default '-infinity',
  misses_at timestamptz not null default '-infinity'
);
insert into exception_look default values;
