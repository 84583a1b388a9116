-- People at customers, and what was said with them: planned, held or not held.

create table contact (
  id int4 generated always as identity primary key,
  code text not null constraint contact_code_key unique,
  customer_id int4 not null references customer,
  name text not null,
  role text not null check (role in ('decision_maker', 'evaluator', 'influencer')),
  title text,
  phone text,
  email text,
  birthday date,
  note text,
  -- Ways by which this person does not want to be addressed.
  opted_out text[] not null default '{}' check (opted_out <@ array['call', 'email', 'sms', 'zalo']),
  active bool not null default true,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id()
);
create trigger contact_xid before update of version on contact for each row execute function stamp_xid();
create index contact_changed on contact (xid);
create index contact_customer on contact (customer_id);
create index contact_phone on contact (phone_key(phone)) where phone is not null;

create table activity (
  -- Made by who sends it; of a phone's record its id.
  id uuid primary key,
  kind text not null check (kind in ('call', 'email', 'sms', 'note', 'meeting', 'greeting', 'gift')),
  state text not null check (state in ('planned', 'held', 'not_held')),
  rep_id int4 not null references rep,
  -- Who wrote it at a desk; null: from the rep's phone.
  user_id int4 references app_user,
  -- Of the rep's day; history follows it.
  org_unit_id int4 not null references org_unit,
  customer_id int4 references customer,
  outlet_id int4 references outlet,
  contact_id int4 references contact,
  -- No reference: a phone may tell of it before it has told of the visit.
  visit_id uuid,
  opportunity_id uuid,
  subject text not null,
  note text,
  -- Null: nobody had planned it.
  due_at timestamptz,
  ended_at timestamptz,
  -- Company date of its plan; without one, of its end. What a completion of a period counts.
  date date not null,
  at timestamptz not null generated always as (coalesce(ended_at, due_at)) stored,
  duration_min int4 check (duration_min between 0 and 1440),
  outcome text,
  reason text,
  -- Of a gift: what it was worth.
  value_minor int8 check (value_minor >= 0),
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  constraint activity_ended check ((state = 'planned') = (ended_at is null)),
  constraint activity_due check (state = 'held' or due_at is not null),
  constraint activity_reason check (state <> 'not_held' or reason is not null)
);
create trigger activity_xid before update of version on activity for each row execute function stamp_xid();
create index activity_changed on activity (xid);
create index activity_newest on activity (at desc, id);
create index activity_rep on activity (rep_id, date);
create index activity_date on activity (date);
create index activity_customer on activity (customer_id, at desc, id) where customer_id is not null;
create index activity_visit on activity (visit_id) where visit_id is not null;
create index activity_opportunity on activity (opportunity_id, at desc, id) where opportunity_id is not null;
