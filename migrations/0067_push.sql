-- A third way of alerts: pushed to a browser, by the service that its maker runs (RFC 8030, 8291, 8292).

alter table alert_subscription
  -- push: what messages for this browser are encrypted with. Both are the browser's own.
  add column p256dh bytea check (octet_length(p256dh) = 65),
  add column auth bytea check (octet_length(auth) = 16),
  drop constraint alert_subscription_channel_check,
  add constraint alert_subscription_channel_check check (channel in ('webhook', 'email', 'push')),
  add constraint alert_subscription_keys_check
    check ((channel = 'push') = (p256dh is not null) and (channel = 'push') = (auth is not null));

-- One person, and one subscription, to a browser.
create unique index alert_subscription_browser on alert_subscription (target) where channel = 'push';

-- By which push services know this server (RFC 8292). Made once: another one ends every subscription.
create table push_key (
  id int2 primary key default 1 check (id = 1),
  private bytea not null check (octet_length(private) = 32),
  created_at timestamptz not null
);
