-- What reps are told of how their places are processed, version by version, and what each answered (docs/privacy.md). Both are
-- appended and never changed: they prove on what ground positions were kept.
create table privacy_notice (
  version int4 primary key check (version > 0),
  -- By language: en, vi, zh.
  texts jsonb not null,
  published_by int4 not null references app_user,
  published_at timestamptz not null
);
create table consent_answer (
  -- The phone's record.
  id uuid primary key,
  rep_id int4 not null references rep,
  version int4 not null references privacy_notice,
  language text not null check (language in ('en', 'vi', 'zh')),
  decision text not null check (decision in ('given', 'declined', 'withdrawn')),
  -- By the judged clock of the phone.
  at timestamptz not null,
  device_id int4 not null references device,
  received_at timestamptz not null
);
create index consent_answer_rep on consent_answer (rep_id, at desc);
create trigger append_only before update or delete on privacy_notice for each row execute function refuse_change();
create trigger append_only_whole before truncate on privacy_notice for each statement execute function refuse_change();
create trigger append_only before update or delete on consent_answer for each row execute function refuse_change();
create trigger append_only_whole before truncate on consent_answer for each statement execute function refuse_change();
