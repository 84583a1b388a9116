-- Contracts with customers, and documents that belong to them or to the customer: what they are and until when they
-- hold. Where the paper or the file is, a reference says; contents are not kept here.

create table contract (
  id int4 generated always as identity primary key,
  -- Its number.
  code text not null constraint contract_code_key unique,
  customer_id int4 not null references customer,
  title text not null,
  -- Null: not signed yet.
  signed_on date,
  valid_from date not null,
  -- Included; null: until it is cancelled.
  valid_to date,
  -- Days before its end from which somebody should talk about a new one.
  notice_days int4 not null default 30 check (notice_days between 0 and 730),
  cancelled_on date,
  cancel_reason text,
  amount_minor int8 check (amount_minor >= 0),
  note text,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  constraint contract_window check (valid_to >= valid_from),
  constraint contract_cancelled check (cancelled_on is null or cancel_reason is not null)
);
create trigger contract_xid before update of version on contract for each row execute function stamp_xid();
create index contract_changed on contract (xid);
create index contract_customer on contract (customer_id);
create index contract_end on contract (valid_to) where cancelled_on is null and valid_to is not null;

create table customer_document (
  id int4 generated always as identity primary key,
  code text not null constraint customer_document_code_key unique,
  customer_id int4 not null references customer,
  contract_id int4 references contract,
  kind text not null check (kind in ('contract', 'annex', 'nda', 'licence', 'certificate', 'other')),
  title text not null,
  -- Where it is read, or how it is found on a shelf.
  link text,
  reference text,
  issued_on date,
  valid_to date,
  notice_days int4 not null default 30 check (notice_days between 0 and 730),
  cancelled_on date,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  constraint customer_document_found check (num_nonnulls(link, reference) >= 1)
);
create trigger customer_document_xid before update of version on customer_document for each row execute function stamp_xid();
create index customer_document_changed on customer_document (xid);
create index customer_document_customer on customer_document (customer_id);
