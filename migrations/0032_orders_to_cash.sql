-- From the order to the money: pinned prices, holds, deliveries, returns, invoices, receipts. Money in
-- minor units, quantities in thousandths. What happened is appended; sums beside it are kept in the
-- transaction that changes them, and tests hold them against what they are sums of.

-- Which agreement holds for a customer with a supplying partner; without a partner, with the company.
create table credit_account (
  id int4 generated always as identity primary key,
  customer_id int4 not null references customer,
  partner_id int4 references partner,
  -- Null: no limit.
  limit_minor int8 check (limit_minor >= 0),
  terms_days int4 not null default 0 check (terms_days between 0 and 365),
  -- Days beyond the due date that are put up with; null: any.
  overdue_days int4 check (overdue_days between 0 and 365),
  -- Sum of its ledger entries.
  balance_minor int8 not null default 0,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  constraint credit_account_once unique nulls not distinct (customer_id, partner_id)
);
create trigger credit_account_xid before update of version on credit_account for each row execute function stamp_xid();
create index credit_account_changed on credit_account (xid);

alter table sales_order
  add column source text not null default 'phone' check (source in ('phone', 'desk', 'quotation')),
  add column supplier_id int4 references partner,
  add column account_id int4 references credit_account,
  add column cash bool not null default false,
  add column revision int4 not null default 1,
  add column holds text[] not null default '{}',
  -- What approvers let pass in this revision, as the gate reads it.
  add column approved jsonb not null default '{}',
  -- The pinned price with its explanation; null where no catalogue gave one.
  add column priced jsonb,
  -- Of a price hold or an honoured promise: both totals, and why.
  add column price_note jsonb,
  add column tax_minor int8 not null default 0,
  -- What still stands: the total, less what was dropped at close.
  add column live_minor int8 not null default 0,
  add column delivered_minor int8 not null default 0,
  add column invoiced_minor int8 not null default 0,
  add column quotation_id uuid,
  add constraint sales_order_state check (state in ('draft', 'submitted', 'held', 'confirmed', 'allocated', 'dispatched',
    'partly_delivered', 'delivered', 'closed', 'rejected', 'cancelled')),
  add constraint sales_order_held check ((state = 'held') = (holds <> '{}'));
update sales_order set live_minor = total_minor;
create index sales_order_newest on sales_order (ordered_at desc, id);
create index sales_order_customer on sales_order (customer_id, ordered_at desc, id) where customer_id is not null;
create index sales_order_waiting on sales_order (ordered_at desc, id) where state in ('submitted', 'held');
-- What is not billed in full is what exposure is made of.
create index sales_order_exposure on sales_order (account_id)
  where state not in ('draft', 'rejected', 'cancelled') and live_minor <> invoiced_minor;

alter table sales_order_line
  add column product_id int4 references product,
  -- Thousandths of the base unit; null where the product is not in the catalogue.
  add column base_milli int8,
  add column free bool not null default false,
  add column scheme_id int4 references scheme,
  add column discount_minor int8 not null default 0,
  add column tax_minor int8 not null default 0,
  add column delivered_milli int8 not null default 0,
  add column returned_milli int8 not null default 0,
  add column invoiced_milli int8 not null default 0,
  add constraint sales_order_line_kept check (
    delivered_milli >= 0 and invoiced_milli >= 0 and returned_milli between 0 and delivered_milli);

-- What was done to an order, by whom; appended.
create table order_step (
  order_id uuid not null references sales_order on delete cascade,
  seq int4 not null,
  at timestamptz not null,
  action text not null,
  state text not null,
  holds text[] not null default '{}',
  user_id int4 references app_user,
  rep_id int4 references rep,
  reason text,
  detail jsonb not null default '{}',
  primary key (order_id, seq)
);

-- The lines of an earlier revision, as they were.
create table order_revision (
  order_id uuid not null references sales_order on delete cascade,
  revision int4 not null,
  body jsonb not null,
  replaced_at timestamptz not null,
  primary key (order_id, revision)
);

-- What an order takes from the budget of a scheme, until it is given back.
create table scheme_use (
  order_id uuid not null references sales_order on delete cascade,
  scheme_id int4 not null references scheme,
  outlet_id int4 references outlet,
  minor int8 not null check (minor > 0),
  primary key (order_id, scheme_id)
);
create index scheme_use_scheme on scheme_use (scheme_id, outlet_id);
-- Their sums for schemes with a limit, under the lock of the scheme's row.
create table scheme_spent (
  scheme_id int4 not null references scheme,
  -- 0: all outlets together.
  outlet_id int4 not null default 0,
  minor int8 not null default 0 check (minor >= 0),
  primary key (scheme_id, outlet_id)
);

create table delivery (
  id uuid primary key,
  order_id uuid not null references sales_order,
  delivered_at timestamptz not null,
  user_id int4 references app_user,
  rep_id int4 references rep,
  -- Who took the goods, and what was said.
  receiver text,
  note text,
  value_minor int8 not null,
  recorded_at timestamptz not null
);
create index delivery_order on delivery (order_id, delivered_at);
create table delivery_line (
  delivery_id uuid not null references delivery on delete cascade,
  line int4 not null,
  quantity_milli int8 not null check (quantity_milli > 0),
  value_minor int8 not null,
  primary key (delivery_id, line)
);

-- A bill: of this system or mirrored from the ERP that makes it; opening balances, too.
create table invoice (
  id uuid primary key,
  number text not null,
  kind text not null check (kind in ('invoice', 'opening')),
  account_id int4 not null references credit_account,
  order_id uuid references sales_order,
  date date not null,
  due date not null,
  currency text not null,
  total_minor int8 not null check (total_minor > 0),
  paid_minor int8 not null default 0,
  version int4 not null default 1,
  recorded_at timestamptz not null,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  constraint invoice_number_key unique (number),
  constraint invoice_paid check (paid_minor between 0 and total_minor)
);
create trigger invoice_xid before update of version on invoice for each row execute function stamp_xid();
create index invoice_changed on invoice (xid);
create index invoice_open on invoice (account_id, due, id) where paid_minor < total_minor;
create index invoice_newest on invoice (date desc, id);
create index invoice_order on invoice (order_id) where order_id is not null;
create table invoice_line (
  invoice_id uuid not null references invoice on delete cascade,
  line int4 not null,
  quantity_milli int8 not null check (quantity_milli > 0),
  value_minor int8 not null,
  primary key (invoice_id, line)
);

create table sales_return (
  id uuid primary key,
  order_id uuid not null references sales_order,
  state text not null default 'recorded' check (state in ('recorded', 'approved', 'rejected')),
  rep_id int4 references rep,
  user_id int4 references app_user,
  visit_id uuid,
  reason text not null,
  value_minor int8 not null,
  -- Not yet set against invoices.
  on_account_minor int8 not null default 0 check (on_account_minor >= 0),
  returned_at timestamptz not null,
  decided_at timestamptz,
  decided_by int4 references app_user,
  decision_reason text,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id()
);
create trigger sales_return_xid before update of version on sales_return for each row execute function stamp_xid();
create index sales_return_changed on sales_return (xid);
create index sales_return_order on sales_return (order_id);
create index sales_return_newest on sales_return (returned_at desc, id);
create table sales_return_line (
  return_id uuid not null references sales_return on delete cascade,
  line int4 not null,
  quantity_milli int8 not null check (quantity_milli > 0),
  value_minor int8 not null,
  primary key (return_id, line)
);

-- Money that a rep hands in at the end of a day, counted by another.
create table settlement (
  id uuid primary key,
  rep_id int4 not null references rep,
  date date not null,
  org_unit_id int4 not null references org_unit,
  state text not null default 'handed_in' check (state in ('handed_in', 'verified', 'posted')),
  -- Cash, cheques and transfers of its collections.
  expected_minor int8 not null,
  expected_cash_minor int8 not null,
  counted_cash_minor int8,
  variance_reason text,
  handed_in_by int4 references app_user,
  verified_by int4 references app_user,
  posted_by int4 references app_user,
  handed_in_at timestamptz not null,
  verified_at timestamptz,
  posted_at timestamptz,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  constraint settlement_variance check (
    counted_cash_minor is null or counted_cash_minor = expected_cash_minor or variance_reason is not null)
);
create trigger settlement_xid before update of version on settlement for each row execute function stamp_xid();
create index settlement_changed on settlement (xid);
create index settlement_newest on settlement (date desc, id);

create table collection (
  id uuid primary key,
  rep_id int4 references rep,
  user_id int4 references app_user,
  date date not null,
  org_unit_id int4 not null references org_unit,
  visit_id uuid,
  outlet_id int4 references outlet,
  account_id int4 not null references credit_account,
  method text not null check (method in ('cash', 'transfer', 'cheque')),
  state text not null default 'recorded' check (state in ('recorded', 'handed_in', 'verified', 'posted', 'rejected', 'void')),
  currency text not null,
  amount_minor int8 not null check (amount_minor > 0),
  -- Of a posted one: not yet set against invoices.
  on_account_minor int8 not null default 0 check (on_account_minor >= 0),
  -- What the payer wants to be settled: [[invoice, minor], …]; empty is the oldest first.
  wanted jsonb not null default '[]',
  reference text,
  note text,
  reason text,
  settlement_id uuid references settlement,
  collected_at timestamptz not null,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  constraint collection_whose check (num_nonnulls(rep_id, user_id) >= 1)
);
create trigger collection_xid before update of version on collection for each row execute function stamp_xid();
create index collection_changed on collection (xid);
create index collection_newest on collection (collected_at desc, id);
create index collection_visit on collection (visit_id) where visit_id is not null;
create index collection_account on collection (account_id, collected_at desc, id);
create index collection_held on collection (rep_id) where state = 'recorded';
create index collection_settlement on collection (settlement_id) where settlement_id is not null;

-- Which invoice a collection or a return settled, by how much; appended.
create table allocation (
  id int8 generated always as identity primary key,
  invoice_id uuid not null references invoice,
  collection_id uuid references collection,
  return_id uuid references sales_return,
  minor int8 not null check (minor > 0),
  at timestamptz not null,
  check (num_nonnulls(collection_id, return_id) = 1)
);
create index allocation_invoice on allocation (invoice_id);
create index allocation_collection on allocation (collection_id) where collection_id is not null;
create index allocation_return on allocation (return_id) where return_id is not null;

-- The customer's account: debits above zero, credits below; appended.
create table ledger_entry (
  id int8 generated always as identity primary key,
  account_id int4 not null references credit_account,
  date date not null,
  kind text not null check (kind in ('invoice', 'opening', 'collection', 'return')),
  document_id uuid not null,
  minor int8 not null check (minor <> 0),
  recorded_at timestamptz not null,
  constraint ledger_entry_once unique (kind, document_id)
);
create index ledger_entry_account on ledger_entry (account_id, date, id);

create table quotation (
  id uuid primary key,
  rep_id int4 references rep,
  user_id int4 references app_user,
  org_unit_id int4 not null references org_unit,
  visit_id uuid,
  outlet_id int4 not null references outlet,
  customer_id int4 references customer,
  state text not null default 'open' check (state in ('open', 'ordered', 'declined')),
  -- Whose prices it has.
  date date not null,
  valid_to date not null,
  currency text not null,
  ask jsonb not null,
  priced jsonb not null,
  total_minor int8 not null,
  note text,
  reason text,
  order_id uuid references sales_order,
  quoted_at timestamptz not null,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id()
);
create trigger quotation_xid before update of version on quotation for each row execute function stamp_xid();
create index quotation_changed on quotation (xid);
create index quotation_newest on quotation (quoted_at desc, id);
create index quotation_visit on quotation (visit_id) where visit_id is not null;

-- What the catalogue said before, so that a price of yesterday can be computed again: the rows as they
-- were, from one change to the next.
create table catalogue_past (
  kind text not null,
  id int4 not null,
  version int4 not null,
  body jsonb not null,
  since timestamptz not null,
  until timestamptz not null,
  primary key (kind, id, version)
);
create index catalogue_past_until on catalogue_past (kind, until);
create function keep_catalogue_past() returns trigger language plpgsql as $$
begin
  insert into catalogue_past (kind, id, version, body, since, until)
  values (tg_table_name, old.id, old.version, to_jsonb(old), old.updated_at, new.updated_at)
  on conflict do nothing;
  return null;
end $$;
create trigger product_past after update of version on product for each row execute function keep_catalogue_past();
create trigger price_list_past after update of version on price_list for each row execute function keep_catalogue_past();
create trigger scheme_past after update of version on scheme for each row execute function keep_catalogue_past();

create function product_at(known_at timestamptz) returns setof product language sql stable as $$
  select * from product where updated_at <= known_at
  union all select r.* from catalogue_past p, jsonb_populate_record(null::product, p.body) r
    where p.kind = 'product' and p.since <= known_at and p.until > known_at $$;
create function price_list_at(known_at timestamptz) returns setof price_list language sql stable as $$
  select * from price_list where updated_at <= known_at
  union all select r.* from catalogue_past p, jsonb_populate_record(null::price_list, p.body) r
    where p.kind = 'price_list' and p.since <= known_at and p.until > known_at $$;
create function scheme_at(known_at timestamptz) returns setof scheme language sql stable as $$
  select * from scheme where updated_at <= known_at
  union all select r.* from catalogue_past p, jsonb_populate_record(null::scheme, p.body) r
    where p.kind = 'scheme' and p.since <= known_at and p.until > known_at $$;

alter table price add column since timestamptz not null default '-infinity';
create table price_past (
  list_id int4 not null references price_list,
  product_id int4 not null,
  unit text not null,
  minor int8 not null,
  since timestamptz not null,
  until timestamptz not null
);
create index price_past_list on price_past (list_id, product_id, until);
