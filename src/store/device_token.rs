//! Tokens of devices change while they are in use: a new one is sent over the live connection and counts from its first
//! use. Who shows the old one later, or shows a token from another installation, holds a copy: that is told once a day.
//! Never says who may come in (device_auth.rs).

use chrono::TimeDelta;
use fieldbeat_domain::{id::DeviceId, time::At};
use serde_json::json;
use sqlx::PgPool;

use super::{StoreError, device_event, fix::utc, secret::Secret};

/// Age at which a token is changed.
pub const ROTATE_AFTER_MS: i64 = 30 * 86_400_000;
/// How long the token before is good: requests may be on their way.
const FORMER_GOOD: TimeDelta = TimeDelta::minutes(10);
/// One device is told of at most so often.
const ALARM_EVERY: TimeDelta = TimeDelta::days(1);

/// What looks as if two phones held one token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// The token before the one in use was shown.
    FormerToken,
    /// Another installation of the app showed the token in use.
    OtherInstallation,
}

impl Sign {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FormerToken => "former_token",
            Self::OtherInstallation => "other_installation",
        }
    }
}

/// A token to be sent to a device whose own is old; one that was sent before and never used opens nothing any more.
pub async fn next(pool: &PgPool, device: DeviceId) -> Result<String, StoreError> {
    let token = Secret::random("fbd_");
    sqlx::query!(
        "update device set next_token_hash = $2 where id = $1 and revoked_at is null",
        device.0,
        token.hash.as_slice()
    )
    .execute(pool)
    .await?;
    Ok(token.text)
}

/// The device has used what was sent: from now on that is its token.
pub(super) async fn adopt(
    pool: &PgPool,
    device: DeviceId,
    hash: &[u8; 32],
    now: At,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update device set former_token_hash = token_hash, former_until = $3, token_hash = next_token_hash,
           next_token_hash = null, token_issued_at = $4, token_used_at = $4
         where id = $1 and next_token_hash = $2 and revoked_at is null",
        device.0,
        hash.as_slice(),
        utc(now) + FORMER_GOOD,
        utc(now),
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Notes the sign at the device and tells those who see its rep.
pub(super) async fn alarm(
    pool: &PgPool,
    device: DeviceId,
    sign: Sign,
    now: At,
) -> Result<(), StoreError> {
    let at = utc(now);
    let mut tx = pool.begin().await?;
    let noted = sqlx::query!(
        "update device set cloned_at = $2 where id = $1 and (cloned_at is null or cloned_at <= $3)",
        device.0,
        at,
        at - ALARM_EVERY,
    )
    .execute(&mut *tx)
    .await?;
    if noted.rows_affected() > 0 {
        let said = json!({ "sign": sign.as_str(), "severity": "high" });
        device_event::tell(&mut tx, at, device, "device_cloned", said).await?;
    }
    tx.commit().await?;
    Ok(())
}
