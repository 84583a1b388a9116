//! Reps as read, by where they belong today. Writing is `rep_put`.

use chrono::NaiveDate;
use serde::Serialize;
use sqlx::PgExecutor;

use super::{
    error::StoreError,
    known::{Known, Wanted},
    page::Slice,
    scope::Scope,
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Rep {
    pub id: i32,
    pub code: String,
    pub name: String,
    pub phone: Option<String>,
    pub active: bool,
    /// Today's assignment.
    pub org_unit_id: i32,
    pub org_unit_code: String,
    pub version: i32,
}

/// Filters of the list.
#[derive(Clone, Debug, Default)]
pub struct RepFilter {
    pub q: Option<String>,
    pub code: Option<String>,
    pub org_unit_id: Option<i32>,
    pub active: Option<bool>,
}

pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    slice: Slice,
    filter: &RepFilter,
) -> Result<Vec<Rep>, StoreError> {
    Ok(sqlx::query_as!(
        Rep,
        r#"
        select r.id, r.code, r.name, r.phone, r.active, u.id as org_unit_id, u.code as org_unit_code, r.version
        from rep r
        join rep_org_unit a on a.rep_id = r.id and a.retired_at is null and a.valid @> $3::date
        join org_unit u on u.id = a.org_unit_id
        where r.id > $1 and ($4::int4[] is null or u.id = any($4)) and ($5::int4 is null or r.id = $5)
          and ($6::timestamptz is null or r.updated_at >= $6)
          and ($7::int8 is null or r.xid >= $7::int8::text::xid8)
          and ($8::text is null or strpos(folded(r.code || ' ' || r.name), folded($8)) > 0)
          and ($9::text is null or r.code = $9)
          and ($10::int4 is null or u.id = $10)
          and ($11::bool is null or r.active = $11)
        order by r.id limit $2
        "#,
        slice.after,
        slice.fetch(),
        today,
        scope.units() as _,
        scope.rep_id() as _,
        slice.time(),
        slice.xid(),
        filter.q,
        filter.code,
        filter.org_unit_id,
        filter.active,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    id: i32,
) -> Result<Rep, StoreError> {
    sqlx::query_as!(
        Rep,
        r#"
        select r.id, r.code, r.name, r.phone, r.active, u.id as org_unit_id, u.code as org_unit_code, r.version
        from rep r
        join rep_org_unit a on a.rep_id = r.id and a.retired_at is null and a.valid @> $2::date
        join org_unit u on u.id = a.org_unit_id
        where r.id = $1 and ($3::int4[] is null or u.id = any($3)) and ($4::int4 is null or r.id = $4)
        "#,
        id,
        today,
        scope.units() as _,
        scope.rep_id() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)
}

/// The reps named, as far as the scope reaches today.
pub async fn known(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    wanted: &Wanted,
) -> Result<Known, StoreError> {
    let mut known = Known::default();
    if wanted.is_empty() {
        return Ok(known);
    }
    let rows = sqlx::query!(
        r#"
        select r.id, r.code from rep r
        join rep_org_unit a on a.rep_id = r.id and a.retired_at is null and a.valid @> $3::date
        where (r.id = any($1) or r.code = any($2))
          and ($4::int4[] is null or a.org_unit_id = any($4)) and ($5::int4 is null or r.id = $5)
        "#,
        &wanted.ids,
        &wanted.codes,
        today,
        scope.units() as _,
        scope.rep_id() as _,
    )
    .fetch_all(db)
    .await?;
    for row in rows {
        known.add(row.id, row.code);
    }
    Ok(known)
}

/// Code and name of reps.
pub async fn names(
    db: impl PgExecutor<'_>,
    reps: &[i32],
) -> Result<Vec<(i32, String, String)>, StoreError> {
    let rows = sqlx::query!("select id, code, name from rep where id = any($1)", reps)
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(|r| (r.id, r.code, r.name)).collect())
}
