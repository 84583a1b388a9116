-- Whose van it was on a closed day, whoever drives it later.
alter table van_day add rep_id int4 references rep;
alter table van_day disable trigger van_day_stands;
update van_day d set rep_id = l.rep_id from stock_location l where l.id = d.van_id;
alter table van_day enable trigger van_day_stands;
alter table van_day alter rep_id set not null;
