-- Messages to the people at customers of a segment: written, approved by another person, sent in the background; who
-- got one, who was left out and why. And the gateways that send what is no e-mail.

create table campaign (
  -- Made by who sends it.
  id uuid primary key,
  name text not null,
  channel text not null check (channel in ('email', 'sms', 'zalo')),
  segment_id int4 not null references segment,
  -- Whose customers: this unit's and those of all below it.
  org_unit_id int4 not null references org_unit,
  -- Of its text, and of what is said below it.
  language text not null check (language in ('en', 'vi', 'zh')),
  -- Of e-mail.
  subject text,
  body text not null,
  -- Who got a message that way in so many days is left out.
  told_days int4 not null check (told_days between 0 and 365),
  state text not null default 'draft' check (state in ('draft', 'submitted', 'sending', 'stopped', 'done')),
  -- Signs the links by which people opt out.
  key bytea not null,
  -- Who wrote it last: another person approves it.
  written_by int4 not null references app_user,
  approved_by int4 references app_user,
  approved_at timestamptz,
  ended_at timestamptz,
  made_at timestamptz not null,
  version int4 not null default 1,
  updated_at timestamptz not null,
  xid xid8 not null default pg_current_xact_id(),
  constraint campaign_approved check ((state in ('draft', 'submitted')) = (approved_by is null)),
  constraint campaign_two_people check (approved_by <> written_by)
);
create trigger campaign_xid before update of version on campaign for each row execute function stamp_xid();
create index campaign_newest on campaign (made_at desc, id);

create table campaign_message (
  id uuid primary key,
  campaign_id uuid not null references campaign,
  contact_id int4 not null references contact,
  customer_id int4 not null references customer,
  -- Who answers; null: that is why it was left out.
  rep_id int4 references rep,
  org_unit_id int4 references org_unit,
  target text,
  state text not null check (state in ('left_out', 'pending', 'sent', 'delivered', 'failed', 'stopped')),
  -- opted_out | no_address | repeated | told_lately | no_rep
  why text,
  attempts int4 not null default 0,
  next_at timestamptz,
  -- A code.
  last_error text,
  ended_at timestamptz,
  activity_id uuid references activity,
  constraint campaign_message_once unique (campaign_id, contact_id),
  constraint campaign_message_why check ((state = 'left_out') = (why is not null)),
  constraint campaign_message_whom check (state = 'left_out' or num_nonnulls(target, rep_id, org_unit_id) = 3)
);
create index campaign_message_due on campaign_message (next_at) where state = 'pending';
create index campaign_message_told on campaign_message (contact_id, ended_at) where state in ('sent', 'delivered');

-- How a message leaves that is no e-mail: a POST with these headers and this body, in whose texts {to}, {text} and
-- {id} are put in.
create table message_gateway (
  channel text primary key check (channel in ('sms', 'zalo')),
  url text not null,
  headers jsonb not null,
  body jsonb not null,
  active bool not null,
  -- Of the secret in the address at which the gateway tells what became of messages.
  report_hash bytea not null constraint message_gateway_report unique,
  user_id int4 references app_user,
  version int4 not null default 1,
  updated_at timestamptz not null
);
