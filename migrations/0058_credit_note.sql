-- Credit notes: what the company owes an account without goods that came back – a claim, a display or a scheme that was settled.
create table credit_note (
  id uuid primary key,
  account_id int4 not null references credit_account,
  date date not null,
  -- What it is for, once: the claim, the display, the settlement of a scheme.
  kind text not null check (kind in ('claim', 'display', 'scheme')),
  document_id uuid not null,
  amount_minor int8 not null check (amount_minor > 0),
  -- Not set against invoices.
  on_account_minor int8 not null check (on_account_minor >= 0),
  currency text not null,
  made_by int4 references app_user,
  made_at timestamptz not null,
  constraint credit_note_once unique (kind, document_id)
);
create index credit_note_account on credit_note (account_id, date, id);

alter table ledger_entry drop constraint ledger_entry_kind_check;
alter table ledger_entry add constraint ledger_entry_kind_check check (kind in ('invoice', 'opening', 'collection', 'return', 'credit_note'));
alter table allocation drop constraint allocation_check;
alter table allocation add column credit_note_id uuid references credit_note;
alter table allocation add constraint allocation_check check (num_nonnulls(collection_id, return_id, credit_note_id) = 1);
create index allocation_credit_note on allocation (credit_note_id) where credit_note_id is not null;

-- A partner that is a customer of the company, too: whose account its claims are credited to.
alter table partner add column customer_id int4 references customer;
-- Of a display that was paid outside.
alter table display add column reference text;

-- As whoever reads the document sees it; null where nothing was credited.
create function credit_note_of(of_kind text, of_document uuid) returns jsonb language sql stable as $$
  select jsonb_build_object('id', n.id, 'account_id', n.account_id, 'customer_id', a.customer_id, 'customer_name', c.name,
    'date', n.date, 'amount_minor', n.amount_minor, 'on_account_minor', n.on_account_minor)
  from credit_note n join credit_account a on a.id = n.account_id join customer c on c.id = a.customer_id
  where n.kind = of_kind and n.document_id = of_document $$;
