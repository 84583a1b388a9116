-- What reps are asked at outlets, and what they must find there: forms by version, filled-in forms (audits
-- and surveys), must-sell lists.

-- An org unit and everything above it.
create function org_unit_path(unit int4) returns int4[] language sql stable as $$
  with recursive above as (
    select id, parent_id from org_unit where id = unit
    union all select p.id, p.parent_id from org_unit p join above a on p.id = a.parent_id
  ) select array(select id from above)
$$;

-- Whether an outlet is meant: {classes, channels, areas}, each empty for any; below an area is meant, too.
create function outlet_is_meant(audience jsonb, o outlet) returns bool language sql stable as $$
  select (coalesce(jsonb_array_length(audience->'classes'), 0) = 0 or audience->'classes' ? o.class)
    and (coalesce(jsonb_array_length(audience->'channels'), 0) = 0 or coalesce(audience->'channels' ? o.channel, false))
    and (coalesce(jsonb_array_length(audience->'areas'), 0) = 0 or exists (
      select from jsonb_array_elements(audience->'areas') a where a::int4 = any(org_unit_path(o.org_unit_id))))
$$;

create table form (
  id int4 generated always as identity primary key,
  code text not null constraint form_code_key unique,
  kind text not null check (kind in ('audit', 'survey')),
  -- {en, vi, zh}
  name jsonb not null,
  valid_from date,
  valid_to date,
  audience jsonb not null default '{}',
  required bool not null default false,
  questions jsonb not null,
  active bool not null default true,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  check (valid_from <= valid_to)
);
create trigger form_xid before update of version on form for each row execute function stamp_xid();
create index form_changed on form (xid);

-- Every version that ever was: an answer is read with the questions it was asked by.
create table form_version (
  form_id int4 not null references form,
  version int4 not null,
  name jsonb not null,
  questions jsonb not null,
  since timestamptz not null,
  primary key (form_id, version)
);
create function keep_form_version() returns trigger language plpgsql as $$
begin
  insert into form_version (form_id, version, name, questions, since)
  values (new.id, new.version, new.name, new.questions, new.updated_at)
  on conflict do nothing;
  return null;
end $$;
create trigger form_version_kept after insert or update of version on form for each row execute function keep_form_version();

-- A form as a rep filled it in. Never changed.
create table form_response (
  -- Of the phone's record.
  id uuid primary key,
  kind text not null check (kind in ('audit', 'survey')),
  rep_id int4 not null references rep,
  date date not null,
  org_unit_id int4 not null references org_unit,
  -- No reference: a phone may tell of it before it has told of the visit.
  visit_id uuid,
  outlet_id int4 not null references outlet,
  form_id int4 not null,
  form_version int4 not null,
  -- As fieldbeat_trade::form::answer keeps them.
  answers jsonb not null,
  earned int4 not null check (earned between 0 and possible),
  possible int4 not null,
  answered_at timestamptz not null,
  recorded_at timestamptz not null,
  foreign key (form_id, form_version) references form_version
);
create index form_response_newest on form_response (kind, answered_at desc, id);
create index form_response_outlet on form_response (outlet_id, answered_at desc, id);
create index form_response_rep on form_response (rep_id, answered_at desc, id);
create index form_response_form on form_response (form_id, answered_at desc, id);
create index form_response_visit on form_response (visit_id) where visit_id is not null;

-- What its answers say of products on the shelf.
create table form_response_product (
  response_id uuid not null references form_response on delete cascade,
  product_id int4 not null references product,
  in_stock bool,
  facings int4 check (facings >= 0),
  primary key (response_id, product_id)
);
create index form_response_product_product on form_response_product (product_id, response_id);

-- What outlets of an audience must sell.
create table must_sell_list (
  id int4 generated always as identity primary key,
  code text not null constraint must_sell_list_code_key unique,
  name text not null,
  valid_from date,
  valid_to date,
  audience jsonb not null default '{}',
  product_ids int4[] not null check (cardinality(product_ids) > 0),
  active bool not null default true,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  check (valid_from <= valid_to)
);
create trigger must_sell_list_xid before update of version on must_sell_list for each row execute function stamp_xid();
create index must_sell_list_changed on must_sell_list (xid);

-- The products that outlets must sell on a date.
create function must_sell_on(on_date date, outlets int4[]) returns table (outlet_id int4, product_id int4)
language sql stable as $$
  select distinct o.id, p.id
  from outlet o join must_sell_list m on m.active and (m.valid_from is null or m.valid_from <= on_date)
    and (m.valid_to is null or m.valid_to >= on_date) and outlet_is_meant(m.audience, o)
  join product p on p.id = any(m.product_ids) and p.active
  where o.id = any(outlets)
$$;
