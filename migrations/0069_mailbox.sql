-- Mailboxes that are read by IMAP, how far each folder was read, and what is kept of messages with people at customers.

create table mailbox (
  id int4 generated always as identity primary key,
  name text not null,
  host text not null,
  port int4 not null check (port between 1 and 65535),
  security text not null check (security in ('tls', 'starttls', 'plain')),
  login text not null,
  -- For the mail server alone.
  password text not null,
  -- Its own: what comes from it went out.
  address text not null,
  folder text not null,
  sent_folder text,
  -- Whose customers: of this unit and all below it, for everybody there; or of the unit of one user, for whom alone the
  -- texts are.
  org_unit_id int4 references org_unit,
  user_id int4 references app_user,
  -- Whose activities those with customers are that no rep calls at.
  rep_id int4 references rep,
  -- What was received before is not read.
  since date not null,
  poll_min int4 not null check (poll_min between 1 and 1440),
  active bool not null,
  -- Raised with every reading: who holds an older one keeps nothing.
  turn int8 not null default 0,
  next_at timestamptz not null,
  last_read_at timestamptz,
  -- A code.
  fault text,
  failures int4 not null default 0,
  -- Of the login, in a row.
  refusals int4 not null default 0,
  kept int8 not null default 0,
  unmatched int8 not null default 0,
  automatic int8 not null default 0,
  without_rep int8 not null default 0,
  unreadable int8 not null default 0,
  version int4 not null default 1,
  updated_at timestamptz not null,
  constraint mailbox_whose check (num_nonnulls(org_unit_id, user_id) = 1)
);
create index mailbox_due on mailbox (next_at) where active;

create table mailbox_folder (
  mailbox_id int4 not null references mailbox on delete cascade,
  name text not null,
  uid_validity int8 not null,
  last_uid int8 not null,
  primary key (mailbox_id, name)
);

create table email (
  activity_id uuid primary key references activity,
  customer_id int4 not null references customer,
  -- Null: the mailbox was removed.
  mailbox_id int4 references mailbox on delete set null,
  folder text not null,
  uid_validity int8 not null,
  uid int8 not null,
  -- Digests of its Message-ID and of that of the message which the exchange began with.
  message_key bytea not null,
  thread_key bytea not null,
  direction text not null check (direction in ('in', 'out')),
  sender text not null,
  recipients text[] not null,
  -- Those of the customer who wrote it or got it.
  contact_ids int4[] not null,
  text text not null,
  text_cut bool not null,
  -- [{name, bytes}]: what was attached stays in the mailbox.
  attachments jsonb not null,
  -- What the message says of its time; null: nothing.
  said_at timestamptz,
  date_doubtful bool not null,
  -- Who may read more than its subject; null: whoever sees the activity.
  readers int4[],
  -- However often and in however many mailboxes it lies.
  constraint email_once unique (customer_id, message_key),
  constraint email_uid unique (mailbox_id, folder, uid_validity, uid, customer_id)
);
create index email_thread on email (customer_id, thread_key);

create index contact_email on contact (lower(trim(email))) where email is not null;
