-- Occasions: when customers are greeted or given something, whom that means, and what it may cost; and what of it an
-- activity keeps.

create table occasion (
  -- Made by who sends it.
  id uuid primary key,
  name text not null,
  kind text not null check (kind in ('birthday', 'anniversary', 'date')),
  act text not null check (act in ('greeting', 'gift')),
  way text not null check (way in ('visit', 'call', 'sms', 'zalo', 'email')),
  -- Of kind `date`: at most one of a year.
  dates date[] not null default '{}',
  -- Null: all customers of the unit.
  segment_id int4 references segment,
  -- Whose customers: this unit's and those of all below it.
  org_unit_id int4 not null references org_unit,
  -- When the activity appears.
  days_ahead int4 not null check (days_ahead between 0 and 60),
  text text,
  -- Of gifts: to one recipient in a year, and to all.
  value_max_minor int8 check (value_max_minor > 0),
  budget_minor int8 check (budget_minor > 0),
  active bool not null default false,
  -- Since when it has been in use: days before it are not made up for.
  active_since date,
  -- Up to which company date everybody was looked at; null: to be looked at.
  looked_on date,
  written_by int4 not null references app_user,
  made_at timestamptz not null,
  version int4 not null default 1,
  updated_at timestamptz not null,
  xid xid8 not null default pg_current_xact_id(),
  constraint occasion_active check (not active or active_since is not null),
  constraint occasion_gift check (act = 'gift' or num_nonnulls(value_max_minor, budget_minor) = 0)
);
create trigger occasion_xid before update of version on occasion for each row execute function stamp_xid();
create index occasion_newest on occasion (made_at desc, id);

-- What an occasion has given in a year. Changes in the transaction of the gift, and is what gifts wait for.
create table occasion_year (
  occasion_id uuid not null references occasion,
  year int4 not null,
  spent_minor int8 not null default 0 check (spent_minor >= 0),
  primary key (occasion_id, year)
);

alter table activity
  add column occasion_id uuid references occasion,
  add column occasion_year int4,
  -- Of what an occasion planned: the contact whose birthday it is, else the customer. Once a year.
  add column recipient_key int4,
  -- Of what an occasion planned: how it is to be done.
  add column way text check (way in ('visit', 'call', 'sms', 'zalo', 'email')),
  -- Of a gift: what it was, and how many.
  add column item text,
  add column quantity int4 check (quantity > 0),
  -- What speaks against a gift that a phone told of.
  add column doubt text check (doubt in ('no_value', 'over_value_max', 'over_budget')),
  drop constraint activity_state_check,
  add constraint activity_state_check check (state in ('planned', 'held', 'not_held', 'withdrawn')),
  drop constraint activity_ended,
  add constraint activity_ended check ((state in ('planned', 'withdrawn')) = (ended_at is null)),
  add constraint activity_occasion check ((occasion_id is null) = (occasion_year is null)
    and (recipient_key is null or occasion_id is not null));
create unique index activity_occasion_once on activity (occasion_id, occasion_year, recipient_key) where recipient_key is not null;
create index activity_occasion on activity (occasion_id, occasion_year, customer_id) where occasion_id is not null;
create index activity_care on activity (customer_id) where kind in ('greeting', 'gift');
create index activity_planned on activity (rep_id, due_at) where state = 'planned';
-- What of occasions has changed, whosever it was.
create index activity_occasion_news on activity (updated_at) where recipient_key is not null;

-- The way in which somebody is greeted who has opted out of it since it was planned: fieldbeat_trade crm::occasion::way.
create function way_now(way text, opted_out text[], phone text) returns text immutable language sql as $$
  select case when opted_out is null or not way = any(opted_out) then way
    when way <> 'call' and not 'call' = any(opted_out) and nullif(trim(phone), '') is not null then 'call' else 'visit' end
$$;
