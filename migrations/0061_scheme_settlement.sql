-- What cumulative schemes gave outlets for a period, once: what they had bought and the tier they reached stay as they were.
create table scheme_settlement (
  id uuid primary key,
  scheme_id int4 not null references scheme,
  scheme_version int4 not null,
  -- Both included.
  from_date date not null,
  to_date date not null check (from_date <= to_date),
  outlet_id int4 not null references outlet,
  customer_id int4 not null references customer,
  -- Delivered in the period, less what came back in it: thousandths of the base unit, and its value with tax.
  bought_milli int8 not null,
  value_minor int8 not null,
  tier jsonb not null,
  due_minor int8 not null check (due_minor > 0),
  -- Less than is due where the cap or the budget was.
  credit_minor int8 not null check (credit_minor > 0 and credit_minor <= due_minor),
  settled_by int4 references app_user,
  settled_at timestamptz not null,
  constraint scheme_settlement_once exclude using gist (scheme_id with =, outlet_id with =, daterange(from_date, to_date, '[]') with &&)
);
create index scheme_settlement_outlet on scheme_settlement (outlet_id, settled_at desc);
create index delivery_time on delivery (delivered_at);

-- What outlets bought of a cumulative scheme from one instant to before another: delivered, less what approved returns
-- brought back then. Free goods do not count.
create function scheme_bought(of_scheme int4, since timestamptz, until timestamptz, outlets int4[])
  returns table (outlet_id int4, milli int8, minor int8) language sql stable as $$
  with s as (
    select coalesce((s.audience->>'cash_only')::bool, false) as cash_only,
      array(select jsonb_array_elements_text(coalesce(s.products->'products', '[]'))::int4) as products,
      array(select jsonb_array_elements_text(coalesce(s.products->'categories', '[]'))::int4) as categories
    from scheme s where s.id = of_scheme
  ), moved as (
    select d.order_id, p.line, p.quantity_milli, p.value_minor from delivery d join delivery_line p on p.delivery_id = d.id
      where d.delivered_at >= since and d.delivered_at < until
    union all
    select r.order_id, p.line, -p.quantity_milli, -p.value_minor from sales_return r join sales_return_line p on p.return_id = r.id
      where r.state = 'approved' and r.returned_at >= since and r.returned_at < until
  )
  select o.outlet_id, sum(m.quantity_milli * (l.base_milli / (l.quantity * 1000)::int8))::int8, sum(m.value_minor)::int8
  from s cross join moved m join sales_order o on o.id = m.order_id
  join sales_order_line l on l.order_id = m.order_id and l.line = m.line join product x on x.id = l.product_id
  where not l.free and l.base_milli > 0 and (o.cash or not s.cash_only) and o.outlet_id is not null
    and (outlets is null or o.outlet_id = any(outlets))
    and (s.products = '{}' and s.categories = '{}' or x.id = any(s.products) or x.category_id = any(s.categories))
  group by o.outlet_id $$;
