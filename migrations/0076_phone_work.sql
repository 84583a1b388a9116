-- What who did a task, or did not, says of it.
alter table task add column outcome text;

-- What a phone asks at every sync: whether anything has changed. Work that went to another is no longer the rep's.
create index task_news on task (updated_at);
create index appointment_news on appointment (updated_at);
create index customer_case_news on customer_case (updated_at);
