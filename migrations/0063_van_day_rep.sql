-- Whose van it was on a day that was counted or closed, whoever drives it later.
alter table van_count add rep_id int4 references rep;
alter table van_count disable trigger van_count_stands;
update van_count c set rep_id = coalesce((select r.rep_id from device_record r where r.id = c.id), l.rep_id)
  from stock_location l where l.id = c.van_id;
alter table van_count enable trigger van_count_stands;
alter table van_count alter rep_id set not null;

alter table van_day add rep_id int4 references rep;
alter table van_day disable trigger van_day_stands;
update van_day d set rep_id = coalesce(
    (select c.rep_id from van_count c where c.van_id = d.van_id and c.date = d.date order by c.counted_at, c.id limit 1), l.rep_id)
  from stock_location l where l.id = d.van_id;
alter table van_day enable trigger van_day_stands;
alter table van_day alter rep_id set not null;
