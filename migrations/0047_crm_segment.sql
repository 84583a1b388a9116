-- Segments: customers that a saved rule finds, and what of a customer such rules ask.

alter table customer
  -- What the customer's business is, in the company's words.
  add column industry text,
  -- First day of the relation; null: that of its first order.
  add column since date;

create table segment (
  id int4 generated always as identity primary key,
  code text not null constraint segment_code_key unique,
  name text not null,
  -- fieldbeat_trade crm::segment::Rule.
  rule jsonb not null,
  active bool not null default true,
  version int4 not null default 1,
  updated_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id()
);
create trigger segment_xid before update of version on segment for each row execute function stamp_xid();
create index segment_changed on segment (xid);
