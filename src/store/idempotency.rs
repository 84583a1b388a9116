//! First answers of keyed writes, kept in the transaction of the write itself: a crash leaves
//! either both or neither. A running request holds an advisory lock instead of a half-filled row.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::error::{Fault, StoreError};

/// How long an answer is kept.
pub const KEPT: TimeDelta = TimeDelta::hours(48);
/// How long a key is waited for that another request holds: one that has answered without writing lets go
/// of it a moment after its answer.
const LETS_GO_MS: &str = "1000";

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
    if !locked && !wait(&mut *tx, user_id, key).await? {
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

/// Whether the key became free in time; if not, the transaction is at its end.
async fn wait(tx: &mut PgConnection, user_id: i32, key: &str) -> Result<bool, StoreError> {
    let patience = sqlx::query_scalar!(
        r#"select current_setting('lock_timeout') || left(set_config('lock_timeout', $1, true), 0) as "before!""#,
        LETS_GO_MS
    )
    .fetch_one(&mut *tx)
    .await?;
    let locked = sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended($2, $1::int4::int8))",
        user_id,
        key
    )
    .execute(&mut *tx)
    .await;
    match locked {
        Ok(_) => {
            sqlx::query_scalar!("select set_config('lock_timeout', $1, true)", patience)
                .fetch_one(tx)
                .await?;
            Ok(true)
        }
        Err(error) if Fault::of(&error) == Fault::Retry => Ok(false),
        Err(error) => Err(error.into()),
    }
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
