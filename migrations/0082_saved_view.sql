-- Views of lists that people keep: the query of a page's address under a name.
create table saved_view (
  id int4 generated always as identity primary key,
  user_id int4 not null references app_user on delete cascade,
  page text not null,
  name text not null,
  search text not null,
  -- Offered to everybody of the company who has the page.
  shared bool not null default false,
  version int4 not null default 1,
  updated_at timestamptz not null,
  unique (user_id, page, name)
);
create index saved_view_page on saved_view (page);
