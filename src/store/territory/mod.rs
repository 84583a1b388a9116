//! Territories as read. Writing is [`put`]'s, what a shape comes to [`sketch`]'s, the outlets that may lie in one [`pin`]'s.

pub mod pin;
pub mod put;
pub mod sketch;

use chrono::{DateTime, Utc};
use fieldbeat_planning::territory::Shape;
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor, types::Json};

use super::{error::StoreError, instant::Instant, page::Slice, scope::Scope};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Territory {
    pub id: i32,
    pub code: String,
    pub name: String,
    pub org_unit_id: i32,
    pub org_unit_code: String,
    pub rep_id: Option<i32>,
    pub rep_code: Option<String>,
    pub rep_name: Option<String>,
    /// cells | polygons
    pub kind: String,
    /// Cells, or positions that were drawn.
    pub corners: i32,
    pub area_m2: i64,
    /// `{"kind": "cells", "cells": ["8a41…"]}` or `{"kind": "polygons", "polygons": [[[[lng, lat], …]]]}`; not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub shape: Option<Json<Shape>>,
    /// False: it was deleted.
    pub active: bool,
    pub updated_at: Instant,
    pub version: i32,
}

/// Filters of the list.
#[derive(Clone, Debug, Default)]
pub struct TerritoryFilter {
    pub ids: Option<Vec<i32>>,
    pub q: Option<String>,
    pub code: Option<String>,
    pub rep_id: Option<i32>,
    pub org_unit_id: Option<i32>,
}

/// By id. Who asks for changes is told of deleted ones as well.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    slice: Slice,
    filter: &TerritoryFilter,
    drawn: bool,
) -> Result<Vec<Territory>, StoreError> {
    Ok(sqlx::query_as!(
        Territory,
        r#"
        select t.id, t.code, t.name, t.org_unit_id, u.code as org_unit_code, t.rep_id, r.code as "rep_code?", r.name as "rep_name?",
          t.kind as "kind!", t.corners, t.area_m2, case when $12 then t.shape end as "shape?: Json<Shape>", t.active,
          t.updated_at as "updated_at: Instant", t.version
        from territory t join org_unit u on u.id = t.org_unit_id left join rep r on r.id = t.rep_id
        where t.id > $1 and ($3::int4[] is null or t.org_unit_id = any($3)) and $4::int4 is null
          and (t.active or $5::timestamptz is not null or $6::int8 is not null)
          and ($5::timestamptz is null or t.updated_at >= $5)
          and ($6::int8 is null or t.xid >= $6::int8::text::xid8)
          and ($7::int4[] is null or t.id = any($7))
          and ($8::text is null or strpos(folded(t.code || ' ' || t.name), folded($8)) > 0)
          and ($9::text is null or t.code = $9)
          and ($10::int4 is null or t.rep_id = $10)
          and ($11::int4 is null or t.org_unit_id = $11)
        order by t.id limit $2
        "#,
        slice.after,
        slice.fetch(),
        scope.units() as _,
        scope.rep_id() as _,
        slice.time(),
        slice.xid(),
        filter.ids.as_deref() as _,
        filter.q,
        filter.code,
        filter.rep_id,
        filter.org_unit_id,
        drawn,
    )
    .fetch_all(db)
    .await?)
}

/// With its shape. A deleted one is not there.
pub async fn get(db: impl PgExecutor<'_>, scope: &Scope, id: i32) -> Result<Territory, StoreError> {
    let one = TerritoryFilter {
        ids: Some(vec![id]),
        ..TerritoryFilter::default()
    };
    let slice = Slice {
        after: 0,
        limit: 0,
        since: super::page::Since::Ever,
    };
    let found = list(db, scope, slice, &one, true).await?;
    found.into_iter().next().ok_or(StoreError::NotFound)
}

/// Those that a list would show, and their corners together: before they are all drawn.
pub async fn extent(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &TerritoryFilter,
) -> Result<(i64, i64), StoreError> {
    let extent = sqlx::query!(
        r#"
        select count(*) as "territories!", coalesce(sum(t.corners), 0)::int8 as "corners!" from territory t
        where t.active and ($1::int4[] is null or t.org_unit_id = any($1)) and $2::int4 is null
          and ($3::int4[] is null or t.id = any($3))
          and ($4::text is null or strpos(folded(t.code || ' ' || t.name), folded($4)) > 0)
          and ($5::text is null or t.code = $5)
          and ($6::int4 is null or t.rep_id = $6)
          and ($7::int4 is null or t.org_unit_id = $7)
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        filter.ids.as_deref() as _,
        filter.q,
        filter.code,
        filter.rep_id,
        filter.org_unit_id,
    )
    .fetch_one(db)
    .await?;
    Ok((extent.territories, extent.corners))
}

/// Holds the row until the transaction ends.
pub async fn lock(db: &mut PgConnection, scope: &Scope, id: i32) -> Result<Territory, StoreError> {
    sqlx::query_scalar!("select id from territory where id = $1 for update", id)
        .fetch_optional(&mut *db)
        .await?;
    get(db, scope, id).await
}

/// It stays to be told of, and its code is free again.
pub async fn remove(db: &mut PgConnection, id: i32, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "update territory set active = false, version = version + 1, updated_at = $2 where id = $1",
        id,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}
