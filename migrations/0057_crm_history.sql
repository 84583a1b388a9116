-- What a case was settled by stays with the step; columns and indexes that nothing reads go, and those that lists
-- of one rep and of one visit read by come.

alter table customer_case_step add column resolution text;
update customer_case_step s set resolution = c.resolution
from customer_case c
where c.id = s.case_id and c.resolution is not null
  and s.seq = (select max(x.seq) from customer_case_step x where x.case_id = c.id and x.state = 'resolved');

drop index activity_opportunity;
alter table activity drop column opportunity_id;
drop index opportunity_stage_of;
drop index customer_case_open;
drop index task_due;
drop index contract_end;
drop index form_response_product_product;

create index customer_case_rep on customer_case (rep_id, opened_at desc, id);
create index sales_return_visit on sales_return (visit_id) where visit_id is not null;
