-- What reps earn: plans by version, and statements that are never written again. A month's documents are
-- those booked in it; what is booked later belongs to the month in which it is.
create table commission_plan (
  code text not null,
  version int4 not null,
  name text not null,
  -- collected: posted collections; billed: invoices less returns, with tax.
  basis text not null check (basis in ('collected', 'billed')),
  tiers jsonb not null,
  cumulative bool not null,
  -- Nothing is earned below this plan compliance, percent.
  least_compliance_pct int4 check (least_compliance_pct between 1 and 100),
  created_by int4 references app_user,
  created_at timestamptz not null,
  primary key (code, version)
);

create table commission_statement (
  id uuid primary key,
  rep_id int4 not null references rep,
  org_unit_id int4 not null references org_unit,
  -- Its first date.
  month date not null check (extract(day from month) = 1),
  plan_code text not null,
  plan_version int4 not null,
  currency text not null,
  value_minor int8 not null,
  -- Calls made and due, where the plan asks for them.
  calls_made int4,
  calls_due int4,
  bands jsonb not null,
  earned_minor int8 not null,
  created_by int4 references app_user,
  created_at timestamptz not null,
  xid xid8 not null default pg_current_xact_id(),
  foreign key (plan_code, plan_version) references commission_plan,
  constraint commission_statement_once unique (rep_id, month, plan_code)
);
create index commission_statement_newest on commission_statement (month desc, id);
create table commission_document (
  statement_id uuid not null references commission_statement on delete cascade,
  -- invoice | return | collection
  kind text not null,
  document_id uuid not null,
  date date not null,
  minor int8 not null,
  primary key (statement_id, kind, document_id)
);
create index ledger_entry_date on ledger_entry (date, kind);
