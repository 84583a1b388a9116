//! Photos as read: what each is said to show, what speaks against it, and what people decided.

pub mod bind;
pub mod decision;
pub mod inbox;
pub mod keep;
pub mod upload;

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::photo::Digest;
use serde::Serialize;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::store::{error::StoreError, instant::Instant, page::Since, scope::Scope};

/// Kinds of records that name photos.
pub(super) const NAMING_KINDS: [&str; 4] = ["photo", "display_execution", "audit", "survey"];

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Photo {
    pub id: Uuid,
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    pub date: NaiveDate,
    pub org_unit_id: i32,
    pub visit_id: Option<Uuid>,
    pub outlet_id: Option<i32>,
    pub outlet_code: Option<String>,
    pub outlet_name: Option<String>,
    pub customer_id: Option<i32>,
    /// The record that named it.
    pub record_kind: String,
    pub record_id: Uuid,
    /// What it shows, in the phone's words: shelf, display, front …
    pub subject: Option<String>,
    pub note: Option<String>,
    pub taken_at: Instant,
    /// taken_elsewhere | taken_earlier | clock | reused
    pub findings: Vec<String>,
    /// Of the camera from the nearest known place of the visit.
    pub distance_m: Option<i32>,
    /// Of the camera's time before (negative) or after that of the visit.
    pub off_s: Option<i32>,
    /// The photo that it is the same as, or like; null also where that is out of scope.
    pub reused_of: Option<Uuid>,
    /// Of 64 bits of likeness; 0 may be the very same file.
    pub bits_apart: Option<i16>,
    /// pending | approved | rejected
    pub status: String,
    pub decided_by: Option<String>,
    pub decided_at: Option<Instant>,
    pub reason: Option<String>,
    pub width: i32,
    pub height: i32,
    /// The picture has gone with its time.
    pub removed: bool,
    pub version: i32,
}

/// What a list is cut by.
#[derive(Clone, Debug, Default)]
pub struct PhotoFilter {
    pub ids: Option<Vec<Uuid>>,
    pub visit_id: Option<Uuid>,
    pub rep_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub record_ids: Option<Vec<Uuid>>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub status: Option<String>,
    /// One of the findings, or `any`.
    pub finding: Option<String>,
    pub since: Since,
}

/// In scope, newest first, then by id.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &PhotoFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Photo>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        Photo,
        r#"
        select p.id, p.rep_id, r.code as rep_code, r.name as rep_name, p.date, p.org_unit_id, p.visit_id, p.outlet_id,
          o.code as "outlet_code?", o.name as "outlet_name?", o.customer_id, p.record_kind, p.record_id, p.subject, p.note,
          p.taken_at as "taken_at: Instant", p.findings, p.distance_m, p.off_s,
          (select x.id from photo x where x.id = p.reused_of
            and ($1::int4[] is null or x.org_unit_id = any($1)) and ($2::int4 is null or x.rep_id = $2)) as "reused_of?",
          p.bits_apart, p.status, u.name as "decided_by?", p.decided_at as "decided_at: Instant", p.reason,
          b.width, b.height, b.removed_at is not null as "removed!", p.version
        from photo p join rep r on r.id = p.rep_id join photo_blob b on b.digest = p.digest
        left join outlet o on o.id = p.outlet_id left join app_user u on u.id = p.decided_by
        where ($1::int4[] is null or p.org_unit_id = any($1)) and ($2::int4 is null or p.rep_id = $2)
          and ($3::uuid[] is null or p.id = any($3)) and ($4::uuid is null or p.visit_id = $4)
          and ($5::int4 is null or p.rep_id = $5) and ($6::int4 is null or p.outlet_id = $6)
          and ($7::int4 is null or p.outlet_id in (select x.id from outlet x where x.customer_id = $7))
          and ($8::uuid[] is null or p.record_id = any($8))
          and ($9::date is null or p.date >= $9) and ($10::date is null or p.date <= $10)
          and ($11::text is null or p.status = $11)
          and ($12::text is null or case $12 when 'any' then p.findings <> '{}' else $12 = any(p.findings) end)
          and ($16::timestamptz is null or p.updated_at >= $16)
          and ($17::int8 is null or p.xid >= $17::int8::text::xid8)
          and ($13::timestamptz is null or p.taken_at < $13 or (p.taken_at = $13 and p.id > $14))
        order by p.taken_at desc, p.id limit $15
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        filter.ids.as_deref() as _,
        filter.visit_id,
        filter.rep_id,
        filter.outlet_id,
        filter.customer_id,
        filter.record_ids.as_deref() as _,
        filter.from,
        filter.to,
        filter.status.as_deref(),
        filter.finding.as_deref(),
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
        since_time,
        since_xid,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(db: impl PgExecutor<'_>, scope: &Scope, id: Uuid) -> Result<Photo, StoreError> {
    let filter = PhotoFilter {
        ids: Some(vec![id]),
        ..PhotoFilter::default()
    };
    let found = list(db, scope, &filter, None, 1).await?;
    found.into_iter().next().ok_or(StoreError::NotFound)
}

/// More photos than anybody takes in one visit.
const OF_VISIT_MAX: i64 = 100;

/// What a rep photographed in a visit, newest first. Access to the visit is the caller's matter; a photo that
/// names a visit of another rep is not its own.
pub async fn of_visit(
    db: impl PgExecutor<'_>,
    visit: Uuid,
    rep: i32,
) -> Result<Vec<Photo>, StoreError> {
    let filter = PhotoFilter {
        visit_id: Some(visit),
        rep_id: Some(rep),
        ..PhotoFilter::default()
    };
    list(db, &Scope::system(), &filter, None, OF_VISIT_MAX).await
}

/// Where the picture of a photo in scope lies; `None` where it has gone with its time.
pub async fn picture(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    id: Uuid,
) -> Result<Option<Digest>, StoreError> {
    let row = sqlx::query!(
        r#"
        select p.digest, b.removed_at is not null as "removed!" from photo p join photo_blob b on b.digest = p.digest
        where p.id = $1 and ($2::int4[] is null or p.org_unit_id = any($2)) and ($3::int4 is null or p.rep_id = $3)
        "#,
        id,
        scope.units() as _,
        scope.rep_id() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)?;
    if row.removed {
        return Ok(None);
    }
    let digest = row.digest.try_into();
    Ok(Some(digest.map_err(|_| StoreError::NotFound)?))
}
