//! Messages to reps: written at a desk, read on the phone, and whether a phone has them. Sending to phones is
//! `ingest`'s, what a phone is given `phone`'s.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::id::RepId;
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor};

use super::{error::StoreError, instant::Instant, scope::Scope};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Message {
    pub id: i64,
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    pub text: String,
    pub sent_at: Instant,
    pub sent_by: Option<i32>,
    pub sent_by_name: Option<String>,
    /// When a phone of the rep was known to have it: it asked on from the answer that held it.
    pub fetched_at: Option<Instant>,
}

/// Filters of the list.
#[derive(Clone, Debug, Default)]
pub struct MessageFilter {
    pub rep_id: Option<i32>,
    pub org_unit_id: Option<i32>,
    /// Only what no phone has yet.
    pub waiting: bool,
}

/// Newest first, below `before`.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    filter: &MessageFilter,
    (before, limit): (i64, i64),
) -> Result<Vec<Message>, StoreError> {
    Ok(sqlx::query_as!(
        Message,
        r#"
        select m.id, m.rep_id, r.code as rep_code, r.name as rep_name, m.text, m.sent_at as "sent_at: Instant",
          m.from_user_id as sent_by, a.name as "sent_by_name?", m.fetched_at as "fetched_at?: Instant"
        from message m join rep r on r.id = m.rep_id left join app_user a on a.id = m.from_user_id
        join rep_org_unit u on u.rep_id = r.id and u.retired_at is null and u.valid @> $8::date
        where m.id < $1
          and ($3::int4[] is null or u.org_unit_id = any($3)) and ($4::int4 is null or r.id = $4)
          and ($5::int4 is null or r.id = $5) and ($6::int4 is null or u.org_unit_id = $6)
          and (not $7 or m.fetched_at is null)
        order by m.id desc limit $2
        "#,
        before,
        limit,
        scope.units() as _,
        scope.rep_id() as _,
        filter.rep_id,
        filter.org_unit_id,
        filter.waiting,
        today,
    )
    .fetch_all(db)
    .await?)
}

/// The working reps meant: those named, or those of a unit and all below it; none out of scope, at most `limit`.
pub async fn recipients(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    reps: Option<&[i32]>,
    org_unit: Option<i32>,
    limit: i64,
) -> Result<Vec<RepId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "with recursive below as (
           select id from org_unit where id = $4
           union select u.id from org_unit u join below b on u.parent_id = b.id)
         select r.id from rep r join rep_org_unit u on u.rep_id = r.id and u.retired_at is null and u.valid @> $6::date
         where r.active and ($1::int4[] is null or u.org_unit_id = any($1)) and ($2::int4 is null or r.id = $2)
           and ($3::int4[] is null or r.id = any($3)) and ($4::int4 is null or u.org_unit_id in (select id from below))
         order by r.id limit $5",
        scope.units() as _,
        scope.rep_id() as _,
        reps as _,
        org_unit,
        limit,
        today,
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(RepId).collect())
}

/// One message to each; their numbers in the order of `reps`, which are told apart.
pub async fn send(
    tx: &mut PgConnection,
    scope: &Scope,
    now: DateTime<Utc>,
    reps: &[RepId],
    text: &str,
) -> Result<Vec<(i64, RepId)>, StoreError> {
    let ids: Vec<i32> = reps.iter().map(|r| r.0).collect();
    let rows = sqlx::query!(
        "insert into message (rep_id, from_user_id, text, sent_at)
         select r, $2, $3, $4 from unnest($1::int4[]) r order by r returning id, rep_id",
        &ids,
        scope.user_id() as _,
        text,
        now,
    )
    .fetch_all(tx)
    .await?;
    Ok(rows.into_iter().map(|r| (r.id, RepId(r.rep_id))).collect())
}

/// What was given to a phone no later than `had`, the time of an answer that it goes on from, it has.
pub async fn fetched(
    conn: &mut PgConnection,
    rep: RepId,
    had: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update message set fetched_at = $3 where rep_id = $1 and fetched_at is null and told_at <= $2",
        rep.0,
        had,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// These are in an answer to a phone; the first time counts.
pub async fn told(
    conn: &mut PgConnection,
    ids: &[i64],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update message set told_at = $2 where id = any($1) and told_at is null",
        ids,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}
