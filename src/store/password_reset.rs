//! Codes by which a person sets a new password: issued by an administrator, who never learns it. One a user, once.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::{
    error::StoreError,
    instant::Instant,
    secret::{Secret, enrolment_hash},
};

/// How long a code can be used.
const LIFETIME: TimeDelta = TimeDelta::hours(24);

/// A code that replaces the one before.
pub async fn issue(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    user_id: i32,
) -> Result<(Secret, Instant), StoreError> {
    let code = Secret::enrolment_code();
    let expires = now + LIFETIME;
    sqlx::query!(
        "insert into password_reset (user_id, code_hash, created_at, expires_at) values ($1, $2, $3, $4)
         on conflict (user_id) do update set code_hash = excluded.code_hash, created_at = excluded.created_at, expires_at = excluded.expires_at",
        user_id,
        code.hash.as_slice(),
        now,
        expires,
    )
    .execute(&mut *tx)
    .await?;
    Ok((code, Instant(expires)))
}

/// Takes a code of an enabled login; the user's id, or `None` where the two do not belong together or it is too late.
pub async fn spend(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    login: &str,
    code: &str,
) -> Result<Option<i32>, StoreError> {
    if login.contains('\0') {
        return Ok(None);
    }
    let code_hash = enrolment_hash(code);
    Ok(sqlx::query_scalar!(
        "delete from password_reset r using app_user u
         where u.id = r.user_id and lower(u.login) = lower($1) and u.disabled_at is null and r.code_hash = $2 and r.expires_at > $3
         returning r.user_id",
        login,
        code_hash.as_slice(),
        now,
    )
    .fetch_optional(&mut *tx)
    .await?)
}
