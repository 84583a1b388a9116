//! What existing phone apps sent and nobody could read, kept for a person to see and to run again. Never reads it.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::id::{DeviceId, RepId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor, PgPool};

use super::{error::StoreError, instant::Instant, scope::Scope};

/// Records kept of one device: the oldest go first.
const OF_DEVICE_MAX: usize = 200;

/// What became of a record.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::AsRefStr,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[schema(as = QuarantineState)]
pub enum State {
    Waiting,
    /// Run again and understood.
    Taken,
    Dismissed,
}

/// One record as it comes.
#[derive(Clone, Debug)]
pub struct Entry {
    pub at: Option<DateTime<Utc>>,
    pub detail: &'static str,
    pub body: Value,
    /// Whether `body` is as it was sent.
    pub whole: bool,
}

/// Keeps them, of each device the newest; durable when it returns.
pub async fn put(
    pool: &PgPool,
    device: DeviceId,
    rep: RepId,
    app: &str,
    received_at: DateTime<Utc>,
    entries: &[Entry],
) -> Result<(), StoreError> {
    let (_, kept) = entries.split_at(entries.len().saturating_sub(OF_DEVICE_MAX));
    let at: Vec<_> = kept.iter().map(|e| e.at).collect();
    let detail: Vec<_> = kept.iter().map(|e| e.detail.to_owned()).collect();
    let body: Vec<_> = kept.iter().map(|e| e.body.clone()).collect();
    let whole: Vec<_> = kept.iter().map(|e| e.whole).collect();
    let mut tx = pool.begin().await?;
    sqlx::query!(
        "insert into quarantined_record (device_id, rep_id, app, received_at, at, detail, body, whole)
         select $1, $2, $3, $4, e.at, e.detail, e.body, e.whole
         from unnest($5::timestamptz[], $6::text[], $7::jsonb[], $8::bool[]) with ordinality e (at, detail, body, whole, n) order by e.n",
        device.0,
        rep.0,
        app,
        received_at,
        &at as _,
        &detail,
        &body,
        &whole,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "delete from quarantined_record where device_id = $1 and id <= (
           select id from quarantined_record where device_id = $1 order by id desc offset $2 limit 1)",
        device.0,
        i64::try_from(OF_DEVICE_MAX).unwrap_or(i64::MAX),
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct QuarantinedRecord {
    pub id: i64,
    pub device_id: i32,
    pub device_label: Option<String>,
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    /// `traccar`, `owntracks`, `overland` or `gpslogger`.
    pub app: String,
    pub received_at: Instant,
    /// When it happened, where that much could be read.
    pub at: Option<Instant>,
    /// Why it could not be read: `no_time`, `no_position`, `no_location`, `not_json`, `encrypted`, `unknown_type`.
    pub detail: String,
    /// Only what is whole can be run again: the rest lay outside of work, or when it happened could not be read.
    pub whole: bool,
    pub state: State,
    pub settled_at: Option<Instant>,
}

#[derive(Clone, Debug, Default)]
pub struct QuarantineFilter {
    pub rep_id: Option<i32>,
    pub device_id: Option<i32>,
    pub state: Option<State>,
}

/// Newest first, below `before`.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    filter: &QuarantineFilter,
    (before, limit): (i64, i64),
) -> Result<Vec<QuarantinedRecord>, StoreError> {
    Ok(sqlx::query_as!(
        QuarantinedRecord,
        r#"
        select q.id, q.device_id, d.label as "device_label?", q.rep_id, r.code as rep_code, r.name as rep_name, q.app,
          q.received_at as "received_at: Instant", q.at as "at?: Instant", q.detail, q.whole, q.state as "state: State",
          q.settled_at as "settled_at?: Instant"
        from quarantined_record q join device d on d.id = q.device_id join rep r on r.id = q.rep_id
        join rep_org_unit u on u.rep_id = r.id and u.retired_at is null and u.valid @> $6::date
        where q.id < $1 and ($3::int4[] is null or u.org_unit_id = any($3)) and ($4::int4 is null or r.id = $4)
          and ($5::int4 is null or r.id = $5) and ($7::int4 is null or q.device_id = $7) and ($8::text is null or q.state = $8)
        order by q.id desc limit $2
        "#,
        before,
        limit,
        scope.units() as _,
        scope.rep_id() as _,
        filter.rep_id,
        today,
        filter.device_id,
        filter.state.map(|s| s.as_ref().to_owned()),
    )
    .fetch_all(db)
    .await?)
}

/// One of the scope, held until the transaction ends.
pub async fn get(
    conn: &mut PgConnection,
    scope: &Scope,
    today: NaiveDate,
    id: i64,
) -> Result<QuarantinedRecord, StoreError> {
    sqlx::query_scalar!(
        "select id from quarantined_record where id = $1 for update",
        id
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(StoreError::NotFound)?;
    let rows = list(
        conn,
        scope,
        today,
        &QuarantineFilter::default(),
        (id.saturating_add(1), 1),
    )
    .await?;
    rows.into_iter()
        .find(|r| r.id == id)
        .ok_or(StoreError::NotFound)
}

/// What was sent, as far as it was kept. The caller has found the record in its scope.
pub async fn body(conn: &mut PgConnection, id: i64) -> Result<Value, StoreError> {
    Ok(
        sqlx::query_scalar!("select body from quarantined_record where id = $1", id)
            .fetch_one(conn)
            .await?,
    )
}

/// What became of it.
pub async fn settle(
    conn: &mut PgConnection,
    id: i64,
    state: State,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update quarantined_record set state = $2, settled_at = $3 where id = $1",
        id,
        state.as_ref(),
        (state != State::Waiting).then_some(now),
    )
    .execute(conn)
    .await?;
    Ok(())
}
