//! First answers of keyed writes, kept in the transaction of the write itself: a crash leaves
//! either both or neither. A running request holds an advisory lock instead of a half-filled row.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::error::StoreError;

/// How long an answer is kept.
pub const KEPT: TimeDelta = TimeDelta::hours(48);

/// What is known of a key.
pub enum Seen {
    New,
    /// Another request with this key has not finished.
    Running,
    /// The first request's answer.
    Answered {
        digest: Vec<u8>,
        status: u16,
        body: Vec<u8>,
    },
}

/// Claims the key for this transaction.
pub async fn claim(
    tx: &mut PgConnection,
    user_id: i32,
    key: &str,
    now: DateTime<Utc>,
) -> Result<Seen, StoreError> {
    let locked = sqlx::query_scalar!(
        r#"select pg_try_advisory_xact_lock(hashtextextended($2, $1::int4::int8)) as "locked!""#,
        user_id,
        key,
    )
    .fetch_one(&mut *tx)
    .await?;
    if !locked {
        return Ok(Seen::Running);
    }
    let row = sqlx::query!(
        "select request_digest, status, body from idempotency_key where user_id = $1 and key = $2 and created_at > $3",
        user_id,
        key,
        now - KEPT,
    )
    .fetch_optional(&mut *tx)
    .await?;
    Ok(row.map_or(Seen::New, |r| Seen::Answered {
        digest: r.request_digest,
        status: r.status.and_then(|s| u16::try_from(s).ok()).unwrap_or(200),
        body: r.body.unwrap_or_default(),
    }))
}

pub async fn save(
    tx: &mut PgConnection,
    user_id: i32,
    key: &str,
    digest: &[u8],
    answer: (u16, &[u8]),
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into idempotency_key (user_id, key, request_digest, status, body, created_at)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (user_id, key) do update
          set request_digest = excluded.request_digest, status = excluded.status, body = excluded.body,
            created_at = excluded.created_at
        "#,
        user_id,
        key,
        digest,
        i16::try_from(answer.0).unwrap_or(200),
        answer.1,
        now,
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}
