-- What a customer's timeline reads page by page, and what a visit shows: whose a delivery is, at which outlet money was
-- spent, in which visit a van was counted.

alter table delivery add customer_id int4 references customer;
update delivery d set customer_id = o.customer_id from sales_order o where o.id = d.order_id;
create index delivery_customer on delivery (customer_id, delivered_at desc, id) where customer_id is not null;
create index delivery_stop_delivery on delivery_stop (delivery_id) where delivery_id is not null;

alter table expense add outlet_id int4 references outlet;
update expense e set outlet_id = v.outlet_id from visit v where v.id = e.visit_id;
create index expense_outlet on expense (outlet_id, spent_at desc, id) where outlet_id is not null;

alter table van_count add visit_id uuid;
alter table van_count disable trigger van_count_stands;
update van_count c set visit_id = r.visit_id from device_record r where r.kind = 'van_count' and r.id = c.id and r.visit_id is not null;
alter table van_count enable trigger van_count_stands;
create index van_count_visit on van_count (visit_id) where visit_id is not null;

create index task_customer on task (customer_id, made_at desc, id) where customer_id is not null;
