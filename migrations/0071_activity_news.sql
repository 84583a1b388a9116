-- What a phone asks at every sync: whether anything of its rep's has changed.
create index activity_rep_news on activity (rep_id, updated_at);
