-- What several statements ask of a row, said once.

-- A whole period counts for it, and no order gets anything: pricing's `Rule::is_cumulative`.
create function scheme_is_cumulative(rule jsonb) returns bool immutable language sql as
$$ select rule->>'type' in ('cumulative', 'cumulative_value') $$;

-- What a contract or a document is on a day: trade's `crm::validity`.
create function validity_on(signed date, valid_to date, notice_days int4, cancelled date, today date) returns text
immutable language sql as
$$ select case when cancelled <= today then 'cancelled' when signed is null or signed > today then 'draft'
  when valid_to is null then 'active' when valid_to < today then 'expired' when valid_to - notice_days <= today then 'expiring'
  else 'active' end $$;

-- Trips of an order, also those that are over: whose goods they brought is asked by outlet and customer.
create index delivery_stop_of on delivery_stop (order_id);

-- What a phone asks at every sync: whether an order of a shop of the day's plan has changed.
create index sales_order_outlet_news on sales_order (outlet_id, updated_at) where outlet_id is not null;
