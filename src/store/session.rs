//! Server-side browser sessions: a random cookie, its hash here.

use chrono::{DateTime, TimeDelta, Utc};
use fieldbeat_domain::time::CompanyTime;
use serde::Serialize;
use sqlx::PgExecutor;

use super::{error::StoreError, secret::Secret};

/// However busy, a session ends after this long.
pub const LIFETIME: TimeDelta = TimeDelta::days(14);

/// Who a session or token belongs to, as shown to themself.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Profile {
    pub id: i32,
    pub login: String,
    pub name: String,
    pub role: String,
    pub org_unit_id: i32,
    pub language: String,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Company {
    pub name: String,
    pub time_zone: String,
    /// When its days begin, in minutes after midnight.
    pub day_start_min: u16,
    pub currency: String,
    pub language: String,
}

pub async fn create(
    db: impl PgExecutor<'_>,
    user_id: i32,
    now: DateTime<Utc>,
) -> Result<Secret, StoreError> {
    let secret = Secret::random("");
    sqlx::query!(
        "insert into user_session (token_hash, user_id, created_at, last_seen_at, expires_at) values ($1, $2, $3, $3, $4)",
        secret.hash.as_slice(),
        user_id,
        now,
        now + LIFETIME,
    )
    .execute(db)
    .await?;
    Ok(secret)
}

pub async fn delete(db: impl PgExecutor<'_>, hash: &[u8; 32]) -> Result<(), StoreError> {
    sqlx::query!(
        "delete from user_session where token_hash = $1",
        hash.as_slice()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends all sessions of a user, say after a change of password or rights.
pub async fn delete_of_user(db: impl PgExecutor<'_>, user_id: i32) -> Result<(), StoreError> {
    sqlx::query!("delete from user_session where user_id = $1", user_id)
        .execute(db)
        .await?;
    Ok(())
}

pub async fn profile(db: impl PgExecutor<'_>, user_id: i32) -> Result<Profile, StoreError> {
    sqlx::query_as!(
        Profile,
        "select id, login, name, role, org_unit_id, language from app_user where id = $1",
        user_id
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)
}

/// The company with the time by which it goes; `None` before first run.
pub async fn company(
    db: impl PgExecutor<'_>,
    time: CompanyTime,
) -> Result<Option<Company>, StoreError> {
    let row = sqlx::query!("select name, currency, language from company")
        .fetch_optional(db)
        .await?;
    Ok(row.map(|c| Company {
        name: c.name,
        time_zone: time.time_zone.name().to_owned(),
        day_start_min: time.day_start_min,
        currency: c.currency,
        language: c.language,
    }))
}
