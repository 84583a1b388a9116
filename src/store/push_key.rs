//! The key by which push services know this server. Made once, kept for good; what it signs is `alerts`'.

use chrono::{DateTime, Utc};
use sqlx::PgPool;

use super::error::StoreError;

/// The server's key: `fresh` where there is none yet. Two processes that ask at once are answered alike.
pub async fn own(db: &PgPool, fresh: &[u8], now: DateTime<Utc>) -> Result<Vec<u8>, StoreError> {
    sqlx::query!(
        "insert into push_key (private, created_at) values ($1, $2) on conflict (id) do nothing",
        fresh,
        now
    )
    .execute(db)
    .await?;
    Ok(sqlx::query_scalar!("select private from push_key")
        .fetch_one(db)
        .await?)
}
