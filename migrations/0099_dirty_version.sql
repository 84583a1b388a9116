-- A version of a dirty mark never comes twice. A batch whose commit is not known is sent again; where its judgement had removed
-- the mark and something made a new one since, that one had the version of the old one, and went with it.
create sequence rep_day_dirty_version;
select setval('rep_day_dirty_version', (select coalesce(max(version), 0) + 1 from rep_day_dirty));
alter table rep_day_dirty alter version set default nextval('rep_day_dirty_version');
