-- Customers, products, prices and stock from spreadsheets.

-- A customer that an import made and that was taken back, or whom nobody sells to any longer.
alter table customer add column active bool not null default true;

alter table import_batch drop constraint import_batch_kind_check, add constraint import_batch_kind_check
  check (kind in ('outlets', 'reps', 'routes', 'customers', 'products', 'prices', 'stock'));
alter table import_mapping drop constraint import_mapping_kind_check, add constraint import_mapping_kind_check
  check (kind in ('outlets', 'reps', 'routes', 'customers', 'products', 'prices', 'stock'));

-- What of the list or place a row is about: product and unit of a price; product, batch and last day of stock.
alter table import_change add column part text, add column product_id int4 references product, add column unit text;

-- The postings that brought a place to what was counted: how a revert finds them.
create table import_posting (
  import_id int4 not null references import_batch on delete cascade,
  posting_id uuid not null constraint import_posting_once unique references stock_posting,
  primary key (import_id, posting_id)
);
