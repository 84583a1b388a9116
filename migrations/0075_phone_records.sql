-- Records that wait for what they speak of, by its id: whoever brings it looks for them.
create index device_record_waits on device_record ((status_detail->>'waits_for'))
  where status = 'invalid' and status_detail->>'waits_for' is not null;

-- What a phone asks at every sync: whether any offer of its rep's has changed.
create index quotation_rep_news on quotation (rep_id, updated_at);

-- The catalogue that an offer's price is of, where a phone made it by an older one.
alter table quotation add column book_at timestamptz;
