-- What the ERP says of our documents, and the invoices that it makes.

-- Where each document stands; one that is not here waits to be taken.
create table erp_mark (
  kind text not null check (kind in ('order', 'collection', 'return')),
  document_id uuid not null,
  state text not null check (state in ('waiting', 'exported', 'accepted', 'rejected')),
  -- The ERP's own.
  number text,
  reason text,
  -- Of the document that was spoken of.
  version int4 not null,
  marked_at timestamptz not null,
  marked_by int4 references app_user,
  primary key (kind, document_id),
  check (state <> 'rejected' or reason is not null)
);
create index erp_mark_newest on erp_mark (state, marked_at desc, document_id);

-- Everything that was said; appended.
create table erp_mark_step (
  kind text not null,
  document_id uuid not null,
  seq int4 not null,
  state text not null,
  number text,
  reason text,
  version int4 not null,
  at timestamptz not null,
  by int4 references app_user,
  primary key (kind, document_id, seq),
  foreign key (kind, document_id) references erp_mark
);
