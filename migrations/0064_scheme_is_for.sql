-- Whether a scheme is for an outlet: meant by its audience, and its customer named where any is.
create function scheme_is_for(s scheme, o outlet) returns bool language sql stable as $$
  select outlet_is_meant(s.audience, o)
    and (coalesce(jsonb_array_length(s.audience->'customers'), 0) = 0
      or coalesce(s.audience->'customers' @> to_jsonb(o.customer_id), false))
$$;

-- What a rep's routes have lost and won.
create index route_outlet_route on route_outlet (route_id);
