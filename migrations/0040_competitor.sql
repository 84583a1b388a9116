-- What reps saw of competitors at outlets. Never changed.
create table competitor_observation (
  -- Of the phone's record.
  id uuid primary key,
  rep_id int4 not null references rep,
  date date not null,
  org_unit_id int4 not null references org_unit,
  visit_id uuid,
  outlet_id int4 not null references outlet,
  brand text not null,
  product text,
  -- The own category that it competes in.
  category_id int4 references product_category,
  -- Minor units of the company's currency.
  price_minor int8 check (price_minor >= 0),
  facings int4 check (facings >= 0),
  promotion text,
  note text,
  observed_at timestamptz not null,
  recorded_at timestamptz not null
);
create index competitor_observation_newest on competitor_observation (observed_at desc, id);
create index competitor_observation_outlet on competitor_observation (outlet_id, observed_at desc, id);
create index competitor_observation_rep on competitor_observation (rep_id, observed_at desc, id);
create index competitor_observation_visit on competitor_observation (visit_id) where visit_id is not null;
