-- Lists that are read by what has changed since: the transaction of records that are never changed again, and an index
-- for each list that had none. What moves of goods and claims have to do with, for those who ask by rep, visit, outlet
-- or customer.

alter table stock_posting add xid xid8 not null default pg_current_xact_id();
alter table stock_count add xid xid8 not null default pg_current_xact_id();
alter table van_count add xid xid8 not null default pg_current_xact_id();
alter table van_day add xid xid8 not null default pg_current_xact_id();
alter table form_response add xid xid8 not null default pg_current_xact_id();
alter table competitor_observation add xid xid8 not null default pg_current_xact_id();
create index stock_posting_changed on stock_posting (xid);
create index stock_posting_recorded on stock_posting (recorded_at);
create index stock_count_changed on stock_count (xid);
create index form_response_changed on form_response (xid);
create index competitor_observation_changed on competitor_observation (xid);
create index photo_changed on photo (xid);
create index display_changed on display (xid);
create index claim_changed on claim (xid);
create index commission_statement_changed on commission_statement (xid);

-- The document of a move of goods: an order, a delivery, also in the visit that it was told of in, a return, a count.
create view trade_document as
  select o.id, o.rep_id, o.visit_id, o.outlet_id, o.customer_id from sales_order o
  union all select d.id, coalesce(d.rep_id, o.rep_id), o.visit_id, o.outlet_id, o.customer_id
    from delivery d join sales_order o on o.id = d.order_id
  union all select s.delivery_id, o.rep_id, s.visit_id, o.outlet_id, o.customer_id
    from delivery_stop s join sales_order o on o.id = s.order_id where s.delivery_id is not null and s.visit_id is not null
  union all select t.id, coalesce(t.rep_id, o.rep_id), t.visit_id, o.outlet_id, o.customer_id
    from sales_return t join sales_order o on o.id = t.order_id
  union all select c.id, c.rep_id, c.visit_id, c.outlet_id, o.customer_id from stock_count c join outlet o on o.id = c.outlet_id;

-- Where and by whom that was done which proves a line of a claim.
create view claim_evidence as
  select l.claim_id, o.rep_id, o.visit_id, o.outlet_id, o.customer_id from claim_line l join sales_order o on o.id = l.order_id
  union all select l.claim_id, v.rep_id, v.id, v.outlet_id, o.customer_id
    from claim_line l join visit v on v.id = l.visit_id left join outlet o on o.id = v.outlet_id
  union all select l.claim_id, p.rep_id, p.visit_id, p.outlet_id, o.customer_id
    from claim_line l join photo p on p.id = l.photo_id left join outlet o on o.id = p.outlet_id
  union all select l.claim_id, coalesce(e.rep_id, d.rep_id), e.visit_id, d.outlet_id, o.customer_id
    from claim_line l join display d on d.id = l.display_id join outlet o on o.id = d.outlet_id
    left join display_execution e on e.display_id = d.id;
create index claim_line_order on claim_line (order_id) where order_id is not null;
create index claim_line_visit on claim_line (visit_id) where visit_id is not null;
create index claim_line_photo on claim_line (photo_id) where photo_id is not null;
