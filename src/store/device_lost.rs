//! Devices that are lost or stolen: their tokens open nothing, and are kept so that the phone that shows one is known and told to
//! wipe itself. Called off while it has not been heard of. Never closes a socket.

use chrono::{DateTime, Utc};
use fieldbeat_domain::{id::DeviceId, time::At};
use serde_json::json;
use sqlx::{PgConnection, PgPool};

use super::{StoreError, device, device_event, fix::utc, secret::hash_of};

/// Ends the device's rights and marks it lost; who sees its rep is told. `false` where it was revoked before: then nothing is known
/// that it could show.
pub async fn report(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    device: DeviceId,
) -> Result<bool, StoreError> {
    let marked = sqlx::query!(
        "update device set revoked_at = $2, lost_at = $2, version = version + 1, updated_at = $2
         where id = $1 and revoked_at is null returning backlog",
        device.0,
        now,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(marked) = marked else {
        return Ok(false);
    };
    device::end_codes(tx, device.0).await?;
    tell(tx, now, device, ("reported", marked.backlog)).await?;
    Ok(true)
}

/// The phone is found: its token opens again. `false` where it was told to wipe itself, or never was lost.
pub async fn call_off(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    device: DeviceId,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "update device set revoked_at = null, lost_at = null, version = version + 1, updated_at = $2
         where id = $1 and lost_at is not null and wipe_told_at is null returning backlog",
        device.0,
        now,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(done) = done else {
        return Ok(false);
    };
    tell(tx, now, device, ("called_off", done.backlog)).await?;
    Ok(true)
}

/// Whether a token that opens nothing is a lost phone's: then it shall wipe itself, and the first time that is noted and told.
pub async fn must_wipe(pool: &PgPool, token: &str, now: At) -> Result<bool, StoreError> {
    let hash = hash_of(token);
    let found = sqlx::query!(
        r#"select id, wipe_told_at is not null as "told!" from device
           where (token_hash = $1 or next_token_hash = $1 or former_token_hash = $1) and lost_at is not null"#,
        hash.as_slice(),
    )
    .fetch_optional(pool)
    .await?;
    let Some(found) = found else {
        return Ok(false);
    };
    if !found.told {
        let at = utc(now);
        let mut tx = pool.begin().await?;
        let first = sqlx::query!(
            "update device set wipe_told_at = $2, version = version + 1, updated_at = $2
             where id = $1 and lost_at is not null and wipe_told_at is null returning backlog",
            found.id,
            at,
        )
        .fetch_optional(&mut *tx)
        .await?;
        if let Some(first) = first {
            tell(&mut tx, at, DeviceId(found.id), ("wiped", first.backlog)).await?;
        }
        tx.commit().await?;
    }
    Ok(true)
}

async fn tell(
    tx: &mut PgConnection,
    at: DateTime<Utc>,
    device: DeviceId,
    (state, unsent): (&'static str, Option<i32>),
) -> Result<(), StoreError> {
    let severity = if state == "called_off" { "low" } else { "high" };
    let said = json!({ "state": state, "unsent": unsent, "severity": severity });
    device_event::tell(tx, at, device, "device_lost", said).await
}
