-- Territories: ground that a rep has, as H3 cells or drawn polygons.

create table territory (
  id int4 generated always as identity primary key,
  code text not null,
  name text not null,
  org_unit_id int4 not null references org_unit,
  rep_id int4 references rep,
  -- As it came; readable by `planning::territory::Shape::read`.
  shape jsonb not null,
  kind text generated always as (shape->>'kind') stored check (kind in ('cells', 'polygons')),
  -- SHA-256 of the corners in 1e-7° or of the cells: the same ground drawn again is no change.
  digest bytea not null,
  -- Cells, or positions that were drawn.
  corners int4 not null check (corners > 0),
  area_m2 int8 not null check (area_m2 >= 0),
  -- Not any more where it was deleted: such a row stays to be told of, and its code is free again.
  active bool not null default true,
  version int4 not null default 1,
  updated_at timestamptz not null,
  xid xid8 not null default pg_current_xact_id()
);
create trigger territory_xid before update of version on territory for each row execute function stamp_xid();
create unique index territory_code on territory (code) where active;
create index territory_org_unit on territory (org_unit_id);
create index territory_changed on territory (xid);
