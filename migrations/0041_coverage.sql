-- Coverage: which outlets handle which products. What the words mean is in fieldbeat_trade::coverage.

-- The outlets that a report speaks of: open on the date, in reach, of a class, a channel, a unit and below.
create function coverage_universe(as_of date, units int4[], own_rep int4, of_class text, of_channel text, of_unit int4)
returns setof int4 language sql stable as $$
  with recursive below as (
    select id from org_unit where id = of_unit
    union all select c.id from org_unit c join below b on c.parent_id = b.id
  )
  select o.id from outlet o
  where (o.closed_at is null or o.closed_at::date > as_of)
    and (units is null or o.org_unit_id = any(units))
    and (of_class is null or o.class = of_class) and (of_channel is null or o.channel = of_channel)
    and (of_unit is null or o.org_unit_id in (select id from below))
    and (own_rep is null or exists (
      select from route_rep rr join route_outlet ro on ro.route_id = rr.route_id and ro.retired_at is null and ro.valid @> as_of
      where rr.rep_id = own_rep and rr.retired_at is null and rr.valid @> as_of and ro.outlet_id = o.id))
  order by o.id
$$;

-- What is known of products at outlets in a period: bought by orders that stand (free goods are none), seen
-- by counts of stock and by audits. Only pairs of which anything is known.
create function coverage_facts(from_date date, to_date date, outlets int4[])
returns table (outlet_id int4, product_id int4, sales_minor int8, bought_on date, in_stock bool, was_in_stock bool,
  observed_at timestamptz, facings int4) language sql stable as $$
  with bought as (
    select s.outlet_id, l.product_id, sum(l.total_minor)::int8 as sales_minor, max(s.date) as bought_on
    from sales_order s join sales_order_line l on l.order_id = s.id
    where s.date between from_date and to_date and s.outlet_id = any(outlets)
      and s.state not in ('draft', 'rejected', 'cancelled') and l.product_id is not null and not l.free
    group by 1, 2
  ), observations as (
    select c.outlet_id, l.product_id, c.counted_at as at, sum(l.milli) > 0 as there, null::int4 as facings, c.id
    from stock_count c join stock_count_line l on l.count_id = c.id
    where c.date between from_date and to_date and c.outlet_id = any(outlets)
    group by c.id, l.product_id
    union all
    select r.outlet_id, p.product_id, r.answered_at, p.in_stock, p.facings, r.id
    from form_response r join form_response_product p on p.response_id = r.id
    where r.date between from_date and to_date and r.outlet_id = any(outlets)
  ), seen as (
    select o.outlet_id, o.product_id,
      (array_agg(o.there order by o.at desc, o.id) filter (where o.there is not null))[1] as in_stock,
      bool_or(o.there) as was_in_stock,
      max(o.at) filter (where o.there is not null) as observed_at,
      (array_agg(o.facings order by o.at desc, o.id) filter (where o.facings is not null))[1] as facings
    from observations o group by 1, 2
  )
  select outlet_id, product_id, coalesce(b.sales_minor, 0), b.bought_on, s.in_stock, s.was_in_stock, s.observed_at, s.facings
  from bought b full join seen s using (outlet_id, product_id)
$$;

-- Facings of competitors by category: of each brand and product the newest sighting at an outlet.
create function competitor_facings(from_date date, to_date date, outlets int4[])
returns table (outlet_id int4, category_id int4, facings int8) language sql stable as $$
  select n.outlet_id, n.category_id, sum(n.facings)::int8 from (
    select distinct on (c.outlet_id, c.category_id, lower(c.brand), lower(coalesce(c.product, '')))
      c.outlet_id, c.category_id, c.facings
    from competitor_observation c
    where c.date between from_date and to_date and c.outlet_id = any(outlets)
      and c.category_id is not null and c.facings is not null
    order by c.outlet_id, c.category_id, lower(c.brand), lower(coalesce(c.product, '')), c.observed_at desc, c.id
  ) n group by 1, 2
$$;

-- A period of everybody.
create index stock_count_date on stock_count (date, outlet_id);
create index form_response_date on form_response (date, outlet_id);
create index competitor_observation_date on competitor_observation (date, outlet_id);
