-- Who is signed in where, a second factor, resets of which nobody knows the password, tokens that may do less than their
-- user, and tokens of devices that are changed while they are in use.

alter table user_session
  add column id uuid not null default gen_random_uuid() constraint user_session_id_key unique,
  add column way text not null default 'password' check (way in ('password', 'persona', 'first_run', 'single_sign_on', 'password_reset')),
  -- What the browser calls itself, and where it came from when it signed in.
  add column agent text not null default '',
  add column address text not null default '';
create index user_session_user on user_session (user_id);

create table user_totp (
  user_id int4 primary key references app_user on delete cascade,
  secret bytea not null check (length(secret) = 20),
  created_at timestamptz not null,
  -- Null: shown, but not yet proven to be in an app.
  confirmed_at timestamptz,
  -- A code opens once: no step up to this one opens again.
  last_step int8 not null default 0
);

create table recovery_code (
  code_hash bytea primary key,
  user_id int4 not null references user_totp on delete cascade,
  used_at timestamptz
);
create index recovery_code_user on recovery_code (user_id);

create table password_reset (
  user_id int4 primary key references app_user on delete cascade,
  code_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

alter table company
  add column second_factor_roles text[] not null default '{}',
  add column sign_in_version int4 not null default 1;

alter table api_token
  -- Null: all rights of its user.
  add column rights text[],
  add column read_only boolean not null default false;

alter table device
  add column token_issued_at timestamptz,
  -- Sent to the device and not yet used; its first use makes it the token.
  add column next_token_hash bytea constraint device_next_token_key unique,
  -- The token before: good for a while, since requests may be on their way; later it is in hands that should not have it.
  add column former_token_hash bytea,
  add column former_until timestamptz,
  -- When it last looked as if two phones held its token.
  add column cloned_at timestamptz;
create index device_former_token on device (former_token_hash) where former_token_hash is not null;
update device set token_issued_at = coalesce(token_used_at, enrolled_at) where token_hash is not null;
